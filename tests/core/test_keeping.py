"""Sealed matters are kept by whoever has the post today: no change of people leaves one without a reader."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django.utils.timezone import localdate

from core.access.people import with_permission
from core.access.sealing import KEEP, KEEPER
from core.models import Access, Exclusion, HistoryEntry, Holding, Matter, Notice, Post, User
from core.operations import verify_history
from core.records import seals
from core.workflow.keeping import NotFollowed, follow
from tests.people import BEGINNING, Town
from tests.sweeps.world import at_status

pytestmark = pytest.mark.django_db


def hold(post: Post, user: User, **facts: Any) -> Holding:
    known = Holding.objects.filter(activated_by__isnull=False)[0]
    given = {
        "starts_on": localdate(),
        "given_by": known.given_by,
        "activated_by": known.activated_by,
        **facts,
    }
    return Holding.objects.create(post=post, user=user, **given)


def changed(town: Town) -> User:
    """The director of today; the one of before is a clerk of a unit now."""
    own = Holding.objects.current().get(user=town.director, post__role="director")
    Holding.objects.filter(pk=own.pk).update(starts_on=BEGINNING, ends_on=localdate() - timedelta(days=1))
    hold(Post.objects.get(role="unit_head"), town.director)
    new = User.objects.create_user("new_director", "新主任甲", must_change_password=False)
    hold(own.post, new)
    return User.objects.get(pk=new.pk)


def reads(user: User, matter: Any) -> bool:
    return Matter.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=matter.pk).exists()


def test_who_comes_into_the_post_keeps_what_was_sealed_before(town: Town) -> None:
    """What is open, what stands below it, and what is closed; once."""
    case = town.register("家里打孩子的事", flags=["minor"])
    closed = at_status(town, "case", "finished")
    Matter.objects.filter(pk=closed.pk).update(compartment=case.compartment)
    Access.objects.create(matter_id=closed.pk, user=town.director, part=KEEPER)
    follow()  # the petition officer keeps it, too
    plain, heard = town.register("路灯不亮"), at_status(town, "psych", "asked")
    assert reads(town.director, closed) and reads(town.director, case) and follow() == 0
    new = changed(town)
    seals.seal()
    assert not reads(new, case) and reads(town.director, case)
    entries = HistoryEntry.objects.count()
    assert follow() == 3 == HistoryEntry.objects.count() - entries
    assert all(reads(new, one) for one in (case, closed, heard))
    assert not reads(town.director, case)
    assert not Access.objects.current().filter(matter=closed.pk, user=town.director, part=KEEPER).exists()
    assert Access.objects.filter(matter=case, user=new, part=KEEPER, ends_at=None).exists()
    assert not Access.objects.filter(matter=plain.pk, user=new).exists()
    told = Notice.objects.get(user=new)
    assert "3 件" in told.sentence and told.matter is None
    detail = HistoryEntry.objects.filter(matter=case).latest("seq").detail.values
    assert detail["opened_to"] == "新主任甲" and town.director.name in detail["shut_to"]
    assert follow() == 0 and list(verify_history.verify([case.pk])) == []


def test_whoever_is_shut_out_keeps_nothing_and_the_last_keeper_stays(town: Town) -> None:
    case = town.register("反映主任的事", flags=["minor"])
    new = changed(town)
    Exclusion.objects.create(
        matter=case.root, user=new, ground="party", reason="当事人本人", article="第二十八条"
    )
    assert follow() == 1  # the director of before leaves, for others keep it
    assert not reads(new, case) and not Access.objects.filter(matter=case, user=new).exists()
    for keeper in with_permission(
        KEEP
    ):  # all of today are shut out: the one of before stays, and nothing is written
        Exclusion.objects.get_or_create(
            matter=case.root, user=keeper, ground="party", reason="当事人本人", article="第二十八条"
        )
    Access.objects.create(matter=case, user=town.director, part=KEEPER)
    entries = HistoryEntry.objects.count()
    assert follow() == 0 == HistoryEntry.objects.count() - entries and reads(town.director, case)
    Holding.objects.filter(user__in=with_permission(KEEP)).update(
        starts_on=BEGINNING, ends_on=localdate() - timedelta(days=1)
    )
    standing = Access.objects.current().filter(matter=case).count()
    assert follow() == 0 and Access.objects.current().filter(matter=case).count() == standing


def test_a_matter_that_is_refused_stops_no_other_and_is_named(town: Town) -> None:
    """Here one that was registered while the server's clock was ahead."""
    with time_machine.travel(timezone.now() + timedelta(minutes=30)):
        ahead = town.register("家里打孩子的事", flags=["minor"])
    case, new = town.register("又打孩子", flags=["minor"]), changed(town)
    with pytest.raises(NotFollowed, match=rf"\[{ahead.pk}\]"):
        follow()
    assert reads(new, case) and not reads(new, ahead)
    assert "1 件" in Notice.objects.get(user=new).sentence
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert follow() == 1 and reads(new, ahead)


def test_a_deputy_keeps_them_as_long_as_he_stands_in(town: Town) -> None:
    case = town.register("家里打孩子的事", flags=["minor"])
    own = Holding.objects.current().get(user=town.director, post__role="director")
    deputy = User.objects.create_user("deputy", "代理人甲", must_change_password=False)
    hold(Post.objects.get(role="unit_head"), deputy)
    hold(own.post, deputy, deputy=True, ends_on=localdate() + timedelta(days=2))
    assert follow() == 1 and reads(deputy, case)
    with time_machine.travel(localdate() + timedelta(days=3)):
        assert follow() == 1 and not reads(deputy, case) and reads(town.director, case)


def test_whoever_keeps_rosters_from_today_on_sees_those_of_before(town: Town) -> None:
    """A keeper of another unit than that of whoever drafted them; whom his post shows them needs no row."""
    own = Holding.objects.current().get(user=town.committee_head)
    Holding.objects.filter(pk=own.pk).update(starts_on=BEGINNING, ends_on=localdate() - timedelta(days=1))
    hold(Post.objects.get(role="unit_head"), town.committee_head)
    kept = [at_status(town, "lawyer_roster", status) for status in ("published", "over")]
    at_status(town, "lawyer_roster", "voided")
    assert follow() == 0
    new = User.objects.create_user("new_head", "新会长甲", must_change_password=False)
    hold(own.post, new)
    assert not any(reads(new, one) for one in kept)
    assert follow() == 2 and follow() == 0
    assert all(reads(new, one) for one in kept)
    assert not any(reads(town.committee_head, one) for one in kept)
    assert Notice.objects.get(user=new).sentence == "律师值班现在由您管，以前的 2 期已对您开放。"
