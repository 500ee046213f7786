"""What the acts of a petition do: pure functions of a snapshot and the answers."""
