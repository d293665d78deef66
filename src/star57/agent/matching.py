"""Ranks call records against a request's call facts and says why; pure."""
