"""What camera points bring into the room (grid.procedure)."""

from core.procedure.room import Entry, Timed
from core.records.seals import Record
from grid.premises.cameras import KEEP
from grid.premises.finds import WATCH

MENU = (Entry("cameras", "视频点位", "eye", "grid.view"),)
PERMISSIONS = {
    WATCH: "登记视频发现和打出的电话，登记查看画面，给视频点位报修",
    KEEP: "导入视频点位，登记修复",
}
SCHEDULES = (
    Timed(
        "cameras",
        "grid.premises.cameras.remind",
        "视频点位修复到期、逾期的，提醒维护单位，再告知登记管理的人",
        at="08:20",
    ),
)
RECORDS = (
    Record("grid_camerafault", "点位报修", "at", without=("mended_on", "mended_by_id", "mended_words")),
    Record("grid_stilllook", "查看画面", "at"),
)
