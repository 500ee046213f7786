"""A small October 2026 whose table T1 can be counted by hand. It is told on 18 November 2026."""

from datetime import datetime
from typing import Any

from tests.people import Town, moment

NOW = moment("2026-11-18 10:26")
OCTOBER = {  # row of T1: month, last_month, mom, last_year, yoy, ytd
    "visits": (4, 1, 300.0, 1, 300.0, 5),  # B D E S; A; G
    "visitors": (6, 1, 500.0, 1, 500.0, 7),  # B came with three
    "received": (5, 1, 400.0, 1, 400.0, 6),  # B C D E S
    "settled": (1, 0, None, 1, 0.0, 1),  # B
    "dispatched": (2, 1, 100.0, 0, None, 3),  # C D
    "opening": (1, 0, None, 0, None, 0),  # A
    "finished": (3, 0, None, 1, 200.0, 3),  # A B C
    "closing": (3, 1, 200.0, 0, None, 3),  # D E S
    "on_time_rate": (66.7, None, None, 100.0, -33.3, 66.7),  # B C of A B C
    "finished_late": (1, 0, None, 0, None, 1),  # A
    "overdue": (2, 1, 100.0, 0, None, 2),  # D S; A
    "satisfaction_rate": (66.7, None, None, None, None, 66.7),  # A B of A B C
    "rated": (3, 0, None, 0, None, 3),
    "legal_wishes": (0, 0, None, 0, None, 0),
}


def tell(town: Town) -> dict[str, Any]:
    """Register and move the cases; by letter."""
    cases = {
        "A": handled(town, "2026-09-20 09:00", reply="2026-10-10 09:00", end="2026-10-12 09:00", says="satisfied"),
        "B": settled(town, "2026-10-02 14:00", "2026-10-02 14:20", head_count=3, says="satisfied"),
        "C": handled(town, "2026-10-08 09:00", reply="2026-10-12 09:00", end="2026-10-14 09:00",
                     says="unsatisfied", channel="phone", area=town.songling),
        "D": handled(town, "2026-10-20 09:00", reply="2026-11-03 09:00", end="2026-11-04 09:00", says="fairly"),
        "E": town.register(at=moment("2026-10-31 23:30"), area=town.zhuxi),
        "F": town.register(at=moment("2026-10-15 10:00")),
        "G": settled(town, "2025-10-10 10:00", "2025-10-10 10:30"),
        "H": town.register(at=moment("2026-11-01 00:00"), area=town.town),
        "S": town.register("反映某干部", at=moment("2026-10-21 09:00"), accusation=True),
    }  # fmt: skip
    town.act(cases["F"], "void", town.director, at=moment("2026-11-05 09:00"), reason="重复登记")
    return cases


def settled(town: Town, came: str, went: str, says: str = "", **facts: Any) -> Any:
    """Answered on the spot."""
    case = town.register(at=moment(came), **facts)
    rating = {"satisfaction": says} if says else {}
    return town.act(
        case, "answer_on_spot", town.receptionist, at=moment(went), answer="已说明。", **rating
    ).matter


def handled(town: Town, came: str, *, reply: str, end: str, says: str, **facts: Any) -> Any:
    """Handed over on the day, answered by the unit, called back."""
    begun: datetime = moment(came)
    case = town.hand_over(town.register(at=begun, **facts), at=begun)
    town.act(case, "sign", town.handler, at=begun)
    town.act(case, "reply", town.handler, at=moment(reply), answer="已办理。")
    # Who is not satisfied gets it done once more, unless the director says why not.
    by = town.director if says == "unsatisfied" else town.receptionist
    return town.act(case, "call_back", by, at=moment(end), satisfaction=says, note="已说明。").matter
