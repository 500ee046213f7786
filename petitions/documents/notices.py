"""告知书 and what else is served on the petitioner: what was decided, by which article, and where to go next.

All of one shape (petition_paper.html): their difference is their text.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from core.documents import paper_formats as say
from core.models import Correspondence
from petitions import clocks
from petitions.documents import facts
from petitions.documents.facts import XF
from petitions.models import Hearing, Material, Petition
from petitions.serving import petitioners

Values = Mapping[str, Any]
R, Purpose = Petition.Refusal, Correspondence.Purpose
Rows = Iterable[tuple[str, str]]


def notice(
    petition: Petition,
    heading: str,
    on: Any,
    opening: list[str],
    rows: Rows = (),
    closing: Iterable[str] = (),
) -> Values:
    people = petitioners(petition)
    return {
        **facts.frame(petition),
        "heading": heading,
        "to": facts.names(petition),
        "opening": opening,
        "rows": [(label, words) for label, words in rows if words],
        "closing": [line for line in closing if line],
        "on": say.day(on),
        "receivers": [party.name for party in people],
    }


def _where_to(petition: Petition) -> Rows:
    return (
        ("有权处理的机关", petition.told_body),
        ("地址、电话", petition.told_where),
        ("期　　限", petition.told_term),
        ("说　　明", petition.told_why),
    )


def acceptance(petition: Petition) -> Values:
    """受理告知书 (arts. 23, 31(6), 34): from which day the sixty run, and until when."""
    until = facts.first_day(petition, clocks.HANDLE)
    return notice(
        petition, "信访事项受理告知书", petition.accepted_on,
        [
            facts.received(petition),
            (f"经审查，该事项属于我单位职权范围，依照{XF}第二十三条、第三十一条第六项，自{say.day(petition.accepted_on)}起受理，"
            f"于{until}前办结（第三十四条：自受理之日起60日内）；情况复杂的，经本单位负责人批准，可以延长不超过30日，并告知{facts.you(petition)}理由。"),
            "办结时出具信访处理意见书。不服的，可以自收到之日起30日内请求上一级机关复查（第三十五条）。",
        ],
        closing=[
            facts.enquiries(petition),
            "办理期间请不要就同一事项重复提出（第十九条第三款）；有新的材料可以随时补交。",
        ],
    )  # fmt: skip


# By way of art. 31: its item, and what it means for who asks.
W = Petition.Way
ELSEWHERE = {
    W.LEGAL: ("一", "应当通过诉讼、复议、检察监督或者公安机关法律程序处理"),
    W.ARBITRATION: ("二", "应当通过仲裁解决"),
    W.PARTY: ("三", "可以通过党员申诉、申请复审解决"),
    W.ADMINISTRATIVE: ("四", "可以通过行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序解决"),
    W.PROTECTION: ("五", "属于申请查处违法行为、履行保护合法权益职责，由有权处理的机关依法履行或者答复"),
}


def guide(petition: Petition) -> Values:
    """程序（分类）告知书 (art. 31(1)–(5)): which way, which body, where, within what time."""
    item, words = ELSEWHERE[W(petition.way)]
    return notice(
        petition, "信访事项程序告知书", facts.dated(petition, "guide"),
        [
            facts.received(petition),
            f"经审查，该事项{words}。依照{XF}第二十三条、第三十一条第{item}项，请按下列途径和期限提出：",
        ],
        _where_to(petition),
        [
            *say.sentences(petition.ways),
            "请注意期限：逾期提出的，可能失去相应的权利。去之前请带好身份证件和有关材料。",
            facts.complaint(),
            f"不清楚的，可以问综治中心（电话{facts.frame(petition)['phone']}）。",
        ],
    )  # fmt: skip


# Why it is not accepted, with {same} for the earlier petition of the same matter (domain: 1.5).
REFUSED = {
    R.NOT_OURS: f"经审查，该事项不属于我单位职权范围，依照{XF}第二十三条第一款，不予受理。请向下列有权处理的机关、单位提出：",
    R.IN_HAND: f"经审查，同一信访事项（{{same}}）已经受理，正在规定期限内办理，依照{XF}第十九条第三款，不予受理。"
    "请等待该件的办理结果；有新的材料，可以向承办单位补交。",
    R.NO_REVIEW: f"经审查，同一信访事项（{{same}}）已有书面处理意见，在规定的30日内没有请求{{asked}}，依照{XF}第三十五条、"
    "第三十六条，不予受理。",
    R.FINAL: f"经审查，同一信访事项（{{same}}）已经复核，仍以同一事实和理由提出，依照{XF}第三十六条第三款，"
    "各级党委和政府信访部门和其他机关、单位不再受理。",
}
HELP = f"生活确有困难的，可以依法申请社会救助，我单位可以告知办法、帮助申请（{XF}第三十七条）。有新的事实、理由的，可以另行提出。"


def refusal(petition: Petition) -> Values:
    """不予受理告知书, of what was reviewed twice 不再受理告知书."""
    case, earlier = R(petition.refusal), petition.repeats
    asked = "复核" if earlier and earlier.ground == Petition.Ground.NO_SECOND else "复查"
    word = "不再受理" if case == R.FINAL else "不予受理"
    words = REFUSED[case].format(same=f"登记号{earlier.number}" if earlier else "", asked=asked)
    return notice(
        petition, f"信访事项{word}告知书", facts.dated(petition, "refusal"), [facts.received(petition), words],
        _where_to(petition), [HELP if case in (R.NO_REVIEW, R.FINAL) else "", facts.complaint()],
    )  # fmt: skip


def got(petition: Petition) -> Values:
    """收到情况告知书 of a suggestion (arts. 23, 29)."""
    until = facts.first_day(petition, clocks.STUDY)
    return notice(
        petition, "信访事项收到情况告知书", facts.dated(petition, "received"),
        [
            facts.received(petition),
            f"该事项属于建议意见类，由我单位依照{XF}第二十三条、第二十九条研究论证，于{until}前回复；科学合理、具有现实可行性的，采纳或者部分采纳。",
        ],
        closing=[facts.enquiries(petition), facts.complaint("到期没有收到回复的", "第四十五条")],
    )  # fmt: skip


def gone(petition: Petition) -> Values:
    """转送告知书: to whom it went, and what that body now owes (art. 23 ¶¶1, 3)."""
    last = (
        petition.correspondence.filter(purpose__in=(Purpose.FORWARD, Purpose.ASSIGN))
        .order_by("number")
        .last()
    )
    assert last is not None  # petitions.serving dates it by this letter
    where = "，".join(filter(None, (last.body.address, last.body.phone)))
    return notice(
        petition, "信访事项转送告知书", last.dated_on,
        [
            facts.received(petition),
            f"依照{XF}第二十二条、第二十三条第一款，该事项已于{say.day(last.dated_on)}{last.get_purpose_display()}下列有权处理的机关、单位：",
        ],
        (("去　　向", last.body.name), ("地址、电话", where or facts.INK), ("文　　号", last.reference)),
        [
            (f"该单位应当自收到之日起15日内，把接收情况以及处理途径和程序书面告知{facts.you(petition)}（第二十三条第三款）。"
            "可以直接向该单位了解办理情况、补交材料。"),
            facts.complaint("到期没有收到告知的"),
        ],
    )  # fmt: skip


def extension_notice(petition: Petition) -> Values:
    """延期办理告知书 (art. 34): why, and until when."""
    row = petition.extensions.get(granted=True)
    before = facts.first_day(petition, clocks.HANDLE)
    after = petition.clocks.filter(rule=clocks.HANDLE.key).exclude(extended_by="").first()
    return notice(
        petition, "信访事项延期办理告知书", row.decided_at,
        [
            f"{facts.you(petition)}提出的“{petition.title}”信访事项（登记号{petition.number}），我单位于{say.day(petition.accepted_on)}受理，原应于{before}前办结。",
            (f"因{row.reason.rstrip('。')}，情况复杂，在原期限内不能办结。依照{XF}第三十四条，经本单位负责人批准，办理期限延长{row.days}日，"
            f"至{say.day(after.raw) if after else facts.INK}止。"),
        ],
        closing=[
            facts.enquiries(petition),
            facts.complaint("延长的期限届满没有收到处理意见书的", "第四十五条"),
        ],
    )  # fmt: skip


def reply(petition: Petition) -> Values:
    """建议意见回复 (art. 29)."""
    return notice(
        petition, "建议意见回复", petition.replied_on,
        [
            facts.received(petition),
            f"我单位依照{XF}第二十九条进行了研究论证，对该项建议意见：{petition.get_adopted_display()}。",
            *say.sentences(petition.opinion),
        ],
        closing=[f"感谢{facts.you(petition)}对我镇工作的关心。有新的情况和意见，可以继续提出；对本回复有疑问的，可以直接询问。", facts.enquiries(petition)],
    )  # fmt: skip


def material(petition: Petition, row: Material) -> Values:
    """补充材料通知书: what to bring, by when and where; what it does not mean."""
    items = [line.strip() for line in row.what.splitlines() if line.strip()]
    return notice(
        petition, "信访事项补充材料通知书", row.at,
        [f"{facts.you(petition)}提出的“{petition.title}”信访事项（登记号{petition.number}）正在办理。为查清事实，请于{say.day(row.due_on)}前补充下列材料："],
        [(f"第 {number} 项", words) for number, words in enumerate(items, 1)],
        [
            f"材料可以送交或者邮寄综治中心（电话{facts.frame(petition)['phone']}），也可以请承办人上门收取；提交复印件的，请带原件核对。",
            "没有或者一时找不到的，请告知承办人，我单位按已有材料和调查的情况继续办理，不因此终止；办理期限照常计算。",
        ],
    )  # fmt: skip


def hearing_notice(petition: Petition, row: Hearing) -> Values:
    """听证通知书 (art. 31(6))."""
    return notice(
        petition, "信访听证通知书", row.told_on,
        [
            f"{facts.you(petition)}提出的“{petition.title}”信访事项（登记号{petition.number}）重大、复杂、疑难，我单位依照{XF}第三十一条第六项举行听证，请准时参加：",
        ],
        (("时　　间", say.moment(row.held_at, weekday=True)), ("地　　点", row.place), ("主 持 人", row.chair), ("参 加 人", row.people)),
        [
            f"可以委托代理人参加，可以带证据材料；认为主持人、承办人与本事项有直接利害关系的，可以在听证以前申请回避（{XF}第二十八条第三款）。",
            f"不能参加的，请在听证以前告知综治中心（电话{facts.frame(petition)['phone']}）。听证不收费用。",
        ],
    )  # fmt: skip
