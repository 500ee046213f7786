"""Words for the public page: what they may not say, and who may say them."""

import re
from itertools import chain

from django.db.models import Q

from core.models import Link, Party
from core.privacy.masking import names_in, numbers_in
from core.values.refused import Refused
from council.models import FEW, Meeting, Motion, Release

# 反对 1 票: so few that the village knows who it was.
_FEW = re.compile(
    r"(?:反对|不同意|不赞成|弃权|缺席|没有到会)的?(?:有|仅)?\s*(?:[12](?!\d)|[一二两])\s*(?:票|人|户|名)"
)


def refuse_personal(release: Release, names: list[str]) -> None:
    """No name of its people, no telephone or identity number, no number so small that it names somebody. Raises Refused."""
    for field in ("title", "words"):
        text = getattr(release, field)
        for word, found in (
            ("当事人姓名", names_in(text, names)),
            ("电话、证件号码（日期请写成 6月26日）", numbers_in(text)),
            ("能看出是谁的小数字", [one.group() for one in _FEW.finditer(text)]),
        ):
            if found:
                raise Refused(f"公开的文字里有{word}：{'、'.join(found)}。请去掉再公开。", field)


def all_names(motion: Motion) -> list[str]:
    """Of its people, among them who objected, and of the open matters that it was raised from: of sealed ones nobody is to
    learn a name by trying. Organisations are named.
    """
    links = Link.objects.filter(Q(first=motion.pk) | Q(second=motion.pk)).values_list(
        "first__root", "second__root"
    )
    open_ones = Q(matter__in=set(chain(*links)), matter__compartment="")
    people = Party.objects.filter(open_ones | Q(matter=motion.top.pk), is_organisation=False)
    return list(people.values_list("name", flat=True))


def figures(meeting: Meeting | None) -> str:
    """应到 35，实到 24；同意 13，不同意 9，弃权 0；通过. Where a number is too small to be told, the outcome alone: the others
    would give it away by subtraction. Empty where nothing was voted.
    """
    if meeting is None or meeting.yes is None:
        return ""
    votes = (("同意", meeting.yes), ("不同意", meeting.no or 0), ("弃权", meeting.abstained or 0))
    absent = meeting.eligible - (meeting.present or 0)
    if any(0 < count < FEW for count in (absent, *(count for _, count in votes))):
        return f"{meeting.outcome.split('：')[0]}（有不足 {FEW} 的票数、人数，不公开）"
    said = "，".join(f"{word} {count}" for word, count in votes)
    return f"应到 {meeting.eligible}，实到 {meeting.present}；{said}"
