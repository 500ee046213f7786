"""T11 (domain: 4.2): legal services given in the month, each number with its list; and what the report says of them."""

from typing import Any

from core.procedure.indicators import Period
from core.procedure.standard_tables import Facts
from core.statistics import wording
from core.statistics.sheets import comparing

GIVEN = ("consulted", "consulted_in_hall", "consulted_by_phone", "consulted_online")
HELPED = ("aid_checked", "aid_sent", "aid_granted")
BESIDE = ("guided_notary", "guided_forensic", "guided_elsewhere", "papers_written")
CHECKED = ("checkups", "checkup_risks", "checkup_mended")
SPREAD = ("lessons", "lessons_attended", "lessons_leaflets", "lessons_owed")
SAT = ("lawyer_turns", "lawyer_people")
ADVISED = ("expertise_given", "papers_reviewed", "contracts_reviewed")
T11 = (*GIVEN, *HELPED, *BESIDE, *CHECKED, *SPREAD, *SAT, *ADVISED)
NOTE = "法律咨询按解答计，不含只表示意愿的；法律援助由县里决定，本镇只计初审和转交。各项口径见“指标解释”。"


def _changed(row: Any) -> str:
    said = (
        ("环比", wording.rise(row["mom"], False, row["month"], row["last_month"])),
        ("同比", wording.rise(row["yoy"], False, row["month"], row["last_year"])),
    )
    return "".join(f"，{word}{words}" for word, words in said if words)


def services(month: Period, facts: Facts) -> str:
    """公共法律服务, in the month's report."""
    found = facts["tables"]["T11"]
    n = {key: row["month"] for key, row in found.items()}
    if not any(n.values()):
        return ""
    ways = (("consulted_in_hall", "现场"), ("consulted_by_phone", "电话"), ("consulted_online", "网络"))
    among = "、".join(f"{word}{n[key]}件" for key, word in ways if n[key])
    row = found["consulted"]
    more = (
        ("aid_sent", "转交法律援助申请", "件"), ("guided_notary", "协助公证", "件"), ("guided_forensic", "指引司法鉴定", "件"),
        ("papers_written", "代写文书", "份"),
    )  # fmt: skip
    also = "，".join(f"{word}{n[key]}{unit}" for key, word, unit in more if n[key])
    if n["checkups"]:
        checked = f"为{n['checkups']}户企业作法治体检，列出风险点{n['checkup_risks']}个"
        also = f"{also}；{checked}" if also else checked
    if n["lessons"]:
        spread = f"开展法治宣传{n['lessons']}场{n['lessons_attended']}人次，发放资料{n['lessons_leaflets']}份"
        also = f"{also}；{spread}" if also else spread
    if n["lawyer_turns"]:
        sat = f"律师值班{n['lawyer_turns']}班次，接待{n['lawyer_people']}人次"
        also = f"{also}；{sat}" if also else sat
    return (
        f"解答法律咨询{n['consulted']}件{_changed(row)}" + (f"，其中{among}" if among else "") + (f"；{also}" if also else "")
        + f"；今年以来累计解答{row['ytd']}件。"
    )  # fmt: skip


TABLES = comparing("T11", "表11　公共法律服务统计表", T11, NOTE)
