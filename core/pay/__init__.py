"""Pay sheets (发放表): rows of what was done × the town's rates → drawn up, checked by a second person, paid, printed.

A room makes a procedure of them with `procedure.pay_sheet_of` and gives the rows: a module with WHATS (code → word) and
`items(first, last)`. Started by `draw_sheet`; who must answer: who checks, in three working days, then who drew it, who has it paid; nobody
does: their clocks escalate. Each yuan opens its matter, and nothing is paid twice.
"""
