"""The whole story, told once into an empty database (manage.py demo)."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from cases.models import Category
from core.deadlines.workdays import DAY
from core.documents import remedies
from core.models import HistoryEntry, Matter, Notice, User
from core.records import seals
from tools.demo import bodies, finds, outlines, posts
from tools.demo import town as place
from tools.demo.advice import Advice
from tools.demo.citizens import people
from tools.demo.council import Council
from tools.demo.courses import Courses
from tools.demo.desk import Desk
from tools.demo.hall import Morning
from tools.demo.hours import OfficeTime
from tools.demo.lawyers import Lawyers
from tools.demo.letters import Letters
from tools.demo.office import Office
from tools.demo.orders import Orders
from tools.demo.reception import Reception
from tools.demo.rounds import Rounds
from tools.demo.services import Services
from tools.demo.table import Table
from tools.demo.teller import Teller

SPAN = 425  # calendar days told
MATTERS, FEW = 290, 8  # closed matters of the past: in the demo, in its small form


def tell(*, small: bool = False, say: Callable[[str], None] = lambda _: None) -> bool:
    """Build the town and tell its story; False when it is there already. The same day, the same story.

    One piece: the order of the story. All or nothing, in one transaction. Wants the calendar, the levels of areas and the categories loaded.
    """
    if User.objects.filter(username="receptionist").exists():
        return False
    now = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:  # a thousand small acts: planning joins in all orders costs most
            cursor.execute("SET LOCAL join_collapse_limit = 1; SET LOCAL jit = off")
        remedies.load()
        town = place.build()
        bodies.build(town)
        posts.build(town)
        outlines.draw(town)
        remedies.review_all(town.users["committee_head"])
        say(f"区域 {len(town.areas) - 1}，单位 {len(town.units)}，账号 {len(town.users)}")
        hours, rng = OfficeTime(now, SPAN), Random(f"栖云 {timezone.localdate(now)}")  # noqa: S311 (a story)
        teller = Teller(town, hours, rng, {row.code: row for row in Category.objects.all()})
        courses = Courses(teller, people(rng, town.villages))
        _past(courses, FEW if small else MATTERS)
        desk = Desk(courses, now)
        desk.stories()
        Table(courses).lay(papers=not small)
        if not small:
            _lately(courses)
            desk.lay()
        Letters(courses).lay()
        finds.lay(courses)
        Rounds(courses).lay()
        Advice(courses).lay()
        Services(courses).lay()
        Council(courses).lay()
        Orders(courses).lay()
        Office(courses).lay()
        Lawyers(courses).lay()
        _last_month(courses, 3 if small else 6)
        Reception(courses).plan()
        teller.tell(say)
        Morning(town, now).tell()
        Notice.objects.filter(at__lt=now - timedelta(days=4)).update(read_at=now - timedelta(days=3))
        seals.seal()
    say(f"事项 {Matter.objects.count()}，经过 {HistoryEntry.objects.count()} 条")
    return True


def _last_month(courses: Courses, count: int) -> None:
    """Disputes of the last whole month, so that its report has something to count in every table."""
    hours, last = courses.hours, timezone.localdate().replace(day=1) - timedelta(days=1)
    days = [place for place, day in enumerate(hours.days) if (day.year, day.month) == (last.year, last.month)]
    for number in range(count):
        minute = days[1 + number * 2] * DAY + courses.rng.randrange(20, 300)
        courses.through_a_mediation(minute, sessions=1 + number % 2, prevented=number == 0)
    Table(courses).settled_at_the_door(days[3] * DAY + 60)


def _lately(courses: Courses) -> None:
    """What the last three weeks brought and the counter answered at once."""
    for number in range(8):
        courses.on_the_spot(courses.hours.now - DAY - 2 * number * DAY + courses.rng.randrange(60, 300))


def _past(courses: Courses, count: int) -> None:
    """Matters that have run their course, spread over the span; the busy months come towards the end."""
    rng, hours = courses.rng, courses.hours
    first, last = 2 * DAY, hours.now - 15 * DAY
    for number in range(count):
        minute = first + int((last - first) * ((number + rng.random()) / count) ** 0.85)
        minute -= (minute % DAY) // 6 * 2 if rng.random() < 0.5 else 0  # more come in the morning
        turn = rng.random()
        if turn < 0.26:
            courses.on_the_spot(minute)
        elif turn < 0.43:
            courses.through_a_mediation(minute)
        else:
            courses.through_a_unit(minute, late=rng.random() < 0.13, sent_back=rng.random() < 0.08)
