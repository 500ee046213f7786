"""What the sweeps need of petitions: a registration that every act of the table can follow, what is typed for each act, and
by which acts a petition comes to a status. The tables are those of world.py; a name here is one of a petition's rows.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate, localtime

from core.deadlines.clocks import Start
from core.models import Clock, Correspondence, OutsideBody, Service, User
from core.service.serving import letters, serving_of
from core.values.moments import now
from petitions import clocks
from petitions.models import Hearing, Material, Petition
from tests.people import Town, start_clock

S = Petition.Status
LONG_AGO = timedelta(days=90)


def day(days: int = 0) -> str:
    return f"{localdate() + timedelta(days=days)}"


def minute() -> str:
    return f"{localtime() - timedelta(minutes=9):%Y-%m-%dT%H:%M}"


def body(short_name: str) -> int:
    return OutsideBody.objects.get(short_name=short_name).pk


def registration(town: Town) -> dict[str, Any]:
    """Assigned by the county, which has named the desk as petition office too; with two demands."""
    return {
        "channel": "visit",
        "source": "assigned",
        "sender": OutsideBody.objects.get(short_name="县信访局"),
        "sender_number": "澄信交〔2026〕18号",
        "report_by": localdate() + timedelta(days=40),
        "part": "both",
        "part_basis": "澄联席办〔2026〕3号",
        "demand": "田间排水渠堵塞，要求清理",
        "claims": [{"words": "清理排水渠"}, {"words": "赔偿淹水损失"}],
        "area": town.taowu,
        "town": town.town,
        "centre": town.centre,
    }


def rows(matter: Any) -> Any:
    return Petition.objects.filter(pk=matter.pk)


def material_asked(matter: Any) -> None:
    Material.objects.create(
        matter_id=matter.pk, what="土地承包合同", due_on=localdate() + timedelta(days=7), at=now()
    )


def hearing_called(matter: Any) -> None:
    told_on = localdate() - timedelta(days=7)
    said = {"place": "镇会议室", "chair": "唐志远", "people": "双方、村委会", "told_on": told_on}
    Hearing.objects.create(matter_id=matter.pk, at=now(), held_at=now() - timedelta(hours=1), **said)


def its_letter(matter: Any) -> int:
    return Correspondence.objects.waiting().filter(matter=matter.pk, purpose="hand_up").latest("pk").pk


def sent_up(matter: Any) -> None:
    """A letter of ours that waits for its answer."""
    if not Correspondence.objects.waiting().filter(matter=matter.pk, purpose="hand_up").exists():
        Correspondence.objects.create(
            matter_id=matter.pk, number=Correspondence.objects.filter(matter=matter.pk).count() + 1, purpose="hand_up",
            body=OutsideBody.objects.get(short_name="县纪委监委"), dated_on=localdate(),
            due_on=localdate() + timedelta(days=15), words="请县里明确由谁办理。",
        )  # fmt: skip


def posted_to_somebody(matter: Any) -> None:
    """A letter on its way of which nothing has been heard."""
    paper, party = next(serving_of(matter).left(matter))
    Service.objects.create(
        matter_id=matter.pk, number=matter.services.count() + 1, paper=paper.pk, party=party, way="post",
        sent_on=localdate(), tracking="1099000000001", by=matter.first_contact,
    )  # fmt: skip


def over(*rules: str) -> Callable[[Any], Any]:
    """Terms of the matter that ran out long ago."""
    keys, then = [f"petition.{rule}" for rule in rules], localdate() - LONG_AGO
    return lambda matter: Clock.objects.filter(matter=matter.pk, rule__in=keys, ended_at=None).update(
        raw=then, rolled=then
    )


def first_paper(matter: Any) -> str:
    paper, party = next(serving_of(matter).left(matter))
    return f"{paper.pk}:{party.pk}"


def untold(matter: Any) -> bool:
    return Clock.objects.running().filter(matter=matter.pk, rule="petition.notice").exists()


def to_carry_out(matter: Any) -> bool:
    return matter.result in ("supported", "partly") and matter.performed_on is None


PEOPLE_TOLD = {"told_body": "澄湖县人力资源和社会保障局", "told_where": "澄湖县人民路1号，199-0000-0071"}
SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "register": lambda town: {"channel": "hall", "part": "unit"},
    "sort": lambda town: {"kind_of": "appeal", "way": "6", "field": "10"},
    "object": lambda town: {"words": "该事项属于县住建局职权，本镇没有处理权限。"},
    "sender_answers": lambda town: {"on": day(), "agreed": "yes", "words": "同意，材料请交还。"},
    "transfer": lambda town: {
        "purpose": "assign",
        "body": body("县水利局"),
        "due_on": day(20),
        "words": "请调查处理，报结果。",
    },
    "they_received": lambda town: {"on": day()},
    "their_objection": lambda town: {"on": day(), "agreed": "yes", "words": "不属于本局职权。"},
    "report_came": lambda town: {"on": day(), "words": "已清理。"},
    "refuse": lambda town: {"refusal": "not_ours", **PEOPLE_TOLD},
    "accept": lambda town: {"accepted_on": day(), "unit": town.works.pk},
    "put_on_file": lambda town: {"reason": "姓名、住址不清。"},
    "hand_over": lambda town: {
        "body": body("县纪委监委"),
        "cadre": "no",
        "how": "密封专人送达",
        "words": "来信一件，三页。",
    },
    "settle_step": lambda town: {"three": "solved", "words": "渠道当天清理好了。"},
    "guide": lambda town: {"words": "陪同到县人社局仲裁窗口，由秦值班接待。"},
    "contact": lambda town: {"way": "phone", "words": "说明了办理情况。"},
    "inquire": lambda town: {
        "held_at": minute(),
        "place": "桃坞村委会",
        "asked": "钱满囤",
        "second": "俞百川",
        "record": "水渠去年被填。",
    },
    "ask_material": lambda town: {"what": "土地承包合同\n田块照片", "due_on": day(7)},
    "call_hearing": lambda town: {
        "held_at": f"{localtime() + timedelta(days=7):%Y-%m-%dT%H:%M}",
        "place": "镇会议室",
        "chair": "唐志远",
        "people": "双方、村委会",
    },
    "hear": lambda town: {
        "record": "各方陈述意见。",
        "conclusion": "应当恢复排水。",
    },
    "settle": lambda town: {
        "way": "mediated",
        "agreed_on": day(),
        "words": "十日内清理。",
        "perform_by": day(10),
    },
    "settlement_performed": lambda town: {"on": day(), "words": "已清理，双方确认。"},
    "settlement_failed": lambda town: {"reason": "到期没有清理。"},
    "draft": lambda town: {
        "found": "渠道确有淤积。",
        "result": "supported",
        "opinion": "九月底前清理完毕。",
        "basis": "《农田水利条例》第三条",
    },
    "check": lambda town: {"passed": "yes"},
    "reply_suggestion": lambda town: {"adopted": "wholly", "words": "已列入明年计划。"},
    "serve": lambda town: {"way": "direct", "on": day()},
    "fulfil": lambda town: {"on": day(), "words": "违法建设已经拆除，书面答复了信访人。"},
    "carry_out": lambda town: {"on": day(), "words": "渠道已经清理。"},
    "begin_hearing": lambda town: {},
    "decided": lambda town: {
        "decided_on": day(),
        "number": "澄政复查〔2026〕5号",
        "result": "upheld",
        "words": "维持。",
        "served_on": day(),
    },
    "withdraw": lambda town: {"reason": "问题已经解决，自愿书面撤回。"},
    "rate": lambda town: {"rating_office": "good", "rating_unit": "fair"},
    "report_result": lambda town: {"reference": "栖云信报〔2026〕2号", "words": "已依法办理。"},
    "care": lambda town: {"what": ["explain", "relief"], "words": "上门说明了政策。"},
    "archive": lambda town: {},
    "enter_national": lambda town: {"national_number": "GX20260000001", "national_on": day()},
    "make_urgent": lambda town: {"reason": "十余人聚集，可能影响交通。"},
    "report_urgent": lambda town: {
        "to": "government",
        "reported_at": minute(),
        "receiver": "镇党政办值班室 陈守田",
        "words": "十余人来访，要求清渠。",
    },
    "note_conduct": lambda town: {
        "what": "1",
        "seen_at": minute(),
        "words": "十人在镇政府门前聚集。",
        "persuaded": "罗春梅劝说二十分钟，均已离开。",
    },
    "ask_instruction": lambda town: {"leader": town.duty_leader.pk, "opinion": "拟由农办三日内清渠。"},
    "instruct": lambda town: {"words": "三日内清完，报结果。"},
    "take_charge": lambda town: {
        "leader": town.duty_leader.pk,
        "unit": town.works.pk,
        "team": "冯立言、俞百川",
        "plan": "一周内现场看渠，一月内清完。",
        "due_on": day(20),
    },
    "conclude_charge": lambda town: {"words": "渠道已通，信访人认可。"},
    "list_backlog": lambda town: {"reason": "三年内多次反映。"},
    "add_earlier": lambda town: {"year": "2019", "words": "来访一次，当场答复。"},
    "advise": lambda town: {
        "about": "improve",
        "to": "农业农村办公室",
        "words": "建议每年汛前清渠。",
        "due_on": day(30),
    },
    "ask_outside": lambda town: {
        "purpose": "hand_up",
        "body": body("县纪委监委"),
        "words": "请县里明确由谁办理。",
        "due_on": day(15),
        "dated_on": day(),
        "signed_by": "周玉兰（中心主任）",
    },
    "letter_came": lambda town: {
        "purpose": "notice",
        "body": body("县信访局"),
        "words": "建议汛前清渠，请书面反馈采纳情况。",
        "dated_on": day(-1),
        "came_on": day(),
        "due_on": day(15),
    },
}
OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "ask_review": lambda town, matter: {
        "body": body("县政府"),
        "asked_on": day(-LONG_AGO.days if matter.status == S.ENDED else 0),  # posted in time, and came late
        "came_on": day(),
    },
    "split": lambda town, matter: {"claims": [matter.own_claims()[-1].pk], "kind_of": "suggestion"},
    "assign": lambda town, matter: {
        "user": (town.handler if matter.holder_unit == town.works else town.petition_officer).pk
    },
    "draft": lambda town, matter: {
        f"{name}_{claim.number}": words
        for claim in matter.own_claims()
        for name, words in (("result", "supported"), ("answer", "九月底前清理。"))
    },
    "serve": lambda town, matter: {"to": first_paper(matter)},
    "record_delivery": lambda town, matter: {"letter": letters(matter)[0].pk, "on": day()},
    "material_came": lambda town, matter: {"came": "土地承包合同复印件", "came_on": day()},
    "advice_answered": lambda town, matter: {
        "advice": matter.advice.filter(replied_on=None).first().pk,
        "taken": "wholly",
        "reply": "采纳，已列入计划。",
        "on": day(),
    },
    "outside_answered": lambda town, matter: {
        "letter": its_letter(matter),
        "outcome": "answered",
        "answer": "由本镇办理。",
        "answered_on": day(),
    },
    "urge_outside": lambda town, matter: {"letter": its_letter(matter), "urged_until": day(5)},
    "withdraw_letter": lambda town, matter: {"letter": its_letter(matter), "reason": "已电话说明。"},
}
# What is typed where a row leads elsewhere than usually: by row and status.
LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {
    ("sort", S.STUDYING): lambda town, matter: {"kind_of": "suggestion", "way": ""},
    ("sort", S.TO_HAND_OVER): lambda town, matter: {
        "kind_of": "accusation",
        "way": "",
        "accused_name": "不明",
        "accused_post": "村干部",
    },
    ("serve", S.SERVED): lambda town, matter: {"to": f"petitions.opinion:{matter.people[0].pk}"},
}
# By which acts it comes to a status that the usual end of no row is, or that a side road would reach first.
VIA: Mapping[str, tuple[str, ...]] = {
    S.STUDYING: (S.REGISTERED, "sort"),
    S.TO_HAND_OVER: (S.REGISTERED, "sort"),
    S.HANDED_OVER: (S.TO_HAND_OVER, "hand_over"),
    S.TOLD: (S.TO_TELL, "serve"),
    S.REPLIED: (S.STUDYING, "serve", "reply_suggestion", "serve"),
    S.TO_SERVE: (S.SIGNING, "sign"),
    S.SERVED: (S.TO_SERVE, "serve"),
    S.IN_REVIEW: (S.SERVED, "ask_review"),
    S.REVIEWED: (S.IN_REVIEW, "decided"),
    S.IN_SECOND: (S.REVIEWED, "ask_review"),
    S.ENDED: (S.SERVED, "lapse"),
    S.ARCHIVED: (S.ENDED, "archive"),
}
BEFORE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("their_objection", "transfer_stands"), ("they_received",)),
    "end_hearing": ("begin_hearing",),
    "advice_answered": ("advise",),
}
NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(
        ("check", "sign"),
        lambda matter, user: Petition.objects.filter(pk=matter.pk, drafted_by=user).exists(),
    ),
    **dict.fromkeys(("conclude_charge", "instruct"), lambda matter, user: user.username != "duty_leader"),
}
UNTIL: Mapping[str, tuple[tuple[str, Callable[[Any], bool]], ...]] = {
    "inquire": (),
    "record_delivery": (),
    "report_came": (("serve", untold),),
    "transfer_stands": (("serve", untold),),
    "settlement_performed": (("serve", untold),),
    "archive": (("carry_out", to_carry_out),),
}


def forwarded(matter: Any) -> None:
    """As if it had been sent on without a day for a report, and nobody had objected in time."""
    Correspondence.objects.filter(matter=matter.pk, purpose="assign").update(purpose="forward", due_on=None)
    over("their_objection")(matter)


def in_charge(matter: Any) -> None:
    """A leader in charge, also of what is closed meanwhile."""
    matter.charges.create(
        at=now(), leader=User.objects.get(username="duty_leader"), unit=matter.holder_unit, team="冯立言", plan="一月内清完。",
        due_on=localdate() + timedelta(days=20),
    )  # fmt: skip


def put_before_a_leader(matter: Any) -> None:
    leader = User.objects.get(username="duty_leader")
    matter.instructions.create(at=now(), leader=leader, opinion="拟由农办三日内清渠。")
    start_clock(matter, clocks.INSTRUCT, Start(clocks.INSTRUCT.key, user=leader))


def sent_down(matter: Any) -> None:
    """What was opened below another matter has come from nobody above: as if the county had assigned it today."""
    if not matter.sent_down:
        county = OutsideBody.objects.get(short_name="县信访局")
        rows(matter).update(source="assigned", sender=county, part="both", part_basis="澄联席办〔2026〕3号")
        start_clock(matter, clocks.OBJECT, Start(clocks.OBJECT.key, unit=matter.holder_unit))


def to_act(matter: Any) -> None:
    """Of way five, and the town itself is the organ."""
    start_clock(matter, clocks.ACT, Start(clocks.ACT.key))


def signed_long_ago(matter: Any) -> None:
    """Of what has lapsed the opinion is as old as its window."""
    if matter.status == S.ENDED:
        rows(matter).update(signed_on=localdate() - LONG_AGO)


GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "material_came": material_asked,
    "fulfil": to_act,
    "ask_review": signed_long_ago,
    "conclude_charge": in_charge,
    "instruct": put_before_a_leader,
    **dict.fromkeys(("outside_answered", "urge_outside", "withdraw_letter"), sent_up),
    "transfer_stands": forwarded,
    "object": sent_down,
    "transfer": sent_down,
    "refuse": lambda matter: rows(matter).update(source="direct", sender=None),
    "put_on_file": lambda matter: rows(matter).update(unreachable=True),
    "call_hearing": lambda matter: rows(matter).update(major=True),
    "hear": hearing_called,
    "record_delivery": posted_to_somebody,
    "carry_out": lambda matter: rows(matter).update(result="supported", performed_on=None),
    "lapse": over("review", "second"),
    "archive": lambda matter: None,
}
