"""Scoped queries that give frozen view records."""
