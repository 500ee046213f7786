"""Commendations (评优表彰): drafted in words, posted for objections, signed; a paper of the office."""
