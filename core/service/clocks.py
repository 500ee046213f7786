"""The office's own term to serve a paper that it has made."""

from core.deadlines.clocks import inner_rule

SERVE = inner_rule(
    "core.serve", "送达", "5W", "送达工作规则（文书作出后 5 个工作日内送达，参照《民事诉讼法》第八十七条）"
)
CLOCKS = (SERVE,)
