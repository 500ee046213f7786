"""Measurements, apart from the product."""
