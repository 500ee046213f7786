"""Law, kept answers and guides at hand."""
