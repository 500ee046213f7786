"""What the acts of an incident do, and what stands against them."""
