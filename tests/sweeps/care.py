"""What the sweeps need of the care register; the tables are those of world.py."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.timezone import localdate

from grid.models import Care, CareKind
from tests.people import Town

S = Care.Status


def person(town: Town, **more: Any) -> dict[str, Any]:
    """Somebody who lives alone and consents."""
    return {
        "topic": CareKind.objects.get(name="独居老人"), "area": town.taowu, "name": "苗秋英", "phone": "199-0000-0188",
        "address": "桃坞村五组12号", "guardian": "", "need": "腿脚不便，要人帮着买药。", "basis": "consent", "article": "", **more,
    }  # fmt: skip


def signed(matter: Any) -> None:
    """The consent is there."""
    Care.objects.filter(pk=matter.pk).update(consent_by="self", consent_on=localdate())


SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "propose": lambda town: {
        **person(town), "area": town.taowu.pk, "topic": CareKind.objects.get(name="独居老人").pk,
    },
    "sign_consent": lambda town: {"consent_by": "self", "consent_on": f"{localdate()}"},
    "approve": lambda town: {},
    "decline": lambda town: {"reason": "儿子同住，有人照看。"},
    "visit": lambda town: {"day": f"{localdate()}", "well": "on", "words": "药已买好。"},
    "help": lambda town: {"day": f"{localdate()}", "unit": town.farms.pk, "words": "送了药和米。"},
    "change_cycle": lambda town: {"cycle": "20", "reason": "女儿每周回来。"},
    "propose_end": lambda town: {"why": "better", "reason": "已随女儿生活。"},
    "end": lambda town: {},
    "keep_on": lambda town: {"reason": "女儿又出门了。"},
    "withdraw_consent": lambda town: {"words": "本人不愿意。"},
}  # fmt: skip
GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "approve": signed,
    "visit": lambda matter: matter.visits.all().delete(),
}
NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = {
    "approve": lambda matter, user: matter.first_contact_id == user.pk,
    "end": lambda matter, user: not user.has_perm("grid.care_approve"),
}
