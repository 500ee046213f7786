"""The answer to an objection is served on who objected."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from core.models import Party
from core.service.serving import Serving, ToServe
from council.models import Motion, Objection

ANSWER = "council.objection"


def answered(motion: Motion) -> list[Objection]:
    return [one for one in motion.objections.all() if one.answered_on]


def _day(objection: Objection, motion: Motion) -> date | None:
    return objection.answered_on


def _objector(objection: Objection, motion: Motion) -> list[Party]:
    return [party for party in motion.people if party.pk == objection.party_id]


def _answers(motion: Motion) -> Iterator[ToServe]:
    for place, one in enumerate(answered(motion), 1):
        label = f"异议答复书（第{place}份）" if place > 1 else "异议答复书"
        yield ToServe(ANSWER, label, partial(_day, one), partial(_objector, one), scope=str(one.pk))


SERVING = Serving(several=_answers)
