"""A consultation: asked, answered, reused, and becoming something else without being typed again."""

import copy
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core.intake.similar import similar
from core.models import Matter
from core.procedure.procedure import by_kind
from core.values.refused import Refused
from core.workflow.perform import open_matter
from legal.models import Consultation, Guide, Reply
from legal.views import law
from tests.people import Town, moment

RENT = "租的房子到期了，房东不退押金，怎么办"
ANSWER = "押金应当在交还房屋、结清费用后退还。先书面催告，协商不成可以申请调解或者起诉。"

PEOPLE = [
    {"role": "applicant", "name": "陶根发", "of_age": True},
    {"role": "respondent", "name": "潘水英", "of_age": True},
]


@pytest.fixture
def town(scene: Town) -> Town:
    return copy.deepcopy(scene)


def ask(town: Town, question: str = RENT, by: Any = None, at: Any = None, **facts: Any) -> Consultation:
    data = {
        "channel": "hall",
        "question": question,
        "area": town.town,
        "centre": town.centre,
        "town": town.town,
        **facts,
    }
    return open_matter("consultation", by=by or town.receptionist, data=data, key=uuid4(), at=at).matter


def page(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def posted(**facts: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "version": "0", "channel": "hall", "question": RENT, "area": "不详",
        "people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "1", "people-0-role": "applicant", "people-0-name": "", **facts,
    }  # fmt: skip


def test_only_the_question_must_be_written(town: Town) -> None:
    """Nobody is named, nothing else is known; the answer makes it given at once."""
    client = page(town.receptionist)
    answer = client.post(reverse("register_consultation"), posted(answer=ANSWER))
    made = Consultation.objects.latest("pk")
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert (made.status, made.answer, made.answered_by, made.closed_at) == (
        "answered",
        ANSWER,
        town.receptionist,
        made.answered_at,
    )
    assert not made.parties.exists()
    assert made.area == town.town


def test_a_surname_is_enough(town: Town) -> None:
    page(town.receptionist).post(reverse("register_consultation"), posted(**{"people-0-name": "陶"}))
    made = Consultation.objects.latest("pk")
    assert (made.status, made.parties.get().name) == ("asked", "陶")


def test_satisfaction_without_an_answer_is_refused(town: Town) -> None:
    answer = page(town.receptionist).post(reverse("register_consultation"), posted(satisfaction="satisfied"))
    assert "还没有写答复，这一项先空着。" in answer.content.decode()


def test_what_waits_is_seen_by_who_answers_and_no_other_of_his_room(town: Town) -> None:
    """The legal officer sees only his own; a handler of a unit sees none."""
    asked = ask(town)
    given = ask(town, "邻居装空调滴水怎么办", answer=ANSWER)

    def sees(user: Any, matter: Any) -> bool:
        return Matter.objects.visible_to(user).filter(pk=matter.pk).exists()

    assert sees(town.legal_officer, asked)
    assert not sees(town.legal_officer, given)
    assert sees(town.director, given)
    assert not sees(town.handler, asked)
    assert asked.clocks.get().rule == "legal.answer"
    done = town.act(
        asked, "answer", town.legal_officer, answer=ANSWER, lawyer="", minutes=6, satisfaction="satisfied"
    ).matter
    assert (done.status, done.answerer, done.minutes) == ("answered", "苏雨晴", 6)
    assert done.clocks.get().end == "met"


def test_what_is_sealed_opens_to_one_by_name(town: Town) -> None:
    hurt = ask(town, "丈夫打我，怎么申请保护", flags=["domestic_violence"], to=town.legal_officer)
    assert hurt.compartment == "domestic_violence"
    seen = [
        user.username
        for user in town.users.values()
        if Matter.objects.visible_to(user).filter(pk=hurt.pk).exists()
    ]
    assert set(seen) == {"receptionist", "legal_officer", "director", "duty_leader", "petition_officer"}
    other = ask(town, "丈夫打我，怎么申请保护", flags=["domestic_violence"])
    assert not Matter.objects.visible_to(town.legal_officer).filter(pk=other.pk).exists()
    assert not Matter.objects.visible_to(town.system_admin).filter(pk=hurt.pk).exists()


def test_words_of_harm_are_asked_about(town: Town) -> None:
    client = page(town.receptionist)
    answer = client.post(reverse("register_consultation"), posted(question="孩子在学校被打了，学校要不要赔"))
    assert "像未成年人" in answer.content.decode()
    client.post(
        reverse("register_consultation"),
        posted(question="孩子在学校被打了，学校要不要赔", closed_minor="yes"),
    )
    assert Consultation.objects.latest("pk").compartment == "minor"


def test_similar_questions_bring_their_answer(town: Town) -> None:
    before = ask(town, answer=ANSWER)
    found = similar(town.receptionist, by_kind()["consultation"], "房东不退押金，租房到期了")
    assert found[0].matter.pk == before.pk
    shown = page(town.receptionist).post(
        reverse("register_look", kwargs={"kind": "consultation"}), posted(question="房东不退押金，租房到期了")
    )
    assert ANSWER in shown.content.decode()


def test_whoever_answers_later_has_the_question_and_earlier_answers_before_him(town: Town) -> None:
    ask(town, "租房到期，房东不退押金怎么办", answer=ANSWER)
    made = ask(town, f"{RENT}？我今年七十岁，不识字，女儿在外地")
    shown = (
        page(town.director).get(f"/matters/{made.pk}/do/answer/").content.decode().partition("<textarea")[0]
    )
    assert "我今年七十岁，不识字" in shown.partition('id="question"')[2], "the whole of it, not its title"
    assert f'data-put="{ANSWER}"' in shown and shown.count("以前问过类似的") == 1


def test_an_answer_is_kept_without_names(town: Town) -> None:
    given = ask(town, answer=f"陶根发可以起诉。{ANSWER}", parties=[{"role": "applicant", "name": "陶根发"}])
    with pytest.raises(Refused, match="不能有当事人的姓名"):
        town.act(given, "keep_reply", town.director, title="不退押金", topic="rent", words=given.answer)


def test_a_kept_answer_is_found_until_it_is_retired(town: Town) -> None:
    given = ask(town, answer=ANSWER)
    town.act(given, "keep_reply", town.director, title="房东不退押金", topic="rent", words=ANSWER)
    shown = page(town.legal_officer).get(reverse("law"), {"q": "押金"}).content.decode()
    assert "房东不退押金" in shown
    row = Reply.objects.get()
    town.act(given, "retire_reply", town.director, reply=row, reason="写得不全。")
    assert law.replies("押金") == []


def test_it_becomes_a_mediation_a_petition_without_retyping(town: Town) -> None:
    given = ask(town, answer=ANSWER, parties=PEOPLE)
    made = town.act(
        given, "to_mediation", town.dispatcher, body=town.committee, dispute="contract", source="application"
    ).opened
    assert (made.code, [one.name for one in made.people]) == (given.code, ["陶根发", "潘水英"])
    assert made.facts == RENT or RENT in made.title
    assert Consultation.objects.get(pk=given.pk).status == "answered"  # it waits for nothing
    town.act(made, "refuse", town.committee_head, refusal="taken", refusal_note="法院已经立案。")
    other = ask(town)
    petition = town.act(other, "to_petition", town.dispatcher, channel="hall", part="unit").opened
    assert petition.demand == RENT
    with pytest.raises(Refused, match="还没有转其他程序"):
        town.act(ask(town), "turn_over", town.dispatcher)
    assert town.act(other, "turn_over", town.dispatcher).matter.status == "turned"


def test_it_is_registered_as_a_case_with_what_is_known(town: Town) -> None:
    """Words, place and people stand in the form; their numbers stay in the file. Of what is sealed nothing is carried."""
    given = ask(town, answer=ANSWER, area=town.taowu, parties=[{**PEOPLE[0], "phone": "19900000013"}])
    client = page(town.receptionist)
    address = f"{reverse('register', kwargs={'kind': 'case'})}?from="
    shown = client.get(f"{address}{given.pk}").content.decode()
    assert RENT in shown and 'value="陶根发"' in shown and "桃坞村" in shown and "19900000013" not in shown
    hurt = ask(town, "丈夫打我，怎么申请保护", flags=["domestic_violence"])
    for pk in (hurt.pk, 0, "x"):
        assert "丈夫打我" not in client.get(f"{address}{pk}").content.decode()


def test_a_guide_leaves_blank_what_no_source_says(town: Town) -> None:
    guide = Guide.objects.create(
        kind="notary", title="继承公证", source="县公证处窗口告知", source_on="2026-05-06"
    )
    given = ask(town, answer=ANSWER)
    town.act(given, "guide", town.receptionist, guide=guide, helped="代为预约")
    paper = next(kind for kind in by_kind()["consultation"].documents if kind.key == "legal.guide")
    values = paper.context(Consultation.objects.get(pk=given.pk), given.guided.get())
    assert dict(values["rows"])["费　　用"] == "未填写"


def test_who_registered_it_does_not_void_it(town: Town) -> None:
    made = ask(town, by=town.dispatcher, at=moment("2026-03-02 09:10"))
    with pytest.raises(Refused, match="登记人以外"):
        town.act(made, "void", town.dispatcher, reason="重复。")
    assert town.act(made, "void", town.director, reason="重复。").matter.status == "voided"


def test_nobody_else_reads_the_guides_or_registers(town: Town) -> None:
    assert page(town.archivist).get(reverse("guide_paper", args=[1])).status_code == 403
    for name in ("guides", "register_consultation"):
        assert page(town.archivist).get(reverse(name)).status_code == 403, name
        assert page(town.receptionist).get(reverse(name)).status_code == 200, name
