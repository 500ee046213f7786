"""The room of the grid, as config/procedures.py lists it."""

from core.procedure.room import Room
from grid.posts import room as posts
from grid.posts.file import People

ROOM = Room(
    app="grid",
    label="网格化服务管理",
    urls="grid.urls",
    procedures=(posts.PROCEDURE,),
    menu=posts.MENU,
    permissions=posts.PERMISSIONS,
    reference=("grid.posts.duties.load",),
    schedules=posts.SCHEDULES,
    cards=posts.CARDS,
    panels=posts.PANELS,
    people=People(),
    things=posts.THINGS,
)
