"""The office's own forms, and what the petitioner takes home: 来访登记表, 登记回执, 延期审批表, 领导包案表."""

from typing import Any

from django.conf import settings

from core.documents import paper_formats as say
from core.documents import render
from core.intake.receipts import receipt_keys
from petitions import clocks
from petitions.documents import facts
from petitions.documents.facts import XF
from petitions.documents.notices import Values
from petitions.models import Charge, Extension, Petition
from petitions.repeats import is_repeated

C, R = Petition.Channel, Petition.Rating
RATINGS = {R.GOOD: "good", R.FAIR: "fair", R.BAD: "bad"}


def receipt(petition: Petition) -> Values:
    """登记回执 (arts. 22, 23). Of a letter that was split every part that is not sealed stands on it; of an accusation no
    word, nor of who may not be reached directly.
    """
    hidden = not all(party.may_be_reached() for party in petition.people)
    claims = [] if hidden else _of_the_letter(petition)
    notice = facts.first_day(petition, clocks.NOTICE)
    steps = [(f"{notice}前", "书面告知是否受理、按什么途径和程序办理")] if notice else []
    steps += [
        ("自受理起60日内", "需要调查核实的，作出处理意见；复杂的可以延长不超过30日，并告知理由"),
        ("收到意见30日内", f"不服的，可以向{settings.TOWN['county']}人民政府请求复查"),
    ]
    return {
        **receipt_keys(petition.code, str(petition.lookup_code)),
        "heading": "信访事项登记回执",
        "registered_at": say.moment(petition.received_at, weekday=True),
        "subject": "；".join(claims),
        "first_contact": f"{petition.first_contact.name}　{settings.TOWN['phone']}",
        "holder": settings.TOWN["centre"],
        "steps": [{"when": when, "what": what} for when, what in steps],
        "notes": [f"依据：{XF}第二十二条、第二十三条、第三十四条、第三十五条。"],
        "received_by": petition.first_contact.name,
        "sealed": not claims,
    }


def _of_the_letter(petition: Petition) -> list[str]:
    """第1项…（登记号）: the demands of its parts that are not sealed."""
    letter = petition.split_from_id or petition.pk
    parts = Petition.objects.filter(code=petition.code, kind=petition.kind, compartment="", voided_at=None)
    own = [part for part in parts.order_by("pk") if letter in (part.pk, part.split_from_id)]
    lines = [(part, claim) for part in own for claim in part.own_claims()]
    split = petition.split_from_id or petition.split_off.exists()
    if len(lines) == 1 and not split:
        return [say.cut(lines[0][1].words, 90, "")]
    return [f"第{claim.number}项（{part.number}）{say.cut(claim.words, 40, '')}" for part, claim in lines]


def not_a_visit(petition: Petition) -> str:
    return "" if petition.channel in (C.VISIT, C.HALL) else "不是来访的，没有来访登记表。"


def registration(petition: Petition) -> Values:
    """群众来访接待登记表 (domain: 7.2), in full, for the file."""
    first, more = render.sheets("\n".join(facts.asks(petition)))
    passed = petition.unit.name if petition.unit else ""
    to = {"opinion": "passed", "opinion_to": passed, "passed_to": passed} if passed else {}
    if not passed and petition.told_body:
        to = {"opinion": "not_ours", "opinion_to": petition.told_body, "opinion_reason": petition.told_why}
    return {
        "number": petition.number,
        **say.visitor(petition),
        "visited_at": say.moment(petition.received_at),
        "visit_form": "group" if petition.is_group else "individual",
        "visit_order": "repeat" if is_repeated(petition) else "first",
        "kind": ["petition"], "petition_kind": petition.kind_of,
        "narrative": first, "narrative_more": more,
        "received_by": petition.first_contact.name,
        **to,
        "due_on": say.short(clock.raw, weekday=False) if (clock := _handling(petition)) else "",
        "result": say.cut(petition.opinion, 160, "（全文见处理意见书）") if petition.signed_on else "",
        "result_on": say.day(petition.signed_on),
        "satisfaction": RATINGS.get(R(petition.rating_unit)) if petition.rating_unit else "",
        "office_phone": settings.TOWN["phone"], "kept_years": settings.TOWN["record_years"],
    }  # fmt: skip


def _handling(petition: Petition) -> Any:
    return petition.clocks.filter(rule=clocks.HANDLE.key).order_by("id").last()


def extension_form(petition: Petition, row: Extension) -> Values:
    """延期审批表 (art. 34): asked by the unit, decided by the head of the organ."""
    word = {True: "同意延期", False: "不同意延期", None: ""}[row.granted]
    return {
        **facts.frame(petition),
        "heading": "信访事项延期办理审批表",
        "table": [
            ("h1", [("信 访 人", facts.names(petition)), ("登 记 号", petition.number)]),
            ("h1", [("事　　由", petition.title)]),
            ("h1", [("承办单位", petition.unit.name if petition.unit else ""), ("受理日期", say.day(petition.accepted_on))]),
            ("h1", [("原届满日", facts.first_day(petition, clocks.HANDLE)), ("申请延长", f"{row.days}日")]),
            ("h6", [("延期理由", row.reason)]),
            ("h4", [("承办意见", "")], "负责人签名：＿＿＿＿＿＿＿＿　　　　年　　月　　日"),
            ("h4", [("审批意见", word)], f"本单位负责人{row.decided_by}签名：＿＿＿＿＿＿＿＿　　{say.day(row.decided_at) or '　　年　　月　　日'}"),
        ],
        "note": f"依据：{XF}第三十四条，情况复杂的，经本机关、单位负责人批准，可以适当延长，延长期限不得超过30日，并告知信访人延期理由。届满以后不能延期。",
    }  # fmt: skip


def charge_form(petition: Petition, row: Charge) -> Values:
    """领导包案表 (art. 18): who is in charge with which team, the plan, and that the leader signs it as resolved."""
    return {
        **facts.frame(petition),
        "heading": "信访事项领导包案表",
        "table": [
            ("h1", [("信 访 人", facts.names(petition)), ("登 记 号", petition.number)]),
            ("h1", [("事　　由", petition.title)]),
            ("h1", [("包案领导", row.leader.name), ("责任单位", row.unit.name)]),
            ("h2", [("工作专班", row.team)]),
            ("h6", [("化解方案", row.plan)]),
            ("h1", [("包案日期", say.day(row.at)), ("化解期限", say.day(row.due_on))]),
            ("h4", [("化解认定", row.conclusion)], f"包案领导签名：＿＿＿＿＿＿＿＿　　{say.day(row.concluded_on) or '　　年　　月　　日'}"),
        ],
        "note": f"依据：{XF}第十八条第二款。化解由包案领导认定，不以信访人写息诉息访承诺为条件。",
    }  # fmt: skip
