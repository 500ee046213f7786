"""Bringing in cases of another system: messages, hot-line sheets, registers kept in a spreadsheet.

A case keeps its days: it was received when the row says, and an answer was given when the row says, so
that its handling clock (一般事项 7 日) is met or missed as it was then. Only the typing is of today.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case, Category
from cases.steps.registering import title_of
from core.import_table import Column, Row
from core.importing import Entry
from core.masking import mask_digits, mask_name, mask_phone
from core.models import Area, Party, Unit, User
from core.moments import now
from core.perform_many import Birth, Step
from core.workflow import Refused

EARLIEST = 1950
# Days that took the answer are counted by the ordinary term; the old system knew no grades.
GRADE = Case.Grade.ORDINARY
CHANNELS = {channel.label: channel for channel in Case.Channel} | {
    "走访": Case.Channel.VISIT,
    "窗口": Case.Channel.VISIT,
    "电话": Case.Channel.PHONE,
    "信件": Case.Channel.LETTER,
    "写信": Case.Channel.LETTER,
    "网上": Case.Channel.NET,
    "网信": Case.Channel.NET,
    "网络留言": Case.Channel.NET,
    "网格上报": Case.Channel.GRID,
    "12345热线": Case.Channel.HOTLINE,
    "热线": Case.Channel.HOTLINE,
    "交办": Case.Channel.SUPERIOR,
    "移送": Case.Channel.TRANSFER,
}
COLUMNS = (
    Column("number", ("登记号", "编号", "留言编号", "来源编号"), 40, example="2026-0001"),
    Column("channel", ("来源",), 20, example="来电"),
    Column("title", ("标题", "留言主题", "主题"), 80, example="三组路灯不亮"),
    Column(
        "demand",
        ("诉求", "留言详情", "内容", "主要诉求"),
        10000,
        required=True,
        example="桃坞村三组村道有三盏路灯不亮，夜里看不见路，要求修复。",
    ),
    Column(
        "received",
        ("收到时间", "留言时间", "登记时间", "来访时间"),
        40,
        required=True,
        example="2026-01-05 09:30",
    ),
    Column("area", ("地点", "村"), 80, example="桃坞村"),
    Column("category", ("类别", "一级分类"), 80),
    Column("name", ("姓名", "留言用户", "来访人"), 60, example="陶根发"),
    Column("phone", ("电话", "联系电话"), 40, example="19900000013"),
    Column("id_number", ("证件号码", "身份证号", "身份证号码"), 40, example="990121195505050310"),
    Column("address", ("住址", "地址"), 200, example="栖云镇桃坞村三组27号"),
    Column("answer", ("答复意见", "办理结果"), 20000, example="已更换灯泡，恢复照明。"),
    Column("answered", ("答复时间", "办结时间"), 40, example="2026-01-08 16:00"),
)
_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[\sT]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?"
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


class CaseImporter:
    """Rows of one file as cases of one centre.

    `source` names the system they come from: numbers of two systems never clash, whatever they are.
    """

    kind, columns = "case", COLUMNS

    def __init__(self, by: User, source: str = "") -> None:
        self.by, self.source = by, source
        self.centre = _centre(by)
        self.areas = _areas()
        self.categories = _categories()

    def entry(self, row: Row) -> Entry:
        """The facts of a case. Raises Refused for what cannot be true."""
        cells = row.cells
        demand = tidy(cells["demand"])
        if not demand:
            raise Refused("“诉求”里没有文字。")
        received = past(moment(cells["received"], "收到时间"), "收到时间")
        facts: dict[str, Any] = {
            "demand": demand,
            "received": received,
            "channel": channel_of(cells["channel"]),
            "parties": party_of(cells),
            "imported": {"来源编号": cells["number"].strip()},
            **self._answer(cells, received),
            **self._place(cells["area"]),
            **self._category(cells["category"]),
        }
        facts["imported"] |= facts.pop("kept")
        if title := " ".join(tidy(cells["title"]).split()):
            facts["title"] = mask_digits(title)
        facts["source_key"] = self.key(cells["number"].strip(), received, demand)
        return Entry(facts["source_key"], facts)

    def key(self, number: str, received: datetime, demand: str) -> str:
        """source:number:digest. The digest tells apart two files that count from 1, and rows without a
        number; spaces and the way a date is written do not change it, so a second export is recognised.
        """
        told = timezone.localtime(received).isoformat() + "".join(demand.split())
        return f"{self.source}:{number}:{hashlib.sha256(told.encode()).hexdigest()[:20]}"

    def known(self, keys: Collection[str]) -> set[str]:
        return set(Case.objects.filter(source_key__in=keys).values_list("source_key", flat=True))

    def birth(self, entry: Entry) -> Birth:
        """Registered as of its day; what was answered is finished on the day of the answer."""
        data = {"centre": self.centre, "town": self.centre.area, "historic": True, **entry.facts}
        received, answer, answered = data.pop("received"), data.pop("answer"), data.pop("answered")
        if not answer:
            return Birth(data, received)
        step = Step("import_reply", {"answer": answer}, answered, decided_by="原系统答复")
        return Birth({**data, "grade": GRADE}, received, steps=(step,))

    def shown(self, entry: Entry) -> dict[str, str]:
        """The case as its page will show it."""
        facts = entry.facts
        people = [
            f"{mask_name(party['name'])} {mask_phone(party['phone'])}".strip() for party in facts["parties"]
        ]
        return {
            "收到": _said(facts["received"]),
            "来源": Case.Channel(facts["channel"]).label,
            "标题": facts.get("title") or title_of(facts["demand"]),
            "诉求": mask_digits(facts["demand"]),
            "地点": facts["area"].name if "area" in facts else f"{self.centre.area.name} {facts['place']}",
            "类别": facts["category"].name if facts["category"] else facts["imported"].get("原分类", ""),
            "当事人": "、".join(people),
            "答复": f"{_said(facts['answered'])} {mask_digits(facts['answer'])}" if facts["answer"] else "",
        }

    def _answer(self, cells: Any, received: datetime) -> dict[str, Any]:
        answer, typed = tidy(cells["answer"]), cells["answered"].strip()
        if not answer:
            return {"answer": "", "answered": None}
        if not typed:
            raise Refused("有“答复意见”，没有“答复时间”。")
        answered = past(moment(typed, "答复时间"), "答复时间")
        if not _has_time(typed) and answered.date() == received.date():
            answered = received  # only the day is known, and it is the same day
        if answered < received:
            raise Refused(f"答复时间 {_said(answered)} 早于收到时间 {_said(received)}。")
        return {"answer": answer, "answered": answered}

    def _place(self, typed: str) -> dict[str, Any]:
        """An area of ours by code or name, else the town with the words kept as the detailed place."""
        words = " ".join(tidy(typed).split())
        area = self.areas.get(words) or self.areas.get(re.split(r"[·/\s]", words)[-1] if words else "")
        return {"area": area} if area else {"place": words}

    def _category(self, typed: str) -> dict[str, Any]:
        """One of our categories; another office's word is no error and stays in the history (原分类)."""
        words = "".join(typed.split())
        category = self.categories.get(words) or self.categories.get(words.zfill(4))
        return {"category": category, "kept": {"原分类": words} if words and not category else {}}


