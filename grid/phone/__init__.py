"""The pages of a phone in the field: a find is reported with or without a net, and what came of it."""
