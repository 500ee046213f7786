"""The grid: posts, incidents from the field, patrols and visits. Empty until it has something to say."""
