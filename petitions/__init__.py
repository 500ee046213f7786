"""Petitions by 信访工作条例. Empty until it has something to say."""
