"""The page that a carrier's operator has beside the agent: what waits, the rules, what was answered. Parses, makes one call, renders."""
