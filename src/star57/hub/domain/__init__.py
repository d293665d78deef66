"""The rules, pure: no Django, no database, no HTTP, no clock, no logging."""
