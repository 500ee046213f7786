"""Places, units, posts and people of the demo town. Built once, through the models.

8 villages, 25 grids (综合网格) and 91 micro-grids (微网格); region prefix 99 is no province.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cases.models import Case, Room, RoutingRule
from core.models import AlarmUnit, Area, AreaLevel, Holding, Post, Unit, User
from core.privacy.pinyin import initials
from tools.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

TOWN_CODE = "990121101"
# Village: number, name, micro-grids of each of its grids.
VILLAGES = (
    (201, "上埠村", (4, 4, 3, 3)),
    (202, "下埠村", (4, 4, 3)),
    (203, "松岭村", (4, 3, 3)),
    (204, "桃坞村", (4, 4, 4)),
    (205, "柳塘村", (4, 4, 3)),
    (206, "石桥村", (4, 4, 3)),
    (207, "云门村", (4, 4, 3)),
    (208, "竹溪村", (4, 4, 3)),
)
# Rules for routing: category, unit, ground.
RULES = (
    ("0203", "farms", "职责清单第 7 项"),
    ("0402", "works", "职责清单第 3 项"),
    ("0504", "environment", "职责清单第 11 项"),
    ("07", "labour", "职责清单第 9 项"),
    ("0901", "land", "职责清单第 5 项"),
    ("1104", "works", "职责清单第 4 项"),
    ("1202", "civil", "职责清单第 8 项"),
    ("1304", "safety", "职责清单第 12 项"),
)
NUMBERS = "一二三四五六七八九"
# Unit: key, code, name, short name, kind.
UNITS = (
    ("centre", "Z01", "栖云镇社会治安综合治理中心", "综治中心", "centre"),
    ("government", "B00", "栖云镇党政办公室", "党政办", "department"),
    ("peace", "B01", "平安法治办公室", "平安办", "department"),
    ("farms", "B02", "农业农村办公室", "农业农村办", "department"),
    ("works", "B03", "村镇建设办公室", "村镇办", "department"),
    ("enforcement", "B04", "综合行政执法队", "执法队", "department"),
    ("civil", "B05", "民政办公室", "民政办", "department"),
    ("labour", "B06", "人力资源和社会保障服务站", "人社站", "department"),
    ("water", "B07", "水务站", "水务站", "department"),
    ("safety", "B08", "应急管理办公室", "应急办", "department"),
    ("environment", "B09", "生态环境工作站", "环境站", "department"),
    ("discipline", "B10", "栖云镇纪律检查委员会", "镇纪委", "department"),
    ("police", "S01", "栖云派出所", "派出所", "stationed"),
    ("justice", "S02", "栖云司法所", "司法所", "stationed"),
    ("court", "S03", "栖云人民法庭", "法庭", "stationed"),
    ("land", "S04", "自然资源和规划所", "自规所", "stationed"),
    ("market", "S05", "市场监督管理所", "市监所", "stationed"),
    ("committee", "T00", "栖云镇人民调解委员会", "镇调委会", "mediation"),
    ("it", "X01", "栖云镇信息化管理组", "信息组", "outside"),
)
# Window or room: key, name, kind, unit.
ROOMS = (
    ("one", "综合受理一号窗口", "window", "centre"),
    ("two", "综合受理二号窗口", "window", "centre"),
    ("law", "法律咨询室", "room", "justice"),
    ("talk", "矛盾调解室", "room", "committee"),
    ("heart", "心理咨询室", "room", "centre"),
)
# Who is told at once of which danger, beside those who take alarms by post.
ALARMS = (
    ("police", ("violence", "self_harm", "threat", "crowd", "domestic_violence")),
    ("civil", ("minor", "domestic_violence")),
)
# Account of a role: unit, post.
POSTS = {
    "receptionist": ("centre", "接待员"), "dispatcher": ("centre", "值班长"), "director": ("centre", "主任"),
    "duty_leader": ("government", "分管副镇长"), "chief": ("government", "镇长"),
    "petition_officer": ("centre", "信访专员"), "unit_head": ("farms", "主任"), "handler": ("farms", "承办人"),
    "committee_head": ("committee", "主任"), "mediator": ("committee", "调解员"),
    "grid_chief": ("village_204", "网格长"), "grid_worker": ("village_204", "专职网格员"),
    "liaison": ("village_204", "微网格联络员"), "watch_keeper": ("centre", "值守员"),
    "supervisor": ("government", "督办专员"), "legal_officer": ("justice", "法律服务人员"),
    "counsellor": ("justice", "心理咨询员"), "care_officer": ("civil", "关爱专管员"),
    "care_head": ("village_204", "老年人和妇女儿童工作委员会主任"),
    "care_member": ("village_204", "老年人和妇女儿童工作委员会委员"),
    "archivist": ("centre", "档案员"), "system_admin": ("it", "系统管理员"), "security_admin": ("it", "安全管理员"),
    "auditor": ("it", "安全审计员"),
}  # fmt: skip
# Roles whose people sign for, handle and mediate matters in the story.
HANDS = frozenset({"unit_head", "handler", "grid_chief", "committee_head", "mediator"})
# Everybody else, in this order: heads and handlers of units, village people, grid workers.
NAMES = (
    "俞百川 韩广林 阮清和 顾明远 骆文谦 祁守正 崔知行 柯润生 池砚秋 项怀谷 钟采薇 滕一鸣 尤嘉树 狄长风 戚云帆 "
    "岑若水 鲍正言 薄青山 喻景明 苗望舒 康达人 梅映雪 倪初晴 缪子安 邢立夏 卞思源 瞿秉文 惠风和 殷其雷 车同轨 "
    "翁守拙 宁致远 充实甫 桂秋实 窦新禾 荀晓岚 甄友谅 闵思齐 阎伯安 屠春晖 褚云生 巫明德 暴长安 席月明 谷雨田 "
    "应如是 宣和平 邓见贤 郁青禾 丰年庆 贾怀璞 路遥知 娄乐水 江月白 童心远 颜回春 郭向阳 盛夏声 林间月 刁德邻 "
    "徐行之 骆驿宁 高山远 夏竹君 蔡青云 田小麦 樊星海 凌霄汉 霍去忧 虞晚晴 万象新 支山秀 柯南枝 昝大川 管仲清 "
    "卢橘黄 莫问津 经纬生 房新语 裘暖阳 缪春江 解冰心 应天晴 宗望岳 丁香远 宣平安 邓秋水 郁葱茏 单雨桐 杭一苇"
).split()


@dataclass
class Town:
    """What the story is told with: areas by code, units and people by key."""

    areas: dict[str, Area] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    crews: dict[str, list[User]] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)

    @property
    def villages(self) -> list[Area]:
        return [self.areas[f"{TOWN_CODE}{number}"] for number, *_ in VILLAGES]

    def grids(self, village: Area) -> list[Area]:
        return [area for area in self.areas.values() if area.parent_id == village.pk]


def build() -> Town:
    """Places, units, accounts and posts, stored. The levels of areas must be there."""
    town = Town()
    _places(town)
    _units(town)
    _people(town)
    _hall(town)
    return town


def _places(town: Town) -> None:
    levels = dict(AreaLevel.objects.values_list("depth", "pk"))

    def make(code: str, name: str, depth: int, parent: Area | None, households: int | None = None) -> Area:
        area = Area.objects.create(
            code=code,
            name=name,
            initials=initials(name),
            level_id=levels[depth],
            parent=parent,
            households=households,
        )
        town.areas[code] = area
        return area

    top = make(f"{TOWN_CODE}000", "栖云镇", 1, None)
    town.areas["town"] = top
    for number, name, grids in VILLAGES:
        village = make(f"{TOWN_CODE}{number}", name, 2, top)
        for g, micro in enumerate(grids, 1):
            grid = make(f"{village.code}{g:03}", f"{name[:-1]}第{NUMBERS[g - 1]}网格", 3, village)
            for m in range(1, micro + 1):
                make(
                    f"{grid.code}{m:03}",
                    f"{grid.name}{NUMBERS[m - 1]}组",
                    4,
                    grid,
                    50 + (number * 7 + g * 13 + m * 17) % 51,
                )


def _units(town: Town) -> None:
    rows = [(*unit, town.areas["town"]) for unit in UNITS]
    for number, name, _ in VILLAGES:
        area = town.areas[f"{TOWN_CODE}{number}"]
        rows.append((f"village_{number}", f"C{number - 200:02}", f"{name}村民委员会", name, "village", area))
        rows.append(
            (
                f"committee_{number}",
                f"T{number - 200:02}",
                f"{name}人民调解委员会",
                f"{name}调委会",
                "mediation",
                area,
            )
        )
    made = [
        Unit(
            code=code,
            name=name,
            short_name=short,
            kind=kind,
            area=area,
            phone=f"199-0000-00{91 + place % 9}",
            takes_accusations=key == "discipline",
        )
        for place, (key, code, name, short, kind, area) in enumerate(rows)
    ]
    Unit.objects.bulk_create(made)
    town.units = {row[0]: unit for row, unit in zip(rows, made, strict=True)}


def _hall(town: Town) -> None:
    _rules(town)
    for order, (key, name, kind, unit) in enumerate(ROOMS, 1):
        town.rooms[key] = Room.objects.create(name=name, kind=kind, unit=town.units[unit], order=order)
    AlarmUnit.objects.bulk_create(
        AlarmUnit(flag=Case.Flag(flag), unit=town.units[unit]) for unit, flags in ALARMS for flag in flags
    )


def _rules(town: Town) -> None:
    """What the office has written down of who does what."""
    RoutingRule.objects.bulk_create(
        RoutingRule(category_id=code, unit=town.units[unit], basis=basis) for code, unit, basis in RULES
    )


def _people(town: Town) -> None:
    """One hash for all: hashing each account's password would take longer than the whole story."""
    places = [*_named(town), *_others(town)]
    encoded, begun = make_password(DEMO_PASSWORD), timezone.localdate() - timedelta(days=600)
    users = [
        User(
            username=key, name=name, password=encoded, must_change_password=False, phone=f"0990-555{place:04}"
        )
        for place, (key, name, *_) in enumerate(places, 1001)
    ]
    User.objects.bulk_create(users)
    for (key, _, role, unit, *_), user in zip(places, users, strict=True):
        town.users[key] = user
        if role in HANDS:
            town.crews.setdefault(unit, []).append(user)
    _give_posts(town, places, users, begun)


