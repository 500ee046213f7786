"""A paper tells what was true on its own day: issued again after all that followed, it says the same.

Each paper is taken right after the act that it is of, and once more at the very end. What may differ is named, with why.
"""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import time_machine

from core.models import Party, User
from core.procedure.procedure import by_kind
from core.records.history import canonical
from mediation.models import Instalment
from tests.people import Town, moment
from tests.petitions import files

PARTIES = [
    {"name": "陶根发", "role": "applicant", "id_kind": "resident", "id_number": "990121195803160112"},
    {"name": "潘水英", "role": "respondent"},
]
# Papers that go on with the matter on purpose, and what they then tell.
GO_ON = {
    "mediation.evidence": "a list that grows with each piece, and is signed when the file is made up",
    "mediation.closing": "tells the state on its day of filling in, which it prints",
    "mediation.receipt": "room for ink until the day of performance",
    "mediation.confirmation": "a draft until both sides have asked",
    "mediation.service": "room for ink until each addressee is served",
    "mediation.dossier": "made of all others",
    "cases.dossier": "made of all others",
    "petitions.service": "room for ink until each addressee is served",
    "petitions.registration": "the office's form, with a box for each later step",
    "petitions.extension_form": "the unit asks on it, and the head decides on it",
    "petitions.charge": "the leader signs on it that it is resolved",
    "petitions.dossier": "made of all others",
    "cases.receipt": "tells what is next on the day when it is printed",
    "cases.receipt_twice": "tells what is next on the day when it is printed",
    "cases.registration_form": "the office's form, with a box for each later step",
    "cases.returned": "its lower half is the centre's ruling on the return",
    "cases.called_back": "one form for all calls of a matter, the last in its boxes",
}


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


class Watch:
    """What each paper said when it could be issued for the first time."""

    def __init__(self) -> None:
        self.first: dict[tuple[str, str], bytes] = {}

    def look(self, matter: Any) -> Any:
        procedure = by_kind()[matter.kind]
        child = procedure.model._default_manager.get(pk=matter.pk)
        for kind in procedure.documents:
            if kind.key in GO_ON or kind.why_not(child):
                continue
            for part in kind.scopes(child):
                said = canonical(kind.values(child, part)[1])
                assert self.first.setdefault((kind.key, part or ""), said) == said, kind.key
        return matter

    def again(self, matter: Any) -> set[str]:
        """The papers, asked for at the end whatever the stage."""
        procedure = by_kind()[matter.kind]
        child = procedure.model._default_manager.get(pk=matter.pk)
        kinds = {kind.key: kind for kind in procedure.documents}
        own = {pair: said for pair, said in self.first.items() if pair[0] in kinds}
        for (key, part), said in own.items():
            kind = kinds[key]
            assert canonical(kind.values(child, part if kind.parts else None)[1]) == said, (key, part)
        return {key for key, _ in own}


def test_a_mediation_s_papers_keep_to_their_day(town: Town) -> None:
    watch = Watch()
    case = town.register(parties=[dict(one) for one in PARTIES], at=moment("2026-03-02 09:00"))
    made = watch.look(town.mediate(case, "told", at=moment("2026-03-02 10:00")))

    def act(name: str, at: str, by: Any = town.mediator, **data: Any) -> None:
        nonlocal made
        made = watch.look(town.act(made, name, by, moment(at) if at else None, **data).matter)

    sitting = {"place": "调解室", "present": "双方", "record": "各述理由。"}
    act("hold_session", "2026-03-12 10:00", **sitting)
    asked = {"place": "塘边", "asked": "方立新", "record": "有缺口。"}
    act("inquire", "2026-03-13 10:00", **asked)
    act("inquire", "2026-03-14 10:00", **asked, private=True)
    consent = {f"agreed_{party.pk}": date(2026, 3, 20) for party in made.people}
    act("prolong", "2026-03-20 10:00", until=date(2026, 4, 20), reason="等估价", **consent)
    act("hold_session", "2026-03-30 10:00", **sitting, result="settled")
    parts = [{"due_on": date(2026, 4, 20), "amount": 600, "what": "付清"}]
    agreed = {"form": "written", "terms": "付款六百元", "on_the_spot": False, "instalments": parts}
    act("agree", "2026-03-30 11:00", **agreed)
    act("check_agreement", "2026-03-30 14:00", town.committee_head, verdict="lawful", note="")
    made = watch.look(town.sign(_unchecked(made), on=date(2026, 3, 31)))
    part = Instalment.objects.get(matter=made)
    act("perform", "", instalment=part, done_on=part.due_on, proof="收条")
    act("visit", "", way="上门", visited="双方", performed="已履行")
    assert watch.again(made) >= {
        "mediation.application", "mediation.register", "mediation.rights", "mediation.record", "mediation.inquiry",
        "mediation.talk", "mediation.prolonging", "mediation.agreement", "mediation.visit",
    }  # fmt: skip


def _unchecked(made: Any) -> Any:
    """As before the head looked: Town.sign does both."""
    type(made).objects.filter(pk=made.pk).update(checked_at=None, checked_by=None)
    return made


def test_who_came_later_stands_on_no_earlier_record(town: Town) -> None:
    with time_machine.travel(moment("2026-03-12 09:00")):
        made = town.mediate(town.register(parties=[dict(one) for one in PARTIES]))
    with time_machine.travel(moment("2026-03-16 09:00")):
        person = {"name": "孟德顺", "role": "respondent", "of_age": True}
        town.act(made.parent, "add_party", town.dispatcher, party=person)
    made = by_kind()["mediation"].model._default_manager.get(pk=made.pk)
    kind = next(one for one in by_kind()["mediation"].documents if one.key == "mediation.record")
    said = kind.context(made, made.sessions.get())
    assert "潘水英" in f"{said}" and "孟德顺" not in f"{said}"


