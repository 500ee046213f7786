"""强制报告: when a danger must be told to police, civil affairs and schools, and whether it was (未成年人保护法 11; 反家暴法 14)."""

from datetime import date
from typing import Any

from core.models import DangerReport, Matter, Party
from core.parties import capacity

NOT_REPORTED = "应当立即向公安机关、民政、教育等部门报告，还没有登记报告，请先“强制报告”。"


def protected(matter: Any, on: date) -> list[Party]:
    """Children and persons without full capacity among its people. Their danger must be reported; that of
    other adults is theirs to tell: they are helped and told of police and protection orders (反家暴法 13, 16, 23).
    """
    return [party for party in matter.people if party.minor_on(on) or capacity.is_ward(party, on)]


def reports(matter: Any) -> Any:
    """What was reported, for the whole family of matters."""
    return DangerReport.objects.filter(matter_id=matter.root_id or matter.pk)


# 反家庭暴力法 13, 16, 23, 28; whether a grown victim goes to the police is theirs to say.
VICTIM_S_RIGHTS = "请告知受害人：可以报警，可以请公安机关出具告诫书，可以向人民法院申请人身安全保护令（七十二小时内作出，情况紧急的二十四小时内）。"


def to_tell(matter: Any, on: date) -> str:
    """What stands beside the flags: the report that is missing, and of violence at home what the victim may ask for."""
    at_home = Matter.Flag.DOMESTIC_VIOLENCE in matter.standing_flags
    return why_not_reported(matter, on, matter.harm) + (VICTIM_S_RIGHTS if at_home else "")


def why_not_reported(matter: Any, on: date, seen: bool) -> str:
    """The sentence where a danger was `seen`, one of its people is protected, and nobody was told yet."""
    if not seen or not protected(matter, on) or reports(matter).exists():
        return ""
    return NOT_REPORTED
