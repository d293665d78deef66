"""Clocks, outbox and background work."""
