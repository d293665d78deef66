"""What people type, and the wire's messages made of it."""
