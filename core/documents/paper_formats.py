"""How days, moments, codes and people are written on paper. Plain functions, local time, no queries.

Papers that are handed out get people from here: who may not be reached directly stays unreachable.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Calendar, Term, compute
from core.models import Clock, Party, Representation
from core.privacy.identity_numbers import full_years
from core.values.screen_formats import code_parts, last_day

_WEEKDAYS = "一二三四五六日"
NOON = time(12)
DEED = {Party.Role.APPLICANT: "甲方", Party.Role.RESPONDENT: "乙方"}
_NUMERALS = "零一二三四五六七八九十"


def turn(place: int, unit: str = "次") -> str:
    """Which of several papers of a kind: of the first it goes without saying, the second is 第2次."""
    return f"第{place}{unit}" if place > 1 else ""


def local(value: date) -> date:
    return localtime(value) if isinstance(value, datetime) else value


def day(value: date | None, weekday: bool = False) -> str:
    """2026年4月3日, with its weekday 2026年4月3日（星期五）; empty for nothing."""
    if value is None:
        return ""
    on = local(value)
    return f"{on.year}年{on.month}月{on.day}日" + (f"（星期{_WEEKDAYS[on.weekday()]}）" if weekday else "")


def short(value: date | None, weekday: bool = True) -> str:
    """4月3日（五）, for slips and narrow boxes; empty for nothing."""
    if value is None:
        return ""
    on = local(value)
    return f"{on.month}月{on.day}日" + (f"（{_WEEKDAYS[on.weekday()]}）" if weekday else "")


def moment(value: datetime, weekday: bool = False) -> str:
    """2026年4月2日10时10分."""
    at = localtime(value)
    return f"{day(at, weekday)}{at.hour}时{at.minute:02}分"


def due(clock: Clock | None, weekday: bool = True) -> str:
    """The last day of a clock: a right's rolled day, a duty's raw one. 待…年日历 where it is not reckoned."""
    if clock is None:
        return ""
    last = last_day(clock.expires_at)
    return day(last, weekday) if last else f"待{clock.pending_year}年日历公布后确定"


def first_due(clock: Clock) -> str:
    """The last day as it was before the term was made longer."""
    if not clock.extended_by:
        return due(clock, weekday=True)
    return day(
        compute(Term.parse(clock.term), localtime(clock.started_at), office_calendar()).raw, weekday=True
    )


def due_short(clock: Clock) -> str:
    """4月3日（五）前; with the half of the day where the term is in hours: 4月2日（四）下午."""
    last = last_day(clock.expires_at)
    if last is None:
        return f"待{clock.pending_year}年日历"
    if Term.parse(clock.term).in_hours and clock.expires_at:
        return short(last) + ("上午" if localtime(clock.expires_at).time() <= NOON else "下午")
    return f"{short(last)}前"


def holidays(calendar: Calendar, after: date, until: date) -> str:
    """Holidays between two days as 清明节假期（4月4日至6日）; ordinary weekends are not named."""
    spans: list[list[date]] = []
    names = calendar.off
    for on in (after + timedelta(days=n) for n in range(1, (until - after).days + 1)):
        if on not in names:
            continue
        if spans and spans[-1][-1] == on - timedelta(days=1) and names[spans[-1][0]] == names[on]:
            spans[-1].append(on)
        else:
            spans.append([on])
    return "、".join(f"{names[span[0]]}假期（{_span(span[0], span[-1])}）" for span in spans)


def _span(first: date, last: date) -> str:
    if first == last:
        return short(first, weekday=False)
    end = f"{last.day}日" if first.month == last.month else short(last, weekday=False)
    return f"{short(first, weekday=False)}至{end}"


def numeral(number: int) -> str:
    """三, 十二, 三十; a hundred and more in digits."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return f"{_NUMERALS[tens] if tens > 1 else ''}十{_NUMERALS[ones] if ones else ''}"


