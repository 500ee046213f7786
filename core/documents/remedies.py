"""Remedies as data: which ways stay open for a kind of dispute, which words say so, and who has reviewed them.

core/data/remedy_blocks.csv has the pieces with their articles, core/data/remedies.csv composes them to one row per
kind: `A+B?x,-y` is one line, A and B joined, printed where condition x holds and y does not. An unreviewed row
prints nothing; a text that the product changes goes back to unreviewed.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.access.people import with_permission
from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Term, compute
from core.documents import paper_formats as say
from core.models import Area, Remedy, User
from core.records.notices import Tell
from core.records.notices import tell as tell_users
from core.values.refused import Refused
from core.values.roles import roles

DATA = Path(__file__).parents[1] / "data"
PERMISSION = "core.review_remedies"
UNREVIEWED = "该类纠纷的救济途径尚未审核，不能打印告知。"
GENERAL_TERM = "三年"  # 民法典 188
WHOLE_TOWN = 2  # slashes in the path of the uppermost area

# What a line may depend on, as the review page says it.
CONDITIONS = {
    "arb": "有仲裁协议",
    "ended": "劳动关系终止日已知",
    "iou": "持有工资欠条的当事人",
    "service": "属于劳务关系",
    "child": "未成年人遭受性侵害",
    "decided": "知道行政行为（收到处理决定）的日期已知",
    "judged": "收到事故认定书的日期已知",
}
NOT = {"arb": "没有仲裁协议", "service": "属于劳动关系"}
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Telling:
    """What is told on one paper: the lines as they print, and from which wording (or whose own words).

    `kept` is what the matter stores of it; `said` what the history keeps; `own`: written by the signer alone.
    """

    lines: list[str]
    source: str
    own: bool = False
    remedy: int | None = None
    facts: Facts = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, Any]:
        shown = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.facts.items()
        }
        return {
            "lines": self.lines,
            "source": self.source,
            "own": self.own,
            "remedy": self.remedy,
            "facts": shown,
        }

    @property
    def said(self) -> dict[str, str]:
        own = {"own_ways": "；".join(self.lines)} if self.own else {}
        return {"ways": self.source, **own}


# --- Loading -----------------------------------------------------------------------------------------------------


@cache
def brought() -> tuple[Remedy, ...]:
    """The rows as the product brings them along, composed of their pieces; not stored."""
    blocks = {row["代号"]: row for row in _rows("remedy_blocks.csv")}
    return tuple(
        Remedy(
            kind=row["类型"],
            code=row["类别"],
            name=row["名称"],
            lines=[_line(item, blocks) for item in row["段落"].split()],
            never=row["绝不印"].split(),
            never_alone=row["有条件才印"].split(),
            picks=row["由人选"] == "是",
            valid_from=date.fromisoformat(row["起用日期"]) if row["起用日期"] else None,
            note=row["备注"],
        )
        for row in _rows("remedies.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _line(item: str, blocks: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    keys, _, when = item.partition("?")
    pieces = [blocks[key] for key in keys.split("+")]

    def joined(column: str, between: str) -> str:
        return between.join(dict.fromkeys(piece[column] for piece in pieces if piece[column]))

    return {
        "text": joined("文字", "，"),
        "basis": joined("条文", "、"),
        "source": joined("来源", "；"),
        "when": when.split(",") if when else [],
    }


def load() -> str:
    """Store what is new or was changed since it was last brought along, and say so; empty when there is nothing.

    What the office worded itself stands until the product's own text of that row changes. Changed rows are
    unreviewed again; the old wordings stay.
    """
    newest, of_product = _newest(Remedy.objects.all()), _newest(Remedy.objects.filter(by=None))
    made, changed = [], []
    for row in brought():
        before = of_product.get(row.key)
        if before and row.same_words(before):
            continue
        if why := conflict(row):
            raise ValueError(f"{row}：{why}")
        known = newest.get(row.key)
        made.append(_copy(row, version=known.version + 1 if known else 1))
        changed += [str(row)] if known else []
    if not made:
        return ""
    Remedy.objects.bulk_create(made)
    tell_users(
        reviewers(), None, f"救济途径有 {len(made)} 行新的文字，审核以前不能打印，请到“救济途径”审核。"
    )
    back = f"，其中文字有改动、退回未审核的：{'、'.join(changed)}" if changed else ""
    return f"装入 {len(made)} 行{back}；请司法所审核"


def _newest(rows: Iterable[Remedy]) -> dict[tuple[str, str], Remedy]:
    return {row.key: row for row in sorted(rows, key=lambda row: row.version)}


def _copy(row: Remedy, **more: Any) -> Remedy:
    """Another wording of the same row, unreviewed."""
    kept = ("kind", "code", "name", "lines", "never", "never_alone", "picks", "note", "valid_from")
    return Remedy(**{**{name: getattr(row, name) for name in kept}, **more})


# --- Reviewing ---------------------------------------------------------------------------------------------------


def conflict(row: Remedy) -> str:
    """What is wrong with the wording, in a sentence: a line without an article, or words that may never be printed."""
    for line in row.lines:
        if not line["text"].strip() or not line["basis"].strip():
            return "每一段都要有文字和依据的条文。"
        if word := _forbidden(line["text"] + line["basis"], row.never):
            return f"该类纠纷不能告知“{word}”：“{line['text'][:30]}……”。"
        alone = not any(one for one in line["when"] if not one.startswith("-"))
        if alone and (word := _forbidden(line["text"], row.never_alone)):
            return f"“{word}”只能在符合条件时告知，不能写进没有条件的一段：“{line['text'][:30]}……”。"
    return "" if row.lines else "至少要有一段。"


def _forbidden(text: str, words: Iterable[str]) -> str:
    return next((word for word in words if all(part in text for part in word.split("&"))), "")


def standing() -> Any:
    """The wording of each row that is in force today, reviewed or not."""
    begun = Remedy.objects.filter(Q(valid_from=None) | Q(valid_from__lte=timezone.localdate()))
    newest = begun.order_by("kind", "code", "-version").distinct("kind", "code")
    return Remedy.objects.filter(pk__in=newest.values("pk")).select_related("by", "reviewed_by")


def current() -> list[Remedy]:
    """What stands, in the order of the file."""
    order = {row.key: place for place, row in enumerate(brought())}
    return sorted(standing(), key=lambda row: (order.get(row.key, len(order)), row.key))


def unreviewed() -> int:
    return standing().filter(reviewed_on=None).count()


def may_review(user: Any) -> bool:
    """The right, by a post for the whole town: the head of a village's committee does not word the town's papers."""
    return any(
        post.path.count("/") == WHOLE_TOWN
        and post.role in roles()
        and PERMISSION in roles()[post.role].permissions
        for post in user.reach.posts
    )


def reviewers() -> list[User]:
    town = Area.objects.filter(parent=None).first()
    return with_permission(PERMISSION, area=town) if town else []


def waiting(user: Any) -> int | None:
    """For the menu: None for who does not review. The page says how many wait; no other page pays for the count."""
    return 0 if may_review(user) else None


def review_all(by: User) -> int:
    """Of a town that is invented: its 司法所 has read them all."""
    return review(Remedy.objects.filter(reviewed_on=None), by)


def review(rows: Iterable[Remedy], by: User) -> int:
    """Answer for these wordings. Raises Refused for one that contradicts what its kind may never be told."""
    waiting_ones = [row for row in rows if row.reviewed_on is None]
    for row in waiting_ones:
        if why := conflict(row):
            raise Refused(f"{row}：{why}")
    pks = [row.pk for row in waiting_ones]
    return Remedy.objects.filter(pk__in=pks, reviewed_on=None).update(
        reviewed_by=by, reviewed_on=timezone.localdate()
    )


def reword(row: Remedy, lines: Sequence[Mapping[str, str]], by: User) -> Remedy:
    """Another wording by the office, unreviewed; conditions stay with their lines. Raises Refused."""
    worded = [
        {**old, "text": new["text"], "basis": new["basis"]} for old, new in zip(row.lines, lines, strict=True)
    ]
    made = _copy(
        row, lines=[line for line in worded if line["text"]], version=row.version + 1, by=by, valid_from=None
    )
    if made.lines == row.lines:
        raise Refused("没有改动。")
    if why := conflict(made):
        raise Refused(why)
    made.save()
    return made


# --- Telling -----------------------------------------------------------------------------------------------------


def of(kind: str, code: str = "") -> Remedy | None:
    """The row of a kind of dispute and a category: its own, that of the category above, or that of the kind."""
    codes = [code, code[:2], ""]
    found = {row.code: row for row in standing().filter(kind=kind, code__in=codes)}
    return next((found[one] for one in codes if one in found), None)


def overruling(kind: str, code: str, own: str) -> Remedy | None:
    """The row of a category where it is stricter than the kind of dispute that was chosen; None where that stands.

    `own`: the kind that the category is counted under. Strict is what the general term of three years is never told
    of: whoever relies on it there has lost the right. It is told the way it begins with, and nothing it forbids.
    """
    chosen, strict = of(kind, code), of(own, code)
    if chosen is None or strict is None or strict.pk == chosen.pk:
        return None
    never = [*strict.never, *strict.never_alone]
    said = lines_of(chosen, {})
    told_right = lines_of(strict, {})[0] in said and not any(_forbidden(line, never) for line in said)
    return None if GENERAL_TERM not in never or told_right else strict


def asked(row: Remedy | None) -> list[str]:
    """The conditions that somebody must answer before this row can be printed."""
    lines = row.lines if row else []
    return list(dict.fromkeys(one.lstrip("-") for line in lines for one in line["when"]))


def lines_of(row: Remedy, facts: Facts) -> list[str]:
    """The lines that print under these facts, each with its article."""
    return [
        f"{_filled(line['text'], line['when'], facts)}（{line['basis']}）"
        for line in row.lines
        if all(bool(facts.get(one.lstrip("-"))) != one.startswith("-") for one in line["when"])
    ]


def _filled(text: str, when: Sequence[str], facts: Facts) -> str:
    """With the names and the days that are known; a known day becomes an end day (民法典 201–203)."""
    known = next((facts[one] for one in when if isinstance(facts.get(one), date)), None)
    names = facts.get("iou") or ()
    text = text.replace("{who}", "、".join(names)).replace("{day}", say.day(known))
    return re.sub(r"\{until:(\w+)\}", lambda found: _until(found[1], known), text)


def _until(term: str, known: date | None) -> str:
    """2027年3月31日, with the day it rolls to, or with the year whose calendar is still to come."""
    if known is None:
        return ""
    due = compute(Term.parse(term), known, office_calendar())
    if due.pending_year:
        return f"{say.day(due.raw)}（待{due.pending_year}年日历）"
    if due.rolled == due.raw:
        return say.day(due.raw)
    return f"{say.day(due.raw)}（逢休息日，顺延至{say.day(due.rolled)}）"


def tell(row: Remedy | None, facts: Facts, own: str = "", by: User | None = None) -> Telling:
    """What this paper tells. Of an unreviewed row nothing but the signer's own words, in his name.

    Raises Refused where there are none, or where they say what this kind may never be told.
    """
    if row and row.reviewed_on:
        reviewer = row.reviewed_by.name if row.reviewed_by else ""
        source = f"{row}（第{row.version}次写定，{row.reviewed_on} {reviewer}审核）"
        return Telling(lines_of(row, facts), source, remedy=row.pk, facts=facts)
    if not own.strip():
        raise Refused(UNREVIEWED, "ways_own")
    if row and (word := _forbidden(own, row.never)):
        raise Refused(f"该类纠纷不能告知“{word}”。", "ways_own")
    lines = [line.rstrip("。；") for line in say.paragraphs(own)]
    return Telling(lines, f"{by.name if by else ''}为本件自行写明", own=True, facts=facts)


def told(row: Remedy | None, data: Facts, by: User | None, **known: Any) -> Telling:
    """What an act tells after its form (core.workflow.forms_remedies): of the row, or of the one that was picked instead."""
    return tell(data.get("ways_as") or row, _answers(data, known), data.get("ways_own", ""), by)


def _answers(data: Facts, known: Facts) -> dict[str, Any]:
    """The facts by condition; what was not asked stays as it is known. Raises Refused for a day to come."""
    found = {name: data.get(f"ways_{name}") or known.get(name) for name in CONDITIONS}
    for name, value in found.items():
        if isinstance(value, date) and value > timezone.localdate():
            raise Refused("日期不能晚于今天。", f"ways_{name}")
    found["iou"] = [party.name for party in found["iou"] or ()]
    return {name: value for name, value in found.items() if value}


def tells(telling: Telling, by: User | None) -> list[Tell]:
    """The 司法所 hears of what a signer worded alone."""
    others = [one for one in reviewers() if one != by] if telling.own else []
    return [Tell(others, "救济途径由签发人自行写明，请核对并审核这一类：{matter}")] if others else []


def numbered(lines: Sequence[str]) -> list[str]:
    """（一）…；（二）…。"""
    ends = ["；"] * (len(lines) - 1) + ["。"] if lines else []
    return [
        f"（{say.numeral(place)}）{line}{end}"
        for place, (line, end) in enumerate(zip(lines, ends, strict=True), 1)
    ]
