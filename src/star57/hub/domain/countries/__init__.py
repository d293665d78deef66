"""One file per country: its row, and nothing that computes."""