def _give_posts(
    town: Town, places: list[tuple[str, str, str, str, str, str]], users: list[User], begun: date
) -> None:
    """Two receptionists sit on one post; the security administrator gives, a second person activates."""
    posts: dict[tuple[str, str, str], Post] = {}
    for _, _, role, unit, area, label in places:
        if (role, unit, area) not in posts:
            name = f"{town.units[unit].short_name}{label}"
            posts[role, unit, area] = Post(role=role, unit=town.units[unit], area=town.areas[area], name=name)
    Post.objects.bulk_create(posts.values())
    giver, second = town.users["security_admin"], town.users["security_admin_2"]
    Holding.objects.bulk_create(
        Holding(
            post=posts[role, unit, area],
            user=user,
            starts_on=begun,
            given_by=giver,
            activated_by=second,
            activated_at=timezone.now(),
        )
        for (_, _, role, unit, area, _), user in zip(places, users, strict=True)
    )


def _named(town: Town) -> list[tuple[str, str, str, str, str, str]]:
    """The accounts of the login page: key, name, role, unit, area, post."""
    far = {
        "grid_chief": f"{TOWN_CODE}204",
        "grid_worker": f"{TOWN_CODE}204002",
        "liaison": f"{TOWN_CODE}204002001",
    }
    return [
        (
            account.username,
            account.name,
            account.username,
            *POSTS[account.username][:1],
            far.get(account.username, "town"),
            POSTS[account.username][1],
        )
        for account in DEMO_ACCOUNTS
    ]


