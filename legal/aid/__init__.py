"""Help with legal aid (法律援助)."""
