"""Service on the matter's page: each paper and party, what was tried, what is left."""

from typing import Any

from django.utils.timezone import localdate

from core.models import Party, Service
from core.procedure.procedure import Panel
from core.service.serving import ToServe, addressees, serving_of
from core.values.screen_formats import day


def panel(child: Any, user: Any) -> dict[str, Any]:
    """Nothing where no paper is to be served (Procedure.gathers has read the tries)."""
    rows = list(child.services.all())
    lines = [
        _line(
            paper,
            party,
            [row for row in rows if (row.paper, row.party_id) == (paper.pk, party.pk)],
            paper.turn(child),
        )
        for paper in serving_of(child).due(child)
        for party in addressees(child, paper.pk)
    ]
    return {"lines": lines, "served": sum(line["served"] for line in lines)}


def _line(paper: ToServe, party: Party, tries: list[Service], turn: int) -> dict[str, Any]:
    """Every try is shown; whether it is served is what those of its last making say."""
    done = next((row for row in tries if row.served_on and row.turn == turn), None)
    waits = any(row.under_way and row.turn == turn for row in tries)
    ahead = done is not None and not done.counts_on(localdate())
    state = "公告期内" if ahead else "已送达" if done else "邮寄途中" if waits else "未送达"
    return {
        "paper": paper.label,
        "who": f"{party.get_role_display()} {party.masked_name}",
        "tries": [said(row) for row in tries],
        "day": day(done.served_on) if done and done.served_on else "",
        "state": state,
        "served": done is not None,
    }


def said(row: Service) -> str:
    """One try in a line: 2026-08-31 留置送达：拒绝签收（不同意），见证人 罗春梅（桃坞村委会）."""
    what = str(row.get_way_display())
    by = (
        f"，{row.receiver}（{row.relation}）签收"
        if row.receiver and row.relation
        else f"，{row.receiver}签收"
    )
    parts = (
        day(row.on or row.sent_on) if row.on or row.sent_on else "",
        what
        + (f"（{row.refused_for}）" if row.refused_for else "")
        + (by if row.receiver and not row.failed else ""),
        f"，见证人 {row.witness}（{row.witness_post}）" if row.witness else "",
        "，已拍照、录像" if row.pictured else "",
        f"，邮件 {row.tracking}，{day(row.sent_on)} 寄出" if row.tracking and row.sent_on else "",
        f"，{row.place}" if row.place else "",
        f"；没有送达：{row.failed}" if row.failed else "",
        f"；{row.words}" if row.words else "",
    )
    return parts[0] + " " + "".join(parts[1:])


PANEL = Panel("core/service_panel.html", panel)
