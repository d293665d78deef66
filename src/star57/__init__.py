"""Star57 traces robocalls across carriers: a hub, and the agents that answer it."""
