"""Legal advice (法律咨询)."""
