"""The people of the story and what they come with. All invented: region 990121, phones 199-0000-00NN."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from core.models import Area, Party
from core.privacy.identity_numbers import check_digit

FILE = Path(__file__).parent / "matters.csv"
TAILS = (
    "希望尽快处理。", "请给个准信。", "已经向村里反映过两次。", "白天在地里，请下午打电话。", "希望公开处理，大家都看得见。",
    "别再往后拖了。", "愿意配合现场查看。", "", "", "",
)  # fmt: skip
GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组", "东头", "西湾")
SURNAMES = "陈秦方罗顾沈许郑吴冯蒋韩杨朱尤施张孔曹严华金魏陶姜谢邹喻柏章云苏潘葛范彭鲁韦马苗凤花袁柳"
GIVEN = (
    "守田 满仓 春梅 立新 小蕾 阿妹 德顺 广林 玉兰 长河 水根 巧云 福生 桂英 建国 月娥 根宝 秀珍 大勇 红霞 志明 秋菊 "
    "文斌 美华 阿福 银花 国强 丽娟 金海 彩凤 永年 素芬 树林 翠萍 小军 雪琴 阿龙 凤仙 宝根 荷香"
).split()
WOMEN = frozenset(
    (
        "春梅 小蕾 阿妹 玉兰 巧云 桂英 月娥 秀珍 红霞 秋菊 美华 银花 丽娟 彩凤 素芬 翠萍 雪琴 凤仙 荷香 "
        "桂芳 玉梅 冬妹 金凤 兰英 月红 素云"
    ).split()
)


@dataclass(frozen=True)
class Template:
    """One kind of matter: which way it goes, its category, the unit that answers, words and result."""

    way: str
    category: str
    unit: str
    grade: str
    demand: str
    answer: str


def templates() -> list[Template]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Template(**row) for row in csv.DictReader(file)]


def words(template: Template, village: Area, rng: Random, elder: str) -> tuple[str, str]:
    """Demand and result with the village, group and numbers of this time."""
    fills = {
        "village": village.name,
        "group": rng.choice(GROUPS),
        "n": rng.randrange(12, 68),
        "elder": elder,
        "m": rng.randrange(2, 9),
    }
    tail = rng.choice(TAILS) if template.way == "unit" else ""
    return template.demand.format(**fills) + tail, template.answer.format(**fills)


def id_number(rng: Random, born: date, name: str) -> tuple[str, str]:
    """A number with a right check digit under the prefix that is no place, and the sex that it and the name say."""
    order = 2 * rng.randrange(1, 499) + (name[1:] not in WOMEN)
    digits = f"990121{born:%Y%m%d}{order:03}"
    return digits + check_digit(digits), Party.Sex.MALE if order % 2 else Party.Sex.FEMALE


def people(rng: Random, villages: list[Area], count: int = 90) -> list[dict[str, Any]]:
    """Citizens as parties are stored; the same person comes again, each with one phone."""
    found: list[dict[str, Any]] = []
    names = [surname + given for surname in SURNAMES for given in GIVEN]
    rng.shuffle(names)
    for place, name in enumerate(names[:count], 1):
        born = date(rng.randrange(1944, 2003), rng.randrange(1, 13), rng.randrange(1, 28))
        number, sex = id_number(rng, born, name)
        village = villages[place % len(villages)]
        person: dict[str, Any] = {
            "name": name,
            "phone": f"199000000{place:02}",
            "sex": sex,
            "address": f"栖云镇{village.name}{rng.choice(GROUPS)}",
        }
        if rng.random() < 0.7:
            person |= {"id_kind": Party.IdKind.RESIDENT, "id_number": number, "birth_on": born}
        else:
            person["of_age"] = True
        found.append(person)
    return found
