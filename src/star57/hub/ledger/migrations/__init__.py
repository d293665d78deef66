"""The triggers' way into the database; the tables themselves are the records'."""
