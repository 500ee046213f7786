"""Tasks (交办): given in a matter to a unit or a person by a day, reported with proof, checked by who gave them.

The acts are rows for any procedure's table (acts.rows); forms, the panel of the matter's page, the pages, the paper
and the numbers go with them. Watched by core.workflow.escalation (core.tasks.clocks.ITEM).
"""
