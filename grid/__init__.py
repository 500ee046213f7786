"""The grid: who is responsible where and since when, and what is found there."""
