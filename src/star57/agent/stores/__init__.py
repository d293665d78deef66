"""Where call records are kept and searched."""
