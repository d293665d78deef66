"""The embedded store: call records in immutable segments by UTC day, sorted by called number and start."""
