"""Rosters (制度化排班): places × days × persons by a rule; drafted, published, swapped by consent, signed in.

A room makes a procedure of them with `procedure.roster_of` and adds what happens on the day.
"""
