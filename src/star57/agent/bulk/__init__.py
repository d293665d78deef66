"""CSV files of very many records into the embedded store: whole columns at a time, on several cores."""
