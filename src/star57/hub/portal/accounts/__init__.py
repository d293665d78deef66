"""What allauth needs to know about this portal, and what the portal needs to know about a session."""
