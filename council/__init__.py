"""Democratic consultation (民主协商议事): what a village or community talks over, and what may not be decided there."""
