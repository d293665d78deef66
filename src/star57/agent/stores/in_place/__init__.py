"""Call records that stay where they are: files of a lake and tables of a database, read through a map of their columns."""
