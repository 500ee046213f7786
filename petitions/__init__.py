"""Petitions by 信访工作条例 (2022)."""
