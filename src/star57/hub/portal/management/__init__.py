"""Commands for whoever works on the portal; operators use `star57 hub`."""
