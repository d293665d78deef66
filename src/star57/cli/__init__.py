"""The star57 command: parse, one call, render."""
