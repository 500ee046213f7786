"""Service of papers (送达): to whom a paper must be brought, every try, and the day from which it counts as served.

A room says what it serves on whom (serving.Serving, as Procedure.serves) and puts the acts into its table
(acts.rows); the row that makes such a paper starts the office's own clock (clocks.SERVE). Panel, paper (送达回证) and
numbers go with them.

The rooms' own laws are silent on how a paper is served; 民事诉讼法 arts. 87 to 91 and 95 are followed by analogy. Their
text is not among the laws kept with the project, so nothing is quoted.
"""
