"""What the people of the grid bring into the room (grid.procedure)."""

from django.db.models import Q

from core.handover.procedure import handover_of
from core.procedure.cards import Card
from core.procedure.procedure import Panel
from core.procedure.room import Entry, Thing, Timed
from grid.posts.answering import KEEP
from grid.views.posts import HANDOVER, told

PROCEDURE = handover_of(
    HANDOVER,
    "网格岗位交接",
    app="grid",
    keep=KEEP,
    basis="本镇岗位交接制度",
    page="grid_posts",
    series="岗交",
)
MENU = (Entry("grid_posts", "网格责任人", "people", "grid.view_posts"),)
PANELS = (Panel("grid/answered_then.html", told),)
PERMISSIONS = {
    "grid.view_posts": "看网格责任人：哪一天由谁负责",
    KEEP: "登记自己管辖区域的网格责任人、代理、离任，起草岗位交接",
    "grid.answer_as_head": "任职期间是所在区域的网格长",
    "grid.answer_as_worker": "任职期间是所在区域的专职网格员",
    "grid.answer_as_liaison": "任职期间是所在区域的微网格联络员",
}
THINGS = (
    Thing("grid_responsibility", "网格责任人"),
    Thing("grid_duty", "网格职责"),
)
SCHEDULES = (
    Timed(
        "grid_posts",
        "grid.posts.watch.remind",
        "岗位空缺、离岗没有交接的，告知网格长、值班长和中心主任；责任人变动的，告知网格长重新打印公示牌",
        at="08:10",
    ),
)
CARDS = (
    Card(
        "handover_open", "岗位交接待签", "起草了交接清单、双方还没有签完的。", lambda at: Q(closed_at=None),
        frozenset({"village", "centre"}), HANDOVER, warns=True,
    ),
)  # fmt: skip
