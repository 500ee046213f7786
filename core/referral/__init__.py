"""Referral (转介): a person of a matter is sent on to who helps, with the least that this needs.

Started by `send_referral` with the person's consent or the ground in the law. Who must answer: the receiver, on the slip of
the paper; whoever sent it types it, for receivers get no sight of the matter. By the day set for each; nobody answers: the
sender is reminded, asks again, then the director is told (clocks.STEPS). The acts are rows for any procedure's table
(acts.rows); forms, the panel of the matter's page, the list, the paper and the numbers go with them.
"""
