"""The only writer: a journal entry first, then the apply step."""
