"""Django's PostgreSQL connection, which tells the server before a statement whose rows it may show."""
