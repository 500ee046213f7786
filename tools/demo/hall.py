"""The last three hours at the hall's door, told minute by minute with the verbs of the queue.

Unlike the matters it hangs on the clock and not on office hours: whenever the demo is started, somebody waits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils.timezone import localtime

from cases import waiting
from cases.models import Ticket
from core.intake import online
from core.values.moments import told_at
from tools.demo.town import Town

SPAN = 176  # minutes


@dataclass(frozen=True)
class Visitor:
    """Who comes so many minutes before now, how long it takes, and what then: done, gone or a room."""

    ago: int
    purpose: str
    minutes: int
    then: str = "done"
    people: int = 1
    first: bool = False
    to: str = "one"


# What two citizens wrote on the public page this morning, and nobody has checked yet.
INTAKES = (
    {
        "name": "沈巧云",
        "phone": "199-0000-0041",
        "place": "柳塘村五组桥头",
        "demand": "桥头的路灯坏了快半个月，晚上骑车看不见，请派人来修。",
        "confidential": False,
    },
    {
        "name": "丁阿福",
        "phone": "199-0000-0042",
        "place": "石桥村二组",
        "demand": "想问土地流转的租金什么时候发，去年的到现在还欠着一半。",
        "confidential": False,
    },
)
VISITORS = (
    Visitor(176, "问宅基地确权", 14),
    Visitor(173, "邻居排水", 26, people=2),
    Visitor(170, "低保申请", 17, first=True),
    Visitor(163, "土地承包合同", 21, then="law"),
    Visitor(158, "", 12),
    Visitor(151, "工资拖欠", 23, people=4),
    Visitor(147, "残疾证年审", 13, first=True),
    Visitor(139, "婚姻家庭", 19, then="talk", people=2),
    Visitor(131, "", 3, then="gone"),
    Visitor(124, "路灯不亮", 11),
    Visitor(117, "想问起诉", 29, to="law"),
    Visitor(109, "赡养", 20, first=True, people=2),
    Visitor(98, "物业停水", 16),
    Visitor(91, "退伍军人优待", 14, first=True),
    Visitor(80, "邻里地界", 18, then="talk", people=2),
    Visitor(66, "征地补偿", 24),
    Visitor(52, "", 15),
    Visitor(41, "劳动合同", 22, then="law"),
    Visitor(33, "危房改造", 14),
    Visitor(24, "医保报销", 22),
    Visitor(19, "借款纠纷", 30, people=2),
    Visitor(14, "问养老认证", 12, first=True),
    Visitor(9, "", 15),
    Visitor(6, "树枝压电线", 15),
    Visitor(3, "孩子上学", 15, people=2),
)


class Seat:
    """A window or room with its person: whom it serves until which minute."""

    def __init__(self, town: Town, room: str, user: str) -> None:
        self.room, self.user = town.rooms[room], town.users[user]
        self.ticket: Ticket | None = None
        self.until = 0

    def move(self, minute: int, morning: "Morning") -> None:
        """What this minute brings here: an end, a beginning, or the next call."""
        ticket = self.ticket
        if ticket is None:
            self.ticket = waiting.call_next(self.user, self.room)
            self.until = minute + 1
        elif minute < self.until:
            return
        elif ticket.state == Ticket.State.SERVING:
            self._let_go(ticket, morning)
        elif morning.known[ticket.number].then == "gone":
            waiting.gone(self.user, ticket.pk)
            self.ticket = None
        else:
            self.ticket = waiting.serve(self.user, ticket.pk)
            self.until = minute + morning.known[ticket.number].minutes

    def _let_go(self, ticket: Ticket, morning: "Morning") -> None:
        room = morning.town.rooms.get(morning.known[ticket.number].then)
        if room and ticket.passed_from_id is None:
            waiting.pass_on(self.user, ticket.pk, room)
        else:
            waiting.done(self.user, ticket.pk)
        self.ticket = None


class Morning:
    """Tells the queue up to now; what lies before midnight is not told."""

    def __init__(self, town: Town, now: datetime) -> None:
        self.town, self.now = town, now
        self.known: dict[int, Visitor] = {}
        seats = (
            ("one", "receptionist"),
            ("two", "z01_receptionist"),
            ("law", "legal_officer"),
            ("talk", "mediator"),
        )
        self.seats = [Seat(town, room, user) for room, user in seats]

    def tell(self) -> None:
        local = localtime(self.now)
        for place, given in enumerate(INTAKES):
            with told_at(self.now - timedelta(minutes=94 - 47 * place)):
                online.send("case", uuid4(), given)
        for minute in range(-min(SPAN, local.hour * 60 + local.minute), 1):
            with told_at(self.now + timedelta(minutes=minute)):
                for visitor in VISITORS:
                    if visitor.ago == -minute:
                        self._arrive(visitor)
                for seat in self.seats:
                    seat.move(minute, self)

    def _arrive(self, visitor: Visitor) -> None:
        ticket = waiting.take(
            self.town.users["receptionist"],
            self.town.rooms[visitor.to],
            key=UUID(int=visitor.ago),
            purpose=visitor.purpose,
            people=visitor.people,
            first=visitor.first,
        )
        self.known[ticket.number] = visitor
