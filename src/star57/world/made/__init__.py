"""Made-up phone networks: carriers, calls with all that happens to calls, and what each switch would have written of them."""
