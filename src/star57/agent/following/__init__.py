"""Call records taken in as the switch writes them: from files, tables and standard input, findable within a second, each once."""
