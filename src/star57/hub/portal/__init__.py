"""Pages, and the fragments that keep an open page current."""
