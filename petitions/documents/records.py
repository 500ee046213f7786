"""What is written down and signed in the course: 调查笔录, 听证笔录, 调解（和解）协议书, and the opinion itself."""

from typing import Any

from core.documents import paper_formats as say
from core.models import Party
from petitions.documents import facts
from petitions.documents.facts import XF
from petitions.documents.notices import Values, notice
from petitions.models import Hearing, Inquiry, Petition, Settlement
from petitions.serving import petitioners

R = Petition.Result
# The item of art. 32 that a result rests on.
ITEM = {R.SUPPORTED: "第一项", R.PARTLY: "第一项、第三项", R.EXPLAINED: "第二项", R.NOT_SUPPORTED: "第三项"}


def _record(petition: Petition, heading: str, **more: Any) -> Values:
    return {**facts.frame(petition), "heading": heading, **more}


def inquiry(petition: Petition, row: Inquiry) -> Values:
    """调查笔录: two ask, the asked signs each page (art. 31(6))."""
    by = row.by.name if row.by else ""
    return _record(
        petition, "调查笔录",
        lines=[
            ("时间", say.moment(row.held_at)), ("地点", row.place), ("被调查人", row.asked),
            ("调查人", "、".join(filter(None, (by, row.second)))), ("事由", f"{petition.title}（{petition.number}）"),
        ],
        opening=[f"依照{XF}第三十一条第六项，就上列信访事项调查核实。"],
        sections=[("调查情况", say.sentences(row.record))],
        closing=["以上记录已交被调查人阅读或者向其宣读，核对无误。"],
        signs=[f"被调查人　{row.asked}", f"调查人　{by}", f"调查人　{row.second}"],
    )  # fmt: skip


def heard(petition: Petition) -> list[Hearing]:
    return [row for row in petition.hearings.all() if row.record]


def not_heard(petition: Petition) -> str:
    return "" if heard(petition) else "还没有记听证笔录。"


def hearing(petition: Petition, row: Hearing) -> Values:
    """听证笔录."""
    ends = [("听证结论", say.sentences(row.conclusion))] if row.conclusion else []
    return _record(
        petition, "信访听证笔录",
        lines=[
            ("时间", say.moment(row.held_at)), ("地点", row.place), ("主持人", row.chair), ("参加人", row.people),
            ("信访人", facts.names(petition)), ("事由", f"{petition.title}（{petition.number}）"),
        ],
        opening=[f"依照{XF}第三十一条第六项举行听证，听证通知书落款{say.day(row.told_on)}。"],
        sections=[("听证情况", say.sentences(row.record)), *ends],
        closing=["以上记录已交参加人阅读或者向其宣读，核对无误。"],
        signs=[*(f"信访人　{one.name}" for one in petitioners(petition)), f"主持人　{row.chair}", "承办人", "记录人"],
    )  # fmt: skip


def agreement(petition: Petition, row: Settlement) -> Values:
    """调解协议书, 和解协议书 (art. 33): of the petitioners and of who stands against them."""
    people = list(petition.people)
    others = [one for one in people if one.role == Party.Role.RESPONDENT]
    sides = [
        *(f"信访人　{one.name}" for one in petitioners(petition)),
        *(f"对方　{one.name}" for one in others),
    ]
    how = "经调解" if row.way == "mediated" else "双方自愿和解"
    keeper = ["调解人"] if row.way == "mediated" else []
    return _record(
        petition, f"信访事项{row.get_way_display()}",
        lines=[("信访人", facts.names(petition)), ("对方当事人", "、".join(one.name for one in others) or facts.INK),
               ("事由", f"{petition.title}（{petition.number}）")],
        opening=[f"依照{XF}第三十三条，在不违反政策法规强制性规定的情况下，{how}，双方就上列事项达成如下协议："],
        sections=[("协议内容", say.sentences(row.words)), ("履行期限", [f"于{say.day(row.perform_by)}前履行完毕。"])],
        closing=[
            ("协议履行完毕的，本信访事项办结，不再出具处理意见书；没有履行、到办结期限没有履行完毕的，由我单位出具处理意见书，"
            f"不服的可以自收到之日起30日内向{facts.where('人民政府')}请求复查（{XF}第三十五条）。"),
            "本协议自双方签名、盖章或者按指印之日起生效，双方各执一份，我单位留存一份。",
        ],
        signs=[*sides, *([] if others else ["对方"]), *keeper], sealed_by=facts.government(),
    )  # fmt: skip


