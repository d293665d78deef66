"""What templates may ask for beyond plain values."""
