"""责任倒查: the minutes of all holders are the age of the matter; its page, its paper; T12."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from command import duty
from command.indicators import freeze, sheet
from core.deadlines.calendars import office_calendar
from core.models import Holding, User
from core.procedure.indicators import Period
from core.values.moments import now
from tests.command.test_supervision import FOUR, SIGNED, do, drafted
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
MARCH = Period.of_month(2026, 3)


def returned(town: Town) -> Any:
    """Handed over, sent back, handed over again, signed: five stretches over a weekend."""
    case = town.hand_over(town.register(at=moment("2026-03-05 09:07")), at=moment("2026-03-05 11:31"))
    why = {"reason": "not_ours", "explanation": "不在职责清单内，见第三项"}
    case = town.act(case, "return", town.handler, moment("2026-03-06 16:12"), **why).matter
    case = town.act(
        case, "hand_over", town.dispatcher, moment("2026-03-09 08:45"), unit=town.farms, grade="ordinary"
    ).matter
    return town.act(case, "sign", town.stranger, moment("2026-03-10 10:03")).matter


def test_the_minutes_of_the_holders_are_the_age_to_the_minute(town: Town, client: Client) -> None:
    with time_machine.travel(moment("2026-03-12 15:29"), tick=False):
        case = returned(town)
        found = duty.stretches(case, now())
        assert [one.who.split(" · ")[0] for one in found] == [
            "综治中心",
            "村镇办",
            "综治中心",
            "农业农村办",
            "农业农村办",
        ]
        age = office_calendar().working_minutes(moment("2026-03-05 09:07"), now())
        assert duty.age(found) == age == sum(minutes or 0 for _, minutes in duty.summed(found))
        client.force_login(town.supervisor)
        assert reverse("duty_review", args=[case.pk]) in client.get(f"/matters/{case.pk}/").content.decode()
        page = client.get(reverse("duty_review", args=[case.pk])).content.decode()
        assert f"（{age} 分）" in page and "村镇办" in page
        for word in ("责任人有", "失职", "过错"):
            assert word not in page
        for user, status in (
            (town.stranger, 403),
            (town.mediator, 404),
        ):  # in whose hand it is; who sees none of it
            client.force_login(user)
            assert client.get(reverse("duty_review", args=[case.pk])).status_code == status


def test_what_a_unit_had_without_a_person_names_who_headed_it_that_day(town: Town) -> None:
    """From the posts: whoever became head since had nothing to do with it."""
    with time_machine.travel(moment("2026-03-12 15:29"), tick=False):
        case = returned(town)
        head = Holding.objects.current(on=date(2026, 3, 5)).get(user=town.unit_head, post__unit=town.works)
        Holding.objects.filter(pk=head.pk).update(ends_on=date(2026, 3, 6))
        by = {"given_by": head.given_by, "activated_by": head.activated_by, "activated_at": head.activated_at}
        Holding.objects.create(post=head.post, user=town.stranger, starts_on=date(2026, 3, 7), **by)
        User.objects.filter(pk=town.unit_head.pk).update(is_active=False)
        posts = [one.post for one in duty.stretches(case, now()) if one.who == "村镇办"]
        assert posts == [f"{head.post.name} {town.unit_head.name}"]


def test_t12_counts_by_colour_and_unit_without_a_rank(town: Town) -> None:
    with time_machine.travel(moment("2026-03-03 09:00"), tick=False) as clockwork:
        order = do(town, drafted(town, town.works), "sign", town.duty_leader, **SIGNED)
        late = do(town, drafted(town, town.farms), "sign", town.duty_leader, **SIGNED)
        do(town, drafted(town, town.taowu_village), "sign", town.duty_leader, **SIGNED, work="")
        order = do(town, order, "sign_for", town.handler)
        order = do(town, order, "reply", town.handler, **{**FOUR, "finish_by": date(2026, 3, 10)})
        clockwork.move_to(moment("2026-03-09 09:00"))
        order = do(town, order, "report", town.handler, report="办了。", no_proof="无")
        do(town, order, "strike", town.supervisor, way="现场", found="属实。")
        assert late.answer_by == date(2026, 3, 6)
        clockwork.move_to(moment("2026-04-02 09:00"))
        frozen = freeze(MARCH, None)["T12"]
        made = sheet("T12", MARCH, frozen, "", None)
        lines = {row.label: list(map(str, row.cells)) for row in made.rows}
        assert lines["蓝色"] == ["2", "1", "1", "1", "0"] == lines["合　计"]
        assert lines["村镇办"] == ["1", "1", "0", "1", "0"] and lines["农业农村办"] == [
            "1",
            "0",
            "1",
            "0",
            "0",
        ]
        assert [row.label for row in made.rows][-2:] == ["村镇办", "农业农村办"], "by their codes"
        assert "预警函1件" in made.note
        assert all(cell.url for row in made.rows for cell in row.cells if cell != "0")
