"""Call records in ClickHouse: one server, or a sharded and replicated cluster."""
