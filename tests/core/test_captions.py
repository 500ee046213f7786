"""Facts hang on keys: whoever renames a caption changes what is read, and nothing else."""

from collections.abc import Mapping
from typing import Any

import pytest
from django import forms
from django.utils.timezone import localdate

from core.deadlines.calendars import office_calendar
from core.models import HistoryEntry
from core.operations import verify_history
from core.procedure.procedure import Procedure, by_kind, document_kinds, procedures
from core.records import history
from core.values.moments import now
from core.workflow import captions
from core.workflow.roadmap import Builder
from tests.people import Town


def every_row() -> list[tuple[Procedure, Any]]:
    return [(one, row) for one in procedures() for row in (one.workflow.opening, *one.workflow.transitions)]


def rename(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table of captions, and the label of every field of every act."""
    tables = [captions.CAPTIONS, *(one.workflow.captions for one in procedures())]
    for table in tables:
        for key, word in list(table.items()):
            monkeypatch.setitem(table, key, f"新{word}")  # type: ignore[arg-type]
    fields: dict[int, forms.Field] = {
        id(field): field for _, row in every_row() for field in getattr(row.asks, "base_fields", {}).values()
    }
    for field in fields.values():
        monkeypatch.setattr(field, "label", f"新{field.label}")


def papers(child: Any) -> Mapping[str, Any]:
    """What every paper says that can be issued now."""
    own = [kind for kind in document_kinds().values() if kind in by_kind()[child.kind].documents]
    return {kind.key: kind.values(child, None) for kind in own if not kind.why_not(child)}


def road(child: Any) -> list[tuple[Any, ...]]:
    """Its steps as they are measured and ordered; what is said beside them may be renamed."""
    entries = list(child.history.select_related("by", "holder", "unit", "detail").order_by("seq"))
    made = Builder(by_kind()[child.kind], child, entries, list(child.clocks.all()), office_calendar(), now())
    return [(step.name, step.state, step.holder_text, step.used_text) for step in made.build().steps]


def test_renamed_captions_change_no_paper_no_road_and_no_proof(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = town.hand_over(town.register(parties=[{"name": "陈守田"}]))
    case = town.act(case, "sign", town.handler).matter
    case = town.act(case, "reply", town.handler, answer="已清理。").matter
    case = town.act(case, "reopen", town.receptionist, reason="又堵了").matter
    case = town.hand_over(case)
    made = town.mediate(town.register(parties=[{"name": "甲方"}, {"name": "乙方", "role": "respondent"}]))
    town.sign(town.agree(made, "written"), on=localdate())
    history.erase(case.history.get(action="cases.reply"), by=town.auditor, reason="当事人要求")
    children = [by_kind()[one.kind].child(type(one).objects.get(pk=one.pk)) for one in (case, made)]
    before = [(papers(child), road(child)) for child in children]
    rename(monkeypatch)
    assert [(papers(child), road(child)) for child in children] == before
    assert list(verify_history.verify()) == []
    erased = HistoryEntry.objects.get(action=history.ERASED).detail.values
    assert erased[history.ENTRY] == case.history.get(action="cases.reply").seq


def test_what_is_read_bears_the_new_caption(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = by_kind()["case"].workflow
    row = flow.transition("uphold")
    assert (
        captions.caption(flow, row, "unit") == "承办单位" and captions.caption(flow, row, "reason") == "理由"
    )
    rename(monkeypatch)
    assert captions.caption(flow, row, "unit") == "新承办单位"
    assert captions.caption(flow, row, "old.reason") == "原新理由"
