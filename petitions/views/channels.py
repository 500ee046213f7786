"""信访渠道 (信访工作条例 18 ¶1): how to write, ring, come and ask, the procedure and the rules; without an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.deadlines.clocks import ClockRule
from core.deadlines.terms import Term
from core.deadlines.workdays import OFFICE_HOURS
from core.procedure.room import rooms
from core.rosters.desk import public_pages
from petitions import clocks
from petitions.steps.opinion import LONGEST_EXTENSION

HERE = "petition_channels"
RULES = (
    "《信访工作条例》（2022年5月1日起施行）",
    "《人民调解法》",
    "《劳动争议调解仲裁法》",
    "《行政复议法》",
    "《法律援助法》",
    "《治安管理处罚法》",
)


def _days(rule: ClockRule) -> int:
    return Term.parse(rule.term).count


def course() -> list[tuple[str, str]]:
    """What happens to a petition, with the terms by which it does."""
    return [
        ("登记", "当场登记，出具登记回执，给查询码。"),
        ("告知", f"能当场告知的当场告知；不能的，收到之日起 {_days(clocks.NOTICE)} 日内书面告知受理或者应当去的机关（第二十三条）。"),
        ("办理", f"自受理之日起 {_days(clocks.HANDLE)} 日内办结，出具处理意见书；情况复杂的，经批准可以延长，不超过 {LONGEST_EXTENSION} 日，告知理由（第三十四条）。"),
        ("复查", f"不服处理意见的，自收到之日起 {_days(clocks.REVIEW)} 日内请求上一级机关、单位复查，{_days(clocks.REVIEW_DECIDED)} 日内答复（第三十五条）。"),
        ("复核", f"不服复查意见的，自收到之日起 {_days(clocks.SECOND)} 日内请求再上一级机关、单位复核，{_days(clocks.SECOND_DECIDED)} 日内答复（第三十六条）。"),
    ]  # fmt: skip


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    hours = "、".join(f"{begin:%H:%M}—{end:%H:%M}" for begin, end in OFFICE_HOURS)
    others = (entry for room in rooms() for entry in room.public())
    ways = [*public_pages(), *((reverse(name), words) for name, words in others if name != HERE)]
    shown = {"town": settings.TOWN, "hours": hours, "course": course(), "rules": RULES, "ways": ways}
    return render(request, "petitions/channels.html", shown)
