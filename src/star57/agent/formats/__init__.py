"""Switch accounting to call detail records, one file per switch family."""
