"""A month's assessment of the grids and of the office (考核): drawn up, objected to, decided by a second person, confirmed."""
