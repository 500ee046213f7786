"""Who answers where: reading it by day, keeping it, bringing it in from a file, warning of what is vacant."""