def _others(town: Town) -> list[tuple[str, str, str, str, str, str]]:
    """Colleagues in every unit, so that a matter can go anywhere; user names by the code of the unit."""
    names, rows = cycle(NAMES), []

    def add(key: str, role: str, unit: str, area: str, label: str) -> None:
        rows.append((key, next(names), role, unit, area, label))

    add("security_admin_2", "security_admin", "it", "town", "安全管理员")

    for key, code, _, _, kind in UNITS:
        if kind in ("department", "stationed") and key != "farms":
            add(f"{code.lower()}_head", "unit_head", key, "town", "负责人")
            add(f"{code.lower()}_handler", "handler", key, "town", "承办人")
    add("z01_receptionist", "receptionist", "centre", "town", "接待员")
    add("t00_mediator", "mediator", "committee", "town", "调解员")
    for number, _, grids in VILLAGES:
        area, village = f"{TOWN_CODE}{number}", f"{number - 200:02}"
        if number != 204:
            add(f"c{village}_chief", "grid_chief", f"village_{number}", area, "网格长")
        add(f"t{village}_head", "committee_head", f"committee_{number}", area, "主任")
        add(f"t{village}_mediator", "mediator", f"committee_{number}", area, "调解员")
        for g in range(1, len(grids) + 1):
            if (number, g) != (204, 2):
                add(f"c{village}_grid{g}", "grid_worker", f"village_{number}", f"{area}{g:03}", "专职网格员")
    return rows
