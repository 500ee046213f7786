"""What the month's report says of mediation, drafted from its tables by rules (domain: 4.3)."""

from core.procedure.indicators import Period
from core.procedure.standard_tables import Facts
from core.statistics import wording
from mediation.indicators import PREVENTED
from mediation.models import Mediation
from mediation.splits import SOURCE
from mediation.standard_tables import SOURCES

REFERRED = SOURCES[2:]  # sent by a court, the police, another organ


def disputes(month: Period, facts: Facts) -> str:
    """矛盾纠纷排查化解: the sums of T3, the ladder, where disputes came from, what was prevented."""
    tables = facts["tables"]
    rows = tables["T3"]
    whole = {key.removeprefix("mediation_"): value for key, value in rows[""].items()}
    if not any(whole[key] for key in ("opening", "accepted", "agreed", "ended")):
        return "本月未受理人民调解案件，无上月结转。" + _ladder(tables["T3L"])
    rate = (
        ""
        if whole["rate"] is None
        else f"，调解成功率{wording.number(whole['rate'], rate=True)}"
        f"（成功÷办结；按成功÷受理为{wording.number(whole['rate_of_accepted'], rate=True)}）"
    )
    yuan = f"，协议金额{wording.ten_thousand(whole['amount'])}万元" if float(whole["amount"]) else ""
    kinds = [(Mediation.Dispute(kind).label, row["mediation_accepted"]) for kind, row in rows.items() if kind]
    return (
        f"各级人民调解组织受理纠纷{whole['accepted']}件{_referred(tables['T5'])}，"
        f"调解成功{whole['agreed']}件，终止{whole['ended']}件，期末在调{whole['closing']}件{rate}。"
        f"涉及当事人{whole['people']}人{yuan}；书面协议{whole['written']}件，口头协议{whole['oral']}件；"
        f"履行完毕{whole['performed']}件，司法确认{whole['confirmed']}件，受理疑难复杂{whole['difficult']}件。"
        + _ladder(tables["T3L"])
        + _prevented(tables["T6"])
        + wording.most("按类型看，", kinds, whole["accepted"], "居前")
    )


def _referred(rows: Facts) -> str:
    """（其中法院移送2件、公安机关移送1件); nothing where nothing was sent."""
    named = [
        (one.label, rows.get(f"{SOURCE}{one.value}", {}).get("mediation_accepted", 0)) for one in REFERRED
    ]
    words = "、".join(f"{label}{number}件" for label, number in named if number)
    return f"（其中{words}）" if words else ""


def _ladder(found: Facts) -> str:
    """梯次就地化解5件（网格员3件、网格长2件）。"""
    rows = found["rows"]
    if not rows[""]:
        return ""
    words = "、".join(f"{label}{rows[part]}件" for part, label in found["lines"] if rows[part])
    return f"梯次就地化解{rows['']}件（{words}）。"


def _prevented(row: Facts) -> str:
    """防止自杀1件2人、制止群体性械斗1件8人。"""
    words = "、".join(
        f"{label}{number}件{row[f'mediation_prevented_{key}_people']}人"
        for key, label in PREVENTED
        if (number := row[f"mediation_prevented_{key}"])
    )
    return f"{words}。" if words else ""