# --- 信访处理意见书 ----------------------------------------------------------------------------------------------------


def opinion(petition: Petition) -> Values:
    """信访处理意见书: the contents of art. 32, and the right of art. 35 (domain: 1.10). In the town's name."""
    rank = "主要负责人" if petition.major else "分管负责人"
    signer = petition.signed_by.name if petition.signed_by else ""
    made = notice(petition, "信访事项处理意见书", petition.signed_on, [_course(petition)])
    return {
        **made,
        "to": "",
        "receivers": [],  # 送达回证 proves the service: the window for review runs from it
        "lines": [("信访人", "；".join(_person(one) for one in petitioners(petition)) + "。")],
        "sections": [
            ("一、投诉请求、事实和理由", _asked(petition)),
            ("二、查明的事实", say.sentences(petition.found)),
            ("三、处理意见和依据", [*_answers(petition), _basis(petition)]),
            ("四、救济途径", [facts.review(petition)]),
        ],
        "closing": [facts.enquiries(petition), f"签发：{signer}（{rank}）"],
    }


def _person(party: Party) -> str:
    known = party.sex in (Party.Sex.MALE, Party.Sex.FEMALE) and not party.is_organisation
    born = f"{say.day(party.born)}出生" if party.born else ""
    home = party.safe_address()
    live = f"{'住所' if party.is_organisation else '住'}{home}" if home else ""
    return "，".join(filter(None, (party.name, party.get_sex_display() if known else "", born, live)))


def _course(petition: Petition) -> str:
    """Received when and from whom, accepted, prolonged."""
    longer = petition.extensions.filter(granted=True).first()
    came = facts.received(petition).replace(facts.you(petition), "信访人", 1).removesuffix("。")
    came = came.removesuffix("，我单位已收到")
    more = f"，因情况复杂延长办理期限{longer.days}日" if longer else ""
    return f"{came}，我单位于{say.day(petition.accepted_on)}受理{more}，现已办理终结。"


def _asked(petition: Petition) -> list[str]:
    """The whole as it was told, then demand by demand where there are several; nothing twice."""
    told, claims = say.sentences(petition.demand), petition.own_claims()
    if len(claims) < 2:
        return told
    listed = {line for claim in claims for line in say.sentences(claim.words)}
    return [*([] if listed.issuperset(told) else told), *facts.asks(petition)]


def _answers(petition: Petition) -> list[str]:
    """Point by point, each with its result and the item of art. 32, then what is said of the whole; nothing twice."""
    claims = petition.own_claims()
    lines, said = [], set()
    for place, claim in enumerate(claims, 1):
        if claim.result:
            turn = f"（{say.numeral(place)}）" if len(claims) > 1 else ""
            asked = f"关于“{claim.words.rstrip('。')}”：{claim.get_result_display()}"
            lines += say.sentences(f"{turn}{asked}（{XF}第三十二条{ITEM[R(claim.result)]}）。{claim.answer}")
            said.update(say.sentences(claim.answer))
    return lines + [line for line in say.sentences(petition.opinion) if line not in said]


def _basis(petition: Petition) -> str:
    words = "；".join(line.rstrip("。；") for line in say.paragraphs(petition.basis))
    carried = petition.result in (R.SUPPORTED, R.PARTLY)
    urged = "对予以支持的请求，我单位督促有关单位执行。" if carried else ""
    item = f"{XF}第三十二条{ITEM[R(petition.result)]}" if petition.result else XF
    return f"综上：{petition.get_result_display()}。依据：{'；'.join(filter(None, (words, item)))}。{urged}"
