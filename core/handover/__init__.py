"""岗位交接: a post changes hands. The list is drafted from the record, both sign it, and what stands on it moves. A room
declares it by `procedure.handover_of`.
"""
