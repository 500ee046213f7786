"""Camera points, and what is found by them."""
