"""Publicity of law (法治宣传): a unit's plan of the year, its events, what was done of it, certificates of training."""