def paragraphs(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def sentences(text: str) -> list[str]:
    """The lines of a text as a deed prints them: each ends with a stop, also where nobody typed one."""
    return [
        line if line.endswith(("。", "；", "：", "！", "？", "…")) else f"{line}。"
        for line in paragraphs(text)
    ]


def cut(text: str, limit: int, more: str) -> str:
    """The text on one line, at most about `limit` characters; what is cut off is said."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - len(more)]}……{more}"


def spaced_code(code: str) -> str:
    """SX990121 20260402 0042 2: the code as it is read aloud."""
    return " ".join(part for part in code_parts(code) or (code,) if part)


def spaced_key(lookup_code: str) -> str:
    """7KQM 3XHT."""
    return f"{lookup_code[:4]} {lookup_code[4:]}".strip()


def centre() -> str:
    """The centre with its county, as the head of a paper that leaves the town."""
    return settings.TOWN["county"] + settings.TOWN["centre"]


def age(born: date | None, on: date) -> str:
    """70岁: full years on a day."""
    return f"{full_years(born, on)}岁" if born else ""


def phone(number: str) -> str:
    """199-0000-0013: a mobile number in groups, as it is read aloud; others as they are."""
    digits = str(number)
    mobile = len(digits) == 11 and digits.isdigit() and digits.startswith("1")
    return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if mobile else digits


def reach(party: Party) -> str:
    """The phone on a paper that others may see: in full only where the party may be reached directly."""
    return phone(party.phone) if party.may_be_reached() else party.safe_masked_phone()


def _officers(party: Party) -> list[Representation]:
    """Who signs for a unit; what was ended is left out. Of all who act for somebody: core.parties.capacity.on_paper."""
    rows = party.represented_by.all()
    return [row for row in rows if row.kind == row.Kind.OFFICER and row.ended_at is None]


def part(party: Party) -> str:
    """申请人; of who acts for another their part: 法定代理人, 委托代理人（特别授权）, 法定代表人（负责人）."""
    row = next((row for row in party.acts_for.all() if row.ended_at is None), None)
    if row is None or party.role in Party.SIDES:
        return str(party.get_role_display())
    return row.words


def on_deed(parties: Iterable[Party]) -> list[Mapping[str, Any]]:
    """Sides of a deed and who acts for them: 甲方 are the applicants, 乙方 the respondents. It goes to the other
    side as well, so phone and address are the safe ones; the number of the paper stands in full (domain: 2.4).
    """
    return [
        {
            "role": DEED.get(Party.Role(party.role)) or part(party).partition("（")[0],
            "capacity": _capacity(party),
            "name": party.name,
            "organisation": party.is_organisation,
            "officer": next((row.representative.name for row in _officers(party) if row.head), ""),
            "sex": _sex(party),
            "born": day(party.born),
            "acts": _acts(party),
            "id_number": _number(party),
            "address": party.safe_address(),
            "phone": reach(party),
        }
        for party in parties
    ]


def deed_part(party: Party) -> str:
    """甲方, 乙方; of who acts for one of them the part in full: 委托代理人（特别授权）."""
    return DEED.get(Party.Role(party.role)) or part(party)


def _capacity(party: Party) -> str:
    """Beside 甲方 the side; beside 委托代理人 特别授权, beside 法定代表人 负责人."""
    if party.role in Party.SIDES:
        return str(party.get_role_display())
    return part(party).partition("（")[2].rstrip("）")


def _number(party: Party) -> str:
    """Of the paper; of a unit its credit code, also where only its officer's row has it."""
    codes = (row.credit_code for row in _officers(party)) if party.is_organisation else ()
    return str(party.id_number) or next(filter(None, codes), "")


def _sex(party: Party) -> str:
    known = party.sex in (Party.Sex.MALE, Party.Sex.FEMALE) and not party.is_organisation
    return str(party.get_sex_display()) if known else ""


def _acts(party: Party) -> str:
    """代理柏念慈（父亲）: of who acts for another."""
    rows = [] if party.role in Party.SIDES else [row for row in party.acts_for.all() if row.ended_at is None]
    return "、".join(f"代理{row.principal.name}（{row.how_related}）" for row in rows)


def visitor(matter: Any) -> dict[str, str]:
    """Who came, in the boxes of 群众来访接待登记表: the first named; a person who must not be called has no number here either."""
    people = list(matter.people)
    party = people[0] if people else Party()
    known = party.sex in (Party.Sex.MALE, Party.Sex.FEMALE)
    chosen = sum(one.is_representative for one in people)
    return {
        "name": party.name,
        "sex": party.get_sex_display() if known else "",
        "age": age(party.birth_on, local(matter.received_at)),
        "people": f"{matter.head_count}人",
        "representatives": f"{chosen}人" if matter.is_group and chosen else "—",
        "id_number": str(party.id_number),
        "phone": phone(party.safe_phone()) or ("" if party.may_be_reached() else "不得联系"),
        "address": party.safe_address() or ("" if party.may_be_reached() else "不公开"),
        "grid": matter.area.full_name,
    }


def paper(unit: str, heading: str, on: date | None, **more: Any) -> dict[str, Any]:
    """What documents/paper.html prints: whose paper it is, and its parts."""
    return {"unit": unit, "heading": heading, "on": day(on), **more}