# --- Cells --------------------------------------------------------------------------------------------------


def tidy(text: str) -> str:
    """The words of a cell: line by line without spaces at the ends, empty lines and invisible signs."""
    lines = (line.strip() for line in _INVISIBLE.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def moment(typed: str, label: str) -> datetime:
    """2020/1/6 12:09:38, 2020-01-06, 2020年1月6日 12时9分 … in office time; without a time 00:00."""
    text = unicodedata.normalize("NFKC", typed).strip()
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise Refused(f"{label}“{text[:20]}”不是日期，应写作 2020-01-06 12:09 或 2020年1月6日。")
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone.get_default_timezone())
    except ValueError:
        raise Refused(f"{label}“{text[:20]}”不是真实的日期。") from None


def past(when: datetime, label: str) -> datetime:
    if when > now():
        raise Refused(f"{label} {_said(when)} 晚于现在。")
    if when.year < EARLIEST:
        raise Refused(f"{label} {_said(when)} 早于 {EARLIEST} 年，请核对。")
    return when


def _has_time(typed: str) -> bool:
    return re.search(r"[:：时]", typed) is not None


def _said(when: datetime) -> str:
    return f"{timezone.localtime(when):%Y-%m-%d %H:%M}"


def channel_of(typed: str) -> str:
    """The channel by its word; an empty cell is 网络."""
    word = unicodedata.normalize("NFKC", "".join(typed.split()))
    if not word:
        return Case.Channel.NET
    if word not in CHANNELS:
        raise Refused(f"来源“{word}”不认识，应为{'、'.join(channel.label for channel in Case.Channel)}之一。")
    return CHANNELS[word]


def party_of(cells: Any) -> list[dict[str, Any]]:
    """The person of the row, checked as at the counter. Raises Refused, with the field's name."""
    facts = {name: " ".join(tidy(cells[name]).split()) for name in ("name", "phone", "id_number", "address")}
    if not any(facts.values()):
        return []
    kind = Party.IdKind.RESIDENT if facts["id_number"] else Party.IdKind.NONE
    party = Party(**{**facts, "name": facts["name"] or "未留姓名"}, id_kind=kind)
    try:
        party.clean()
    except ValidationError as error:
        labels = {field.name: str(field.verbose_name) for field in Party._meta.fields}
        raise Refused(
            "；".join(f"{labels[name]}：{''.join(said)}" for name, said in error.message_dict.items())
        ) from None
    names = ("name", "phone", "id_number", "address", "id_kind", "sex", "birth_on")
    return [{name: getattr(party, name) for name in names}]


# --- What the rows refer to -----------------------------------------------------------------------------------


def _centre(by: User) -> Unit:
    units = Unit.objects.select_related("area").filter(kind=Unit.Kind.CENTRE, closed_on=None)
    centre = units.filter(pk__in=by.reach.units).first() or units.first()
    if centre is None:
        raise Refused("还没有设综治中心，不能导入；请先在“机构与人员”里建立。")
    return centre


def _areas() -> dict[str, Area]:
    """Areas in use by code and by name; a name that two areas bear names neither."""
    return _by_code_and_name(Area.objects.filter(closed_on=None).select_related("parent"))


def _categories() -> dict[str, Category]:
    return _by_code_and_name(Category.objects.filter(retired_on=None))


def _by_code_and_name(rows: Any) -> dict[str, Any]:
    found, twice = {}, set()
    for row in rows:
        if row.name in found:
            twice.add(row.name)
        found[row.name] = row
    return {name: row for name, row in found.items() if name not in twice} | {row.code: row for row in rows}
