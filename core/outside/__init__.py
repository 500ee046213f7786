"""Bodies outside (镇外单位) and what goes to and comes from them in a matter (往来函件): handed up, transferred, asked,
objected to, reported.

A room takes the acts it wants (acts.sending, receiving, answered, urged, withdrawn) into its table, each declared by
parameters; forms, the panel of the matter's page, the list, the paper, the card and the numbers go with them.
"""
