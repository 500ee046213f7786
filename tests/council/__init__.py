"""Democratic consultation."""
