"""Django models, one noun per file; only the ledger and the reads know them."""
