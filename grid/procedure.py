"""The room of the grid, as config/procedures.py lists it."""

from core.procedure.room import MANAGING, Entry, Room
from core.records.seals import Record

ROOM = Room(
    app="grid",
    label="网格化服务管理",
    urls="grid.urls",
    menu=(Entry("boundaries", "网格边界", "grid", "grid.draw", MANAGING),),
    permissions={"grid.draw": "导入、绘制区域的边界"},
    records=(
        Record("grid_boundary", "区域边界", "at", without=("until",)),
        Record(
            "grid_boundaryfile",
            "边界文件",
            "at",
            only=("id", "by_id", "at", "name", "digest", "system", "since", "basis"),
        ),
    ),
)
