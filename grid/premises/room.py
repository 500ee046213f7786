"""What camera points bring into the room (grid.procedure)."""

from core.procedure.room import Entry, Thing, Timed
from core.records.seals import Record
from grid.premises.cameras import KEEP
from grid.premises.finds import WATCH

MENU = (
    Entry("cameras", "视频点位", "eye", "grid.view"),
    Entry("sites", "场所", "list", "grid.view"),
)
THINGS = (
    Thing("grid_sitekind", "场所类别"),
    Thing("grid_camerapoint", "视频点位"),
    Thing("grid_site", "场所"),
)
PERMISSIONS = {
    WATCH: "登记视频发现和打出的电话，登记查看画面，给视频点位报修",
    KEEP: "导入视频点位和场所，登记修复、注销",
}
SCHEDULES = (
    Timed(
        "cameras",
        "grid.premises.cameras.remind",
        "视频点位修复到期、逾期的，提醒维护单位，再告知登记管理的人",
        at="08:20",
    ),
    Timed(
        "sites",
        "grid.premises.sites.remind",
        "场所到了走访日子的，每周告知网格员一次；逾期一周的告知网格长",
        at="08:15",
    ),
)
RECORDS = (
    Record("grid_camerafault", "点位报修", "at", without=("mended_on", "mended_by_id", "mended_words")),
    Record("grid_sitevisit", "场所走访", "at"),
    Record("grid_stilllook", "查看画面", "at"),
)
