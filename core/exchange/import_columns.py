"""What the columns of a file mean: each of them one thing at most, and nothing dropped without a word."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.exchange.spreadsheets import Unreadable

WHY = "不能导入的原因"  # the column that a file of refused rows has more
KEEP, DROP = "+", "-"  # what a column may mean besides one of ours: kept in the history, or not at all
LONGEST = 60  # signs of a header
COUNTING = frozenset(("序号", "行号", "no", "no."))  # of lines: says nothing of a matter


@dataclass(frozen=True)
class Column:
    """What one column means: its key, the headers it goes by, the longest cell, whether it must be filled.

    `example`: what stands there in the invented row of the template. `again`: the key of a second column under
    the very same header (the other side of a dispute). `asked`: words that nobody knows are asked about.
    `personal`: it says who somebody is, so that 同上 is never taken for the person above. `never`: why what stands
    under a header that has one of these words in it is not taken, whatever anybody answers; such a column is none of ours.
    """

    key: str
    headers: tuple[str, ...]
    limit: int
    required: bool = False
    example: str = ""
    again: str = ""
    asked: bool = False
    personal: bool = False
    never: str = ""


@dataclass(frozen=True)
class Name:
    """The header of one column of a file: its own words, and those of the group above it."""

    own: str
    group: str = ""

    @property
    def whole(self) -> str:
        return f"{self.group}/{self.own}" if self.group else self.own


@dataclass(frozen=True)
class FileColumn:
    """A column of a file: its place, its header (told apart from others of the same words), our column's key.

    `told`: what happened to it, where that is not plain. `rivals`: the labels that mean the same: it must be
    asked which. `first` is what we should take it for; `kept`: its words go into the history; `never`: nobody may take it.
    """

    place: int
    label: str
    key: str = ""
    first: str = ""
    told: str = ""
    rivals: tuple[str, ...] = ()
    kept: bool = False
    joined: bool = False
    never: bool = False


def ours(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Those that are taken."""
    return tuple(column for column in columns if not column.never)


def plain(header: str) -> str:
    """A header without spaces, marks and full-width signs, as it is compared."""
    folded = unicodedata.normalize("NFKC", header[:LONGEST])
    return "".join(
        sign for sign in folded if unicodedata.category(sign)[0] not in "CZ" and sign != "*"
    ).lower()


@dataclass(frozen=True)
class Known:
    """Our columns, with their headers folded once; and why columns of some words are never taken."""

    columns: tuple[Column, ...]
    by_header: Mapping[str, Column]
    by_key: Mapping[str, Column]
    never: Mapping[str, str]

    @classmethod
    def of(cls, columns: Iterable[Column]) -> "Known":
        declared = tuple(columns)
        columns = ours(declared)
        by_header: dict[str, Column] = {}
        for column in columns:
            for header in column.headers:
                by_header.setdefault(plain(header), column)
        never = {plain(word): one.never for one in declared if one.never for word in one.headers}
        return cls(columns, by_header, {column.key: column for column in columns}, never)

    def why_never(self, label: str) -> str:
        """Why a column of this header is not taken; "" where it may be."""
        return next((why for word, why in self.never.items() if word in plain(label)), "")

    def meant(self, name: Name) -> Column | None:
        """Ours that the header names: with its group first, then alone."""
        tried = (name.whole, f"{name.group}{name.own}") if name.group else ()
        return next(
            (self.by_header[word] for word in map(plain, (*tried, name.own)) if word in self.by_header), None
        )

    def check(self, ours: Iterable[str]) -> None:
        """Raises Unreadable for a name that no column of ours has."""
        known = {column.headers[0] for column in self.columns} | {KEEP, DROP}
        if unknown := [name for name in ours if name not in known]:
            raise Unreadable(
                f"没有“{'”“'.join(unknown)}”这样的列，可以对照的有："
                f"{'、'.join(column.headers[0] for column in self.columns)}。"
            )


def resolved(
    names: Sequence[Name], known: Known, said: Mapping[str, Sequence[str]]
) -> tuple[FileColumn, ...]:
    """What each column means. `said`: headers of the file by our column's first name, as somebody has answered."""
    labels = labels_of(names)
    answers = {plain(theirs): ours for ours, found in said.items() for theirs in found}
    firsts = {column.headers[0]: column.key for column in known.columns}
    columns = []
    for place, (name, label) in enumerate(zip(names, labels, strict=True)):
        if not label or plain(label) == plain(WHY):
            continue
        if why := known.why_never(label):
            columns.append(FileColumn(place, label, told=f"不收：{why}", never=True))
            continue
        meant = known.meant(name)
        natural = meant.key if meant else ""
        answer = answers.get(plain(label), answers.get(plain(name.own), ""))
        key = firsts.get(answer, "") if answer else natural
        columns.append(FileColumn(place, label, key, natural, kept=_is_kept(label, key, answer)))
        if answer and answer not in (KEEP, DROP):
            columns[-1] = replace(columns[-1], told="按您的选择")
    return _once_each(columns, names, known)


def _is_kept(label: str, key: str, answer: str) -> bool:
    return not key and answer != DROP and (answer == KEEP or plain(label) not in COUNTING)


def labels_of(names: Sequence[Name]) -> list[str]:
    """Headers that differ: the second of the same words says that it is the second."""
    count: dict[str, int] = {}
    labels = []
    for name in names:
        whole = name.whole[:LONGEST]
        count[plain(whole)] = place = count.get(plain(whole), 0) + 1
        labels.append(f"{whole}（第 {place} 个）" if whole and place > 1 else whole)
    return labels


def _once_each(columns: list[FileColumn], names: Sequence[Name], known: Known) -> tuple[FileColumn, ...]:
    """One column for each of ours; whatever else would be the same is told, or must be asked."""
    by_key: dict[str, list[FileColumn]] = {}
    for column in columns:
        if column.key:
            by_key.setdefault(column.key, []).append(column)
    changed: dict[int, FileColumn] = {}
    for key, found in by_key.items():
        if len(found) < 2:
            continue
        for column in _told_apart(found, names, known.by_key[key], taken=by_key.keys()):
            changed[column.place] = column
    return tuple(changed.get(column.place, column) for column in columns)


def _told_apart(
    found: list[FileColumn], names: Sequence[Name], ours: Column, taken: Iterable[str]
) -> list[FileColumn]:
    word = ours.headers[0]
    if chosen := [column for column in found if column.told]:
        rest = [column for column in found if column is not chosen[0]]
        return [
            chosen[0],
            *(replace(one, key="", kept=True, told=f"“{word}”已选“{chosen[0].label}”") for one in rest),
        ]
    first, second = found[:2]
    if (
        len({plain(names[column.place].whole) for column in found}) == 1
        and ours.again
        and ours.again not in taken
    ):
        told = f"“{first.label}”有 {len(found)} 列，第一列是申请人，第二列是对方"
        rest = [replace(one, key="", kept=True, told="只认前两列") for one in found[2:]]
        return [replace(first, told=told), replace(second, key=ours.again, told=told), *rest]
    if len(found) == 2 and _date_and_time(plain(first.label), plain(second.label)):
        return [replace(first, told="和时间合在一起"), replace(second, joined=True, told="和日期合在一起")]
    rivals = tuple(column.label for column in found)
    return [
        replace(
            column, rivals=rivals, told=f"和“{'”“'.join(o for o in rivals if o != column.label)}”都像“{word}”"
        )
        for column in found
    ]


def _date_and_time(first: str, second: str) -> bool:
    """来访日期 and 来访时间."""
    return first.endswith("日期") and second.endswith("时间") and first[:-2] == second[:-2]
