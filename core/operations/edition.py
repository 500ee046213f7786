"""Whether a database belongs to this edition of the program, or to one whose migrations were replaced."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

OLDER = (
    "这个数据库是更早的、没有投入使用的版本建立的，本版本不能接着用。数据一点没有动。"
    "要从头开始：停止系统，把数据目录（VAR，一般是 var）改名留存，再启动一次"
)


class Older(Exception):
    """The database is of an older edition; the sentence says how to start anew."""

    def __init__(self) -> None:
        super().__init__(OLDER)


def check() -> None:
    """Raises Older where migrations were applied that this edition does not have."""
    loader = MigrationLoader(connection)
    ours = {app for app, _ in loader.disk_migrations}
    if any(
        app in ours and (app, name) not in loader.disk_migrations
        for app, name in loader.applied_migrations or ()
    ):
        raise Older
