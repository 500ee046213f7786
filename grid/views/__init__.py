"""Pages of the grid."""