def test_the_records_of_a_mediation_that_ended_keep_to_their_day(town: Town) -> None:
    watch = Watch()
    case = town.register(parties=[dict(one) for one in PARTIES], at=moment("2026-05-18 09:00"))
    made = watch.look(town.mediate(case, at=moment("2026-05-20 10:00")))
    made = watch.look(
        town.act(
            made,
            "end",
            town.mediator,
            moment("2026-07-15 10:00"),
            end_reason="no_agreement",
            end_note="谈不拢",
        ).matter
    )
    party = made.people.get(role=Party.Role.APPLICANT)
    watch.look(
        town.act(
            made, "serve", town.mediator, to=("mediation.end", party), way="direct", on=date(2026, 7, 16)
        ).matter
    )
    assert {"mediation.record", "mediation.end"} <= watch.again(made)


def test_a_case_s_papers_keep_to_their_hand_over(town: Town) -> None:
    watch = Watch()
    case = town.register(parties=[dict(PARTIES[0])], at=moment("2026-04-02 09:00"))
    helper = {"unit": town.farms, "part": "核对受损面积", "days": 3}
    words = {"words": "先排水。", "unit": town.works, "grade": "complex", "helpers": [helper]}
    steps: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
        (
            "ask_instruction",
            "2026-04-02 09:30",
            town.dispatcher,
            {"leader": town.duty_leader, "opinion": "拟由村镇办主办。"},
        ),
        ("instruct", "2026-04-02 10:00", town.duty_leader, words),
        ("return", "2026-04-02 15:00", town.handler, {"reason": "not_ours", "explanation": "职责清单第三项"}),
        ("hand_over", "2026-04-02 16:00", town.dispatcher, {"unit": town.works, "grade": "complex"}),
        ("sign", "2026-04-03 09:00", town.handler, {}),
        ("ask_extension", "2026-04-08 09:00", town.handler, {"days": 10, "reason": "等料"}),
        ("grant_extension", "2026-04-08 10:00", town.director, {"opinion": "同意"}),
        ("sign_as_helper", "2026-04-08 11:00", town.stranger, {}),
        ("answer_as_helper", "2026-04-09 10:00", town.stranger, {"answer": "受损两亩三分。"}),
        ("reply", "2026-04-10 10:00", town.handler, {"answer": "已清理。"}),
        ("call_back", "2026-04-12 10:00", town.receptionist, {"satisfaction": "satisfied"}),
    )
    for name, at, by, data in steps:
        case = watch.look(town.act(case, name, User.objects.get(pk=by.pk), moment(at), **data).matter)
    assert "cases.handover" in watch.again(case)
    sheet = next(kind for kind in by_kind()["case"].documents if kind.key == "cases.handover")
    assert sheet.why_not(case) == ""  # also when all is done
    first, second = (sheet.values(case, part)[1] for part in sheet.scopes(case))  # type: ignore[misc]
    assert [helper["unit"] for helper in first["helpers"]] == ["农业农村办公室"]
    assert (
        first["leader_note"] == "先排水。" and "leader_note" not in second
    )  # the desk's own, after a return


def test_a_petition_s_papers_keep_to_their_day(town: Town) -> None:
    watch = Watch()
    with time_machine.travel(moment("2026-05-06 09:00")):
        made: Any = watch.look(files.registered(town, at=moment("2026-05-06 09:00")))

    def act(name: str, at: str, by: Any = town.handler, **data: Any) -> None:
        nonlocal made
        with time_machine.travel(moment(at)):
            made = watch.look(town.act(made, name, by, **data).matter)

    desk = town.petition_officer
    act("sort", "2026-05-07 09:00", desk, kind_of="appeal", way="6")
    act("accept", "2026-05-08 09:00", desk, accepted_on=date(2026, 5, 8), unit=town.works, major=False)
    asked = {"place": "渠边", "asked": "方立新", "second": "冯立言", "record": "渠被堵了。"}
    act("inquire", "2026-05-12 15:00", held_at=moment("2026-05-12 14:00"), **asked)
    act("ask_extension", "2026-07-01 09:00", days=30, reason="等测产结论")
    act("grant_extension", "2026-07-02 09:00", town.duty_leader)
    said = {
        "found": "渠被渣土堵塞。",
        "result": "supported",
        "opinion": "七月底前清理。",
        "basis": "《农田水利条例》",
    }
    answers = [(claim, "supported", "七月底前清理。") for claim in made.claims.all()]
    act("draft", "2026-07-10 09:00", answers=answers, **said)
    act("check", "2026-07-11 09:00", town.committee_head, passed="yes")
    act("sign", "2026-07-12 09:00", town.duty_leader)
    for party in made.people:
        act(
            "serve",
            "2026-07-14 09:00",
            desk,
            to=("petitions.opinion", party),
            way="direct",
            on=date(2026, 7, 13),
        )
    act("carry_out", "2026-08-01 09:00", on=date(2026, 7, 30), words="已清理。")
    assert watch.again(made) >= {
        "petitions.receipt", "petitions.acceptance", "petitions.inquiry", "petitions.extension_notice", "petitions.opinion",
    }  # fmt: skip
