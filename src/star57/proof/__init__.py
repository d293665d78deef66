"""Canonical JSON, commitments and entry hashes; knows no Django and no database."""
