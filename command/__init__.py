"""Command: what is due and not done is put to the unit that answers, in writing, until it is done."""
