"""Enterprise check-ups (法治体检): booked, checked by the enterprise itself, visited, reported, mended, visited again."""
