"""One file per verb phrase: the product's table of contents."""
