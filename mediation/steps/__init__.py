"""What the transitions of a mediation ask first and what follows from them, by the part of its way."""
