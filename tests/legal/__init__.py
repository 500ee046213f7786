"""Legal services."""
