"""Pages of mediation beside those that every procedure has."""
