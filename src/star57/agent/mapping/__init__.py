"""Looks at a CSV nobody described and proposes how to read it, with reasons; what it cannot tell it asks. Knows no terminal."""
