"""Counselling (心理疏导): taken or refused by one counsellor, whose notes nobody else reads (精神卫生法 arts. 23, 28)."""
