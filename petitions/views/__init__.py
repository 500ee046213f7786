"""Pages that only petitions have."""
