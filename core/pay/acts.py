"""The acts of a pay sheet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.access.people import unit_of, with_permission
from core.intake import places
from core.models import Access, PayLine, Unit, User
from core.pay.rates import items_of, rates_of, words_of
from core.procedure.procedure import by_kind
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused

Data = Mapping[str, Any]
MOST = 500  # lines of one sheet
NO_RATE, ON_PAYROLL, BEFORE = "没有标准", "在编人员，按标准不发", "已经列进别的发放表"


def draw(now: Snapshot, data: Data) -> Outcome:
    """拟发放表: what was done in these days, each at the rate of its day; what is not listed is counted with the reason."""
    first, last, kind = data["first"], data["last"], now.matter.kind
    if last >= localdate(now.at):
        raise Refused("止日要早于今天：没有过完的日子不拟。", "last")
    lines, left_out = payable(kind, first, last)
    if not lines:
        said = "，".join(f"{why} {count} 件" for why, count in left_out.items())
        raise Refused(f"这段时间没有可以列的。{said}", "last")
    if len(lines) > MOST:
        raise Refused(f"一张表最多 {MOST} 行，请把时间分短。", "last")
    procedure = by_kind()[kind]
    total = sum(line.amount for line in lines)
    return Outcome(
        facts=places.begun(
            now, title=f"{procedure.label}发放表（{first:%Y-%m-%d} 至 {last:%m-%d}）", first=first, last=last, total=total, left_out=left_out,
        ),
        holder=_checker(now, lines),
        rows=lines,
        access=[Access(user=now.by, part="drawn")],
        notices=[_ask(now, lines)],
        detail={"lines": f"{len(lines)} 行", "total": f"{total} 元"},
    )  # fmt: skip


def payable(kind: str, first: date, last: date) -> tuple[list[PayLine], dict[str, int]]:
    """The lines of a sheet of these days, not stored; of what is not listed how many for which reason."""
    rates, left_out = rates_of(kind), Counter[str]()
    found = sorted(
        items_of(kind)(first, last), key=lambda one: (one.payee.name, one.payee.pk, one.on, one.key)
    )
    listed = PayLine.objects.filter(struck="", key__in=[one.key for one in found])
    paid = set(listed.values_list("key", flat=True))
    made: list[PayLine] = []
    for one in found:
        rate = next((rate for rate in rates.get(one.what, ()) if rate.holds(one.on)), None)
        if one.key in paid:
            left_out[BEFORE] += 1
        elif rate is None:
            left_out[NO_RATE] += 1
        elif rate.without_payroll and one.on_payroll:
            left_out[ON_PAYROLL] += 1
        else:
            made.append(
                PayLine(
                    number=len(made) + 1, key=one.key, about=one.about, payee=one.payee, what=one.what, words=one.words, on=one.on,
                    rate=rate, amount=rate.amount,
                )
            )  # fmt: skip
    return made, dict(left_out)


def _checkers(now: Snapshot, lines: Iterable[PayLine]) -> list[User]:
    """Whoever may check, but who drew it up and who is paid by it."""
    people = with_permission(by_kind()[now.matter.kind].labels["check"])
    return [one for one in people if one not in (now.by, *(line.payee for line in lines))]


def _checker(now: Snapshot, lines: Iterable[PayLine]) -> tuple[Unit, User]:
    """In whose hand it is until it is checked."""
    if found := next(((unit, one) for one in _checkers(now, lines) if (unit := unit_of(one))), None):
        return found
    raise Refused("没有别人可以核对发放表，请先安排核对的人。")


def _drawer(now: Snapshot) -> tuple[Unit, User]:
    """In whose hand it is to be mended or paid; of one who is gone, the unit that has it keeps it."""
    drawer = now.matter.first_contact
    return unit_of(drawer) or now.matter.holder_unit, drawer


def _ask(now: Snapshot, lines: Iterable[PayLine]) -> Tell:
    return Tell(_checkers(now, lines), "请核对发放表：{matter}")


def live(sheet: Any) -> list[PayLine]:
    """What stands on it, not struck out."""
    return list(sheet.lines.filter(struck="").select_related("payee", "about", "rate"))


def strike(now: Snapshot, data: Data) -> Outcome:
    """划去一行: it may be listed by a later sheet again."""
    line: PayLine = data["line"]
    rest = [one.amount for one in live(now.matter) if one.pk != line.pk]
    if not rest:
        raise Refused("只剩这一行，请直接作废这张表。", "line")
    return Outcome(
        facts={"total": sum(rest)}, changes=[(line, {"struck": data["reason"]})],
        detail={"line": str(line), "reason": data["reason"], "total": f"{sum(rest)} 元"},
    )  # fmt: skip


def a_second_person_checks(now: Snapshot) -> str:
    """Neither who drew it nor who gets anything of it."""
    if now.by is None:
        return ""
    if now.by.pk == now.matter.first_contact_id:
        return "这张表是您拟的，要由别人核对。"
    paid = now.matter.lines.filter(struck="", payee=now.by).exists()
    return "这张表上有发给您的，要由别人核对。" if paid else ""


def check(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        holder=_drawer(now),
        facts={"checked_by": now.by, "checked_on": localdate(now.at)},
        notices=[Tell([now.matter.first_contact], "发放表已核对，请发放：{matter}")],
        detail={"total": f"{now.matter.total} 元"},
    )


def send_back(now: Snapshot, data: Data) -> Outcome:
    told = Tell([now.matter.first_contact], "发放表被退回，请划去有问题的行再报：{matter}", urgent=True)
    facts = {"checked_by": None, "checked_on": None}  # of one that was checked, which is checked anew
    return Outcome(facts=facts, holder=_drawer(now), notices=[told], detail={"reason": data["reason"]})


def hand_in(now: Snapshot, data: Data) -> Outcome:
    lines = live(now.matter)
    return Outcome(
        holder=_checker(now, lines), notices=[_ask(now, lines)], detail={"total": f"{now.matter.total} 元"}
    )


def pay(now: Snapshot, data: Data) -> Outcome:
    if not now.matter.checked_on <= data["paid_on"] <= localdate(now.at):
        raise Refused("发放日期不能早于核对日期，也不能晚于今天。", "paid_on")
    return Outcome(
        facts={"paid_on": data["paid_on"], "voucher": data["voucher"]},
        detail={"paid_on": f"{data['paid_on']}", "voucher": data["voucher"]},
    )


def void(now: Snapshot, data: Data) -> Outcome:
    """作废: what stood on it may be listed again."""
    return Outcome(
        facts={"voided_at": now.at},
        changes=[(line, {"struck": "整张表作废"}) for line in live(now.matter)],
        detail={"reason": data["reason"]},
    )


def said_what(kind: str, code: str) -> str:
    return words_of(by_kind()[kind]).get(code, code)
