"""同意书, 走访记录, 结束告知: for the person, or for the file of the team. Nothing of them leaves for anybody else."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from grid.care.clocks import ERASE, VISIT, team
from grid.care.steps import PROPOSE
from grid.models import Care

S = Care.Status
SIGNS = "　　　　　年　　月　　日"


def _sheet(care: Care, heading: str, table: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "heading": heading, "table": table,
        "note": f"登记号：{care.number}。本件只交本人（监护人）和走访的人，不得转给别人。", **more,
    }  # fmt: skip


def _who(care: Care) -> list[Any]:
    return [
        ("h1", [("姓　　名", care.name), ("类　　别", care.topic.name)]),
        ("h2", [("监护人、联系人", care.guardian or "无")]),
    ]


def _team(care: Care) -> str:
    return f"{care.area.name}老年人和妇女儿童工作委员会（{'、'.join(user.name for user in team(care)) or '待定'}）"


def consent(care: Care) -> Mapping[str, Any]:
    """What for, what is kept, who sees it, that it can be taken back (个人信息保护法 17, 29, 30)."""
    helps = care.topic.unit.name if care.topic.unit else "镇里有关部门"
    return _sheet(care, "关爱走访同意书", [
        *_who(care),
        ("h2", [("为　　了", f"每{care.cycle}天左右有人上门看看，有需要的由{helps}帮助。")]),
        ("h2", [("登记什么", "姓名、电话、住址、监护人（联系人）、需要的帮助和走访情况。不打分、不评级，不登记宗教、疾病、违法犯罪等情况。")]),
        ("h2", [("谁看得到", f"{_team(care)}、关爱专管员和审批的人；加密保存，每次查看都留记录。")]),
        ("h2", [("您的权利", f"可以不同意，可以随时撤回同意，不用说理由，也不影响办别的事；可以查阅、更正。结束后三十日内、撤回后三日内删除您的个人信息。咨询：{settings.TOWN['phone']}")]),
        ("h3", [("本人（监护人）意见", "")], f"□同意　□不同意　　签名：{SIGNS}"),
    ])  # fmt: skip


def record(care: Care) -> Mapping[str, Any]:
    """走访记录: each visit, each that was not made and each help, in the order of the days."""
    found = [
        (row.on, row.by.name if row.by else "", ("平安" if row.well else "有需要") if row.made else "没有走访", row.words or "")
        for row in care.visits.select_related("by")
    ]  # fmt: skip
    found += [(row.day, row.unit.short_name, "帮扶", row.words) for row in care.helps.select_related("unit")]
    lines = [(str(place), say.day(on), *more) for place, (on, *more) in enumerate(sorted(found), 1)]
    return _sheet(care, "关爱走访记录", [
        *_who(care),
        ("h2", [("走访的人", _team(care))]),
        ("h1", [("走访周期", f"每{care.cycle}天一次"), ("纳入日期", say.day(care.listed_on))]),
    ], heads=("次", "日期", "走访人、部门", "结果", "情况、帮助"), list=lines)  # fmt: skip


def ended(care: Care) -> Mapping[str, Any]:
    """结束告知: that it ends, why, and when what was kept is erased."""
    clock = next((one for one in care.clocks.all() if one.rule == ERASE.key), None)
    gone = (
        f"个人信息将于{say.day(clock.raw)}期满后删除，只留不含姓名的数字。"
        if clock and clock.raw
        else "个人信息依法删除。"
    )
    return _sheet(care, "结束关爱走访告知书", [
        *_who(care),
        ("h1", [("结束日期", say.day(care.ended_on)), ("原　　因", care.get_why_display())]),
        ("h2", [("告　　知", f"自结束日期起不再上门走访。{gone}")]),
        ("h2", [("以后有需要", f"请向村（社区）或者综治中心说一声，可以重新纳入。电话：{settings.TOWN['phone']}")]),
        ("h2", [("签　　收", "")], f"签收人签名：{SIGNS}"),
    ])  # fmt: skip


def _there(care: Care) -> str:
    return "个人信息已依法删除，不能再出具。" if care.erased_at else ""


def _visited(care: Care) -> str:
    return _there(care) or ("" if care.visits.all() else "还没有走访，没有走访记录。")


def _listed(care: Care) -> str:
    return _there(care) or ("" if care.listed_on else "没有纳入过，没有结束告知。")


DOCUMENTS = (
    DocumentKind("grid.care_consent", "关爱走访同意书", "documents/boxes.html", consent, number="{short}关同〔{year}〕{serial}号",
        permission=PROPOSE, statuses=frozenset({S.PROPOSED}), when=_there),
    DocumentKind("grid.care_visits", "关爱走访记录", "documents/boxes.html", record, number="{short}关访〔{year}〕{serial}号",
        permission=VISIT, statuses=frozenset({S.LISTED, S.ENDING, S.ENDED}), when=_visited),
    DocumentKind("grid.care_end", "结束关爱走访告知书", "documents/boxes.html", ended, number="{short}关结〔{year}〕{serial}号",
        statuses=frozenset({S.ENDED}), when=_listed),
)  # fmt: skip
