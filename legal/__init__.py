"""Public legal services. Empty until it has something to say."""
