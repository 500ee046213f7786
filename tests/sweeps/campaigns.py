"""What the sweeps need of campaigns, situation reports and quality reviews; the tables are those of world.py."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from command.models import Chosen, SituationReport
from core.models import Correspondence, Matter, OutsideBody, Task, User
from core.values.moments import now
from core.workflow.addressed import asked
from tests.people import Town
from tests.sweeps.petitions import day


def body() -> OutsideBody:
    return OutsideBody.objects.filter(kind="letters").earliest("pk")


# --- Situation reports -----------------------------------------------------------------------------------------------


S = SituationReport.Status


def period(town: Town) -> dict[str, Any]:
    return {"first": localdate() - timedelta(days=7), "last": localdate(), "body": body()}


def said(matter: Any) -> None:
    SituationReport.objects.filter(pk=matter.pk).update(ahead="没有。")


def of_a_village(matter: Any) -> None:
    SituationReport.objects.filter(pk=matter.pk).update(ahead="没有。", body=None)


def sent(matter: Any) -> None:
    """A report that waits for its receipt."""
    if not matter.correspondence.filter(answered_on=None).exists():
        Correspondence.objects.create(
            matter_id=matter.pk, number=1, purpose="inform", body=body(), dated_on=localdate(),
            due_on=localdate() + timedelta(days=3), words="报送。",
        )  # fmt: skip


def its_letter(town: Town, matter: Any) -> dict[str, Any]:
    return {"letter": matter.correspondence.get(answered_on=None).pk}


SITUATION: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "draft_situation": lambda town: {"first": day(-7), "last": day(), "body": body().pk},
    "write_situation": lambda town: {"overall": "总体平稳。", "major": "没有。", "supervised": "没有。", "ahead": "继续排查。"},
    "submit_situation": lambda town: {"signer": town.duty_leader.pk},
    "sign_situation": lambda town: {"note": ""},
    "send_back_situation": lambda town: {"reason": "数字核一下。"},
    "take_over_situation": lambda town: {"reason": "本人出差。"},
    "send_situation": lambda town: {
        "body": body().pk, "words": "报送情况报告。", "dated_on": day(), "due_on": day(3), "signed_by": "唐志远",
    },
    "send_also": lambda town: {
        "body": OutsideBody.objects.get(short_name="县公安局").pk, "words": "报送。", "dated_on": day(), "due_on": day(3), "signed_by": "唐志远",
    },
    "hand_up_situation": lambda town: {},
    "take_in_situation": lambda town: {"answer": "镇里请供电所本周来看。"},
    "return_situation": lambda town: {"reason": "写明地点。"},
    "drop_situation": lambda town: {"reason": "本周不报。"},
}  # fmt: skip
SITUATION_VIA: Mapping[str, tuple[str, ...]] = {S.RECEIVED: (S.SENT, "take_receipt")}
SITUATION_OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "take_receipt": lambda town, matter: {
        **its_letter(town, matter), "outcome": "answered", "answer": "已收到。", "answered_on": day(),
    },
    "urge_receipt": lambda town, matter: {**its_letter(town, matter), "urged_until": day(5)},
}  # fmt: skip
SITUATION_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "submit_situation": said,
    "hand_up_situation": of_a_village,
    "take_receipt": sent,
    "urge_receipt": sent,
}
SITUATION_NOT_BY: Mapping[str, Callable[[Any, User], bool]] = {
    "take_over_situation": lambda matter, user: asked(matter, user),
    **dict.fromkeys(
        ("take_in_situation", "return_situation"), lambda matter, user: user.username == "grid_chief"
    ),
}

# --- Campaigns -------------------------------------------------------------------------------------------------------


def planned(town: Town) -> dict[str, Any]:
    return {"title": "百日清零", "aim": "清理积案。", "last": localdate() + timedelta(days=60), "target": 5}


def a_case(matter: Any) -> Matter:
    """One that may be chosen, the newest."""
    known = Chosen.objects.filter(matter=matter.pk).values("about")
    return (
        Matter.objects.filter(kind="case", closed_at=None, compartment="", merged_into=None)
        .exclude(pk__in=known)
        .latest("pk")
    )


def one(matter: Any) -> Chosen:
    """A chosen matter; where the scene has no case, any other."""
    others = Matter.objects.exclude(pk=matter.pk).filter(compartment="")
    about = Matter.objects.filter(kind="case", closed_at=None, compartment="", merged_into=None).last()
    return Chosen.objects.filter(matter=matter.pk, out_at=None).first() or Chosen.objects.create(
        matter_id=matter.pk, about=about or others.first(), unit=matter.holder_unit, at=now()
    )


CAMPAIGN: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "draft_campaign": lambda town: {"title": "百日清零", "aim": "清理积案。", "last": day(60), "target": 5},
    "choose_by_rule": lambda town: {"kind": "case"},
    "start_campaign": lambda town: {},
    "extend_campaign": lambda town: {"last": day(90), "reason": "还有几件。"},
    "end_campaign": lambda town: {"summary": "办结大半。"},
    "drop_campaign": lambda town: {"reason": "并入县里的行动。"},
}
CAMPAIGN_OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "choose_one": lambda town, matter: {"about": a_case(matter).code},
    "take_out": lambda town, matter: {"chosen": one(matter).pk, "reason": "不是积案。"},
}
CAMPAIGN_GIVEN: Mapping[str, Callable[[Any], Any]] = {"start_campaign": one, "take_out": one}

# --- Quality reviews -------------------------------------------------------------------------------------------------


def drawn(town: Town) -> dict[str, Any]:
    """Of the cases that were closed up to today; one is closed for it."""
    case = town.register("评查用的一件")
    town.act(case, "answer_on_spot", town.receptionist, answer="已说明。")
    return {"kind": "case", "first": localdate(), "last": localdate(), "rule": "every", "every": 1}


def faulty(matter: Any) -> None:
    """One of them, so that one task follows."""
    matter.sample.update(checked_at=now(), words="没有问题。", faults=[])
    one = matter.sample.order_by("place").first()
    matter.sample.filter(pk=one.pk).update(words="缺回访记录。", faults=["file"], unit=matter.holder_unit)


def without_faults(matter: Any) -> None:
    matter.sample.update(checked_at=now(), words="没有问题。", faults=[])
    Task.objects.filter(matter=matter.pk, ended_at=None).update(state="done", ended_at=now())


QUALITY: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "draw_sample": lambda town: {
        "kind": "case",
        "first": day(-30),
        "last": day(),
        "rule": "every",
        "every": 1,
    },
    "order_correction": lambda town: {"due_on": day(4)},
    "drop_review": lambda town: {"reason": "重新抽样。"},
}
QUALITY_OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "assess": lambda town, matter: {
        "sampled": matter.sample.first().pk, "faults": ["file"], "words": "缺回访记录。", "unit": town.works.pk,
    },
}  # fmt: skip
QUALITY_GIVEN: Mapping[str, Callable[[Any], Any]] = {"order_correction": faulty, "end_review": without_faults}
