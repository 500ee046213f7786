"""Public legal services: advice, help with legal aid, guidance."""
