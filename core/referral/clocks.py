"""The term of a referral: until when the receiver says what came of it."""

from core.access.people import answering, of_unit
from core.deadlines.clocks import inner_rule
from core.deadlines.steps import BLACK, DIRECTORS, HEADS, OVER, SOON, Hours, Step, Whom, days
from core.models import Clock, Referral, User


def _of(clock: Clock) -> Referral | None:
    found = Referral.objects.filter(matter=clock.matter_id, number=clock.item)
    return found.select_related("unit", "sender").first()


def _receiver(clock: Clock) -> list[User]:
    """The people of the town's own unit; a body outside has no account here."""
    referral = _of(clock)
    return of_unit(referral.unit) if referral and referral.unit else []


def _sender(clock: Clock) -> list[User]:
    """Who sent it, while he holds his post, with his deputies; else his unit."""
    referral = _of(clock)
    return answering(clock.unit, referral.sender) if referral and clock.unit else []


RECEIVER, SENDER = Whom("接收单位（镇内的）", _receiver), Whom("转介人", _sender)
STEPS = (
    Step("soon", SOON, (RECEIVER, SENDER), "“{label}”第 {item} 项快到期，还没有反馈：{title}", hours=Hours.OFFICE),
    Step("over", OVER, (RECEIVER, SENDER), "“{label}”第 {item} 项到期没有反馈，请催问：{title}", urgent=True),
    Step("again", days(3, working=True), (SENDER,), "“{label}”第 {item} 项仍没有反馈，请再催问：{title}", hours=Hours.OFFICE),
    Step("black", BLACK, (SENDER, DIRECTORS), "“{label}”第 {item} 项逾期超过 5 个工作日没有反馈：{title}", urgent=True),
)  # fmt: skip
# Owed by the receiver, so nobody here is late with it; the person waits for it also when the matter is closed.
FEEDBACK = inner_rule(
    "core.referral", "转介反馈", "15C", "转介单所定的反馈期限", right=True, whose="outside", outlives=True,
    steps=STEPS, given=True
)  # fmt: skip
# Whoever sent it finds another who helps, or writes down why not.
AGAIN_STEPS = (
    Step("soon", SOON, (SENDER,), "“{label}”第 {item} 项快到期，请转给另一家，或者写明不再转介的理由：{title}", hours=Hours.OFFICE),
    Step("over", OVER, (SENDER, HEADS), "“{label}”第 {item} 项到期，本人还没有得到帮助：{title}", urgent=True),
    Step("black", BLACK, (SENDER, DIRECTORS), "“{label}”第 {item} 项逾期超过 5 个工作日，请指定人办：{title}", urgent=True),
)  # fmt: skip
AGAIN = inner_rule(
    "core.refer_again", "另找帮助", "3W", "镇综治中心转介制度（对方不接收的，3 个工作日内另找）", outlives=True,
    steps=AGAIN_STEPS
)  # fmt: skip
CLOCKS = (FEEDBACK, AGAIN)
