"""Bringing in petitions: days are kept, late is late for ever, accusations come in sealed, nothing twice."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from core.exchange.import_table import read_head, read_table
from core.models import Clock, HistoryEntry, OutsideBody
from core.operations import verify_history
from petitions.importer import COLUMNS
from petitions.models import Petition
from tests.people import Town, moment

HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\r\n"
MESSAGES = (
    "81001,Q0001,水渠堵了,2025/3/3 9:32:09,三组水渠堵了两个月，田里灌不上水。,已清淤。,2025/3/10 14:56:53\r\n"
    "81002,Q0002,路灯不亮,2025-03-03 08:00:00,四组三盏路灯不亮。,已换灯泡。,2025年3月20日 10:00\r\n"
    "81003,Q0003,垃圾站太臭,２０２５/3/3 8:00,垃圾站太臭，影响做生意。,已加盖清运。,2025/5/20 8:00\r\n"
    "81004,Q0004,没有回音,2025/3/3 8:00,问了两次征地补偿的标准，没有回音。,,\r\n"
    "81005,Q0005,日子反了,2025/3/3 8:00,自来水发黄。,已冲洗管道。,2025/3/1 8:00\r\n"
    "81006,Q0006,举报,2025/3/3 8:00,举报村会计侵吞低保款，请为我保密。,已转有关部门。,2025/3/9 8:00\r\n"
    "81001,Q0001,水渠堵了,2025/3/3 9:32:09,三组水渠堵了两个月，田里灌不上水。,已清淤。,2025/3/10 14:56:53\r\n"
    "81008,Q0008,没有日子,,井盖松了。,,\r\n"
)
TRANSFERS = "信访件编号,信访形式,姓名,电话,住址,人数,信访日期,概况,转送单位,转送文号,上级收到日期,限办时间,联名信或集体访,越级标志,进京访风险,稳控措施,息诉息访承诺,是否劝返\n"
NOW = "2026-03-02 09:00"


def bring(file: Path, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    by = {"by": "petition_officer", "json": True, "stdout": out, "stderr": io.StringIO()}
    with time_machine.travel(moment(NOW)):
        call_command("import_matters", "petition", str(file), **by, **options)
    return json.loads(out.getvalue())


def write(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def clock(petition: Petition, rule: str) -> Clock:
    return petition.clocks.get(rule=f"petition.{rule}")


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    return write(tmp_path / "messages.csv", HEAD + MESSAGES)


def of(number: str, source: str = "信箱") -> Petition:
    return Petition.objects.get(source_key=f"{source}:{number}")


def test_messages_come_in_with_their_two_legal_terms_as_they_were(town: Town, messages: Path) -> None:
    report = bring(messages, source="信箱")
    assert (report["read"], report["stored"], report["existing"]) == (8, 5, 0)
    told = {one["row"]: one["reason"] for one in report["refused"]}
    assert list(told) == [6, 9] and "早于收到时间" in told[6] and "“收到时间”是空的" in told[9]
    assert report["doubled"] == [{"row": 8, "reason": "和第 2 行一样"}]
    assert report["sealed"][0]["row"] == 7 and "检举控告" in report["sealed"][0]["reason"]
    notes = report["notes"]
    assert notes["应当书面告知"] == 4
    assert (notes["书面告知按期"], notes["书面告知逾期"]) == (1, 2)
    assert (notes["答复按期"], notes["答复逾期，以后的统计一直计逾期"]) == (2, 1)
    late = of("81003")
    assert (late.status, late.late_before, late.opinion) == ("replied", True, "已加盖清运。")
    assert (clock(late, "notice").raw, clock(late, "handle").raw) == (date(2025, 3, 18), date(2025, 5, 2))
    assert all(one.ended_at == moment("2025-05-20 08:00") >= one.expires_at for one in late.clocks.all())
    quick = of("81001")
    assert quick.closed_at == moment("2025-03-10 14:56:53") and not quick.late_before
    assert {one.rule for one in quick.clocks.all()} == {"petition.notice", "petition.handle"}
    assert all(one.ended_at < one.expires_at for one in quick.clocks.all())
    slow = of("81002")
    assert not slow.late_before and clock(slow, "notice").ended_at >= clock(slow, "notice").expires_at
    assert list(verify_history.verify()) == []


def test_what_nobody_answered_is_open_and_born_overdue(town: Town, messages: Path) -> None:
    bring(messages, source="信箱")
    waiting = of("81004")
    notice = clock(waiting, "notice")
    assert waiting.status == "registered" and notice.ended_at is None and notice.raw == date(2025, 3, 18)
    assert clock(waiting, "enter").ended_at is None


def test_an_accusation_is_sealed_before_it_is_stored(town: Town, messages: Path) -> None:
    bring(messages, source="信箱")
    accusation = of("81006")
    assert (accusation.compartment, accusation.kind_of) == ("accusation", "accusation")
    assert not accusation.clocks.exists()
    for user in (town.receptionist, town.handler):
        assert not Petition.objects.visible_to(user).filter(pk=accusation.pk).exists()
    assert Petition.objects.visible_to(town.director).filter(pk=accusation.pk).exists()


def test_nothing_is_stored_twice_and_what_is_new_is_told(town: Town, messages: Path, tmp_path: Path) -> None:
    bring(messages, source="信箱")
    again = bring(messages, source="信箱")
    assert (again["stored"], again["existing"]) == (0, 5)
    text = MESSAGES.replace("四组三盏路灯", "五组三盏路灯").replace(
        "没有回音。,,", "没有回音。,标准已寄给您。,2025/4/1 9:00"
    )
    changed = bring(write(tmp_path / "again.csv", HEAD + text, "gb18030"), source="信箱")
    assert changed["stored"] == 0 and changed["answered"] == 1
    assert [one["row"] for one in changed["differs"]] == [3] and "诉求不同" in changed["differs"][0]["reason"]
    assert of("81004").status == "replied" and clock(of("81004"), "notice").ended_at == moment(
        "2025-04-01 09:00"
    )
    assert HistoryEntry.objects.filter(action="petitions.register").count() == 5


def test_a_demand_of_any_length_is_kept_whole(town: Town, tmp_path: Path) -> None:
    demand = "水渠堵了两个月。" * 200 + "请清理。"
    bring(write(tmp_path / "long.csv", HEAD + f"82001,Q1,长信,2025/3/3,{demand},,\n"), source="信箱")
    petition = of("82001")
    assert petition.demand == demand and len(petition.claims.get().words) == 500


def county() -> OutsideBody:
    return OutsideBody.objects.get(short_name="县信访局")


def row(number: str, **cells: str) -> str:
    usual = {
        "form": "来信", "name": "秦满仓", "phone": "19900000021", "home": "竹溪村 3 号", "heads": "１", "on": "2026-02-26", "words": "排水渠堵了，请镇里清理。",
        "sender": "县信访局", "paper": "澄信转〔2026〕9号", "above": "2026-02-24", "by": "2026-04-20", "joint": "否", "over": "否",
    } | cells  # fmt: skip
    return ",".join((number, *usual.values(), "高", "包保到人", "已签", "是")) + "\n"


def test_a_list_of_transfers_starts_the_clocks_of_its_day_of_receipt(town: Town, tmp_path: Path) -> None:
    text = (
        TRANSFERS
        + row("99A1", heads="１２人", joint="是", over="是")
        + row("99A2", name="孟小禾", phone="19900000022", sender="天外信访局")
    )
    report = bring(write(tmp_path / "t.csv", text), source="县转送")
    assert report["stored"] == 1 and "天外信访局" in report["refused"][0]["reason"]
    assert report["asked"] == {"转送单位": {"天外信访局": 1}}
    made = Petition.objects.get(national_number="99A1")
    assert (made.source, made.sender, made.sender_number) == ("assigned", county(), "澄信转〔2026〕9号")
    assert (made.sender_on, made.report_by, made.head_count) == (date(2026, 2, 24), date(2026, 4, 20), 12)
    assert made.facts == ["above", "joint"] and made.status == "registered"
    raws = {one.rule: one.raw for one in made.clocks.all()}
    assert raws == {
        "petition.notice": date(2026, 3, 13), "petition.object": date(2026, 3, 4), "petition.report": date(2026, 4, 20),
    }  # fmt: skip


def test_columns_that_grade_people_are_not_taken_whatever_is_answered(town: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", TRANSFERS + row("99B1"))
    said = {"+": ["稳控措施", "进京访风险"]}
    head = read_head(path.read_bytes(), COLUMNS, said)
    refused = {one.label: one.told for one in head.columns if one.never}
    assert list(refused) == ["进京访风险", "稳控措施", "息诉息访承诺", "是否劝返"]
    assert all(told.startswith("不收：") for told in refused.values())
    assert not read_table(path.read_bytes(), COLUMNS, said=said).rows[0].extra
    bring(path, source="县转送")
    made = Petition.objects.get(national_number="99B1")
    kept = json.dumps(
        [one.detail.values for one in made.history.select_related("detail")], ensure_ascii=False
    )
    assert not any(word in kept + made.demand for word in ("包保到人", "已签", "高"))


def test_an_unknown_body_is_asked_once_and_then_known(town: Town, tmp_path: Path) -> None:
    mapping = write(
        tmp_path / "m.toml", '["词语"."转送单位"]\n"天外信访局" = "' + county().name + '"\n', "utf-8"
    )
    path = write(tmp_path / "t.csv", TRANSFERS + row("99C1", sender="天外信访局"))
    assert bring(path, source="县转送", mapping=mapping)["stored"] == 1
    assert Petition.objects.get(national_number="99C1").sender == county()


def test_the_same_letter_is_here_already_and_a_later_one_is_linked(town: Town, tmp_path: Path) -> None:
    assert bring(write(tmp_path / "a.csv", TRANSFERS + row("99D1")), source="县转送")["stored"] == 1
    first = Petition.objects.get(national_number="99D1")
    same_number = bring(write(tmp_path / "b.csv", TRANSFERS + row("99D1")), source="市转送")
    same_letter = bring(write(tmp_path / "c.csv", TRANSFERS + row("")), source="市转送")
    assert (same_number["existing"], same_letter["existing"]) == (1, 1)
    later = row("99D2", on="2026-02-28", above="2026-02-27", phone="199 0000 0021")
    assert bring(write(tmp_path / "d.csv", TRANSFERS + later), source="县转送")["stored"] == 1
    assert Petition.objects.get(national_number="99D2").repeats == first
    other = row("99D3", on="2026-02-28", name="孟小禾", phone="19900000022")
    bring(write(tmp_path / "e.csv", TRANSFERS + other), source="县转送")
    assert Petition.objects.get(national_number="99D3").repeats is None


def test_days_of_notice_and_acceptance_stand_before_the_day_of_the_answer(town: Town, tmp_path: Path) -> None:
    """Told in time and accepted late: the sixty days run from the acceptance (art. 34); a suggestion has none."""
    head = "编号,姓名,电话,信访日期,诉求,三大类,告知日期,受理日期,答复意见,答复时间,是否办结,扬言\n"
    rows = (
        "A-10001,秦满仓,19900000021,2025-03-03,水渠堵了,申诉求决,2025-03-10,2025-03-12,已清淤。,2025-05-09,是,是\n"
        "A-10002,孟小禾,19900000022,2025-03-03,建议村口加一盏灯,建议意见,2025-03-20,,已采纳。,2025-08-01,是,否\n"
        "A-10003,佟大水,19900000023,2025-03-03,某干部拿了回扣,检举控告,,,,,否,3 月 2 日对窗口说要去堵门\n"
        "A-10004,匿名,,2025-03-03,垃圾没人清,申诉求决,,,已清运。,2025-03-30,是,否\n"
        "A-10005,陶根发,19900000024,2025-03-03,路面塌了,申诉求决,2025-03-01,,,,否,否\n"
    )
    report = bring(write(tmp_path / "l.csv", head + rows), source="县台账")
    assert report["stored"] == 4 and "告知日期 2025-03-01 早于收到日期" in report["refused"][0]["reason"]
    drain, advice, accusation, nameless = (of(f"A-1000{number}", "县台账") for number in range(1, 5))
    assert clock(drain, "notice").ended_at == moment("2025-03-10 00:00") < clock(drain, "notice").expires_at
    assert (clock(drain, "handle").raw, drain.late_before, drain.threat) == (date(2025, 5, 11), False, "")
    assert advice.kind_of == "suggestion" and not advice.late_before
    assert {one.rule for one in advice.clocks.all()} == {"petition.notice", "petition.study"}
    assert (accusation.compartment, accusation.status) == ("accusation", "registered")
    assert clock(accusation, "hand_over").raw == date(2025, 3, 18) and "堵门" in accusation.threat
    assert nameless.unreachable and not nameless.clocks.filter(rule="petition.notice").exists()


def test_the_first_level_of_a_classification_is_the_field(town: Town, tmp_path: Path) -> None:
    head = "信访件编号,信访形式,姓名,信访日期,概况,内容分类\n"
    rows = "99F1,来信,秦满仓,2026-02-24,工资没有发,劳动和社会保障/劳动报酬\n99F2,来信,罗春梅,2026-02-24,别的事,说不清\n"
    bring(write(tmp_path / "f.csv", head + rows), source="县转送")
    assert Petition.objects.get(national_number="99F1").field == Petition.Field.LABOUR
    assert Petition.objects.get(national_number="99F2").field == ""
