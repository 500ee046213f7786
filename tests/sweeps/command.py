"""What the sweeps need of supervision; the tables are those of world.py."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from command.models import Heard, Supervision
from core.models import Correspondence, OutsideBody
from core.values.moments import now
from tests.people import Town
from tests.sweeps.petitions import day, minute

S = Supervision.Status


def rows(matter: Any) -> Any:
    return Supervision.objects.filter(pk=matter.pk)


def waits(matter: Any) -> None:
    """The next colour is drafted, and no reply is awaited any more."""
    rows(matter).exclude(status=S.DRAFT).filter(next_colour="").update(
        next_colour="yellow", next_why="逾期。"
    )
    long_ago = localdate() - timedelta(days=30)
    rows(matter).get().rounds.update(reply_by=long_ago, signed_on=long_ago)


def was_heard(matter: Any) -> None:
    Heard.objects.create(
        matter_id=matter.pk, at=now(), heard_at=now() - timedelta(days=2), speaker="冯立言", words="排期晚。", answer="不采纳。"
    )  # fmt: skip


def suggested(matter: Any) -> None:
    """A letter to the county that waits for its answer."""
    if not matter.correspondence.filter(answered_on=None).exists():
        Correspondence.objects.create(
            matter_id=matter.pk, number=1, purpose="suggest", body=OutsideBody.objects.get(short_name="县公安局"),
            dated_on=localdate(), due_on=localdate() + timedelta(days=7), words="请督促办理。",
        )  # fmt: skip


def warned(town: Town, matter: Any) -> dict[str, Any]:
    """As if it had been drafted as a warning."""
    rows(matter).update(trigger="risk", form="warning", next_colour="")
    return {}


def displeased(matter: Any) -> None:
    """What is closed is put to the unit only where people called the result bad."""
    if not matter.closed_at:
        return
    if matter.kind == "mediation":
        matter.visits.create(
            at=now(),
            way="电话",
            visited="陶根发",
            performed="没有修。",
            satisfaction="不满意",
            by=matter.first_contact,
        )
        return
    said: dict[str, dict[str, Any]] = {
        "case": {"satisfaction": "unsatisfied", "called_back_at": now()},
        "petition": {"rating_unit": "bad", "rated_on": localdate()},
        "incident": {"rating": "bad"},
    }
    type(matter).objects.filter(pk=matter.pk).update(**said.get(matter.kind, {"satisfaction": "unsatisfied"}))


SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "draft": lambda town: {
        "trigger": "not_handled",
        "unit": town.works.pk,
        "reason": "办理期限届满，仍未完成。",
        "demand": "请限期办结。",
    },
    "sign": lambda town: {"reason": "办理期限届满，仍未完成。", "demand": "请限期办结。"},
    "drop": lambda town: {"reason": "已当面说明。"},
    "reply": lambda town: {
        "leader": "冯立言（主任）",
        "measures": "组织清渠。",
        "duty": "俞百川负责现场。",
        "finish_by": day(5),
    },
    "progress": lambda town: {"words": "已进场。"},
    "report": lambda town: {"report": "渠已清。", "no_proof": "现场已看。"},
    "answer": lambda town: {"answer": "已到场疏导。"},
    "strike": lambda town: {"way": "现场", "found": "属实。"},
    "send_back": lambda town: {"reason": "没有清完。"},
    "hear": lambda town: {
        "heard_at": minute(),
        "speaker": "冯立言（主任）",
        "words": "排期晚。",
        "answer": "不采纳。",
    },
    "hand_review": lambda town: {
        "body": OutsideBody.objects.get(kind="discipline").pk,
        "words": "经过见责任倒查表。",
        "signed_by": "周玉兰（中心主任）",
        "dated_on": day(),
    },
    "decide": lambda town: {
        "held_on": day(),
        "minutes": "栖云综治纪要〔2026〕9号",
        "measure": "talk",
        "words": "由分管领导约谈。",
        "due_on": day(5),
    },
}
OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "draft": lambda town, matter: {"trigger": "displeased"} if matter.closed_at else {},
    "county_answers": lambda town, matter: {
        "letter": matter.correspondence.get(answered_on=None).pk,
        "outcome": "answered",
        "answer": "已督促。",
        "answered_on": day(),
    },
    "urge_county": lambda town, matter: {
        "letter": matter.correspondence.get(answered_on=None).pk,
        "urged_until": day(5),
    },
}
LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {("sign", S.SENT): warned}
VIA: Mapping[str, tuple[str, ...]] = {
    S.SENT: (S.DRAFT, "sign"),
    S.ANSWERED: (S.SENT, "answer"),
    S.DROPPED: (S.DRAFT, "drop"),
}
GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "sign": waits,
    "drop": waits,
    "decide": was_heard,
    "hand_review": was_heard,
    "county_answers": suggested,
    "urge_county": suggested,
}
