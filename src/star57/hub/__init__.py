"""The hub: a neutral consortium's portal, API and clocks."""
