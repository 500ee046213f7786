"""A petition with everything that its papers tell: rows made directly, without the way there."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from core.deadlines.clocks import Start
from core.models import Clock, Correspondence, OutsideBody, Service, Task
from core.workflow.perform import open_matter
from petitions import clocks
from petitions.models import (
    Advice,
    Charge,
    Claim,
    Extension,
    Hearing,
    Inquiry,
    Material,
    Petition,
    Review,
    Settlement,
)
from tests.people import Town, moment, prolong, start_clock

AT = moment("2026-04-02 09:30")
ACCUSED = "许长河"
PEOPLE = [
    {"name": "秦满仓", "role": "applicant", "is_representative": True, "id_kind": "resident", "id_number": "990121195505050310",
     "phone": "19900000021", "address": "澄湖县栖云镇竹溪村三组 3 号"},
    {"name": "陆阿根", "role": "applicant", "is_representative": True, "phone": "19900000022", "address": "竹溪村三组 4 号", "of_age": True},
]  # fmt: skip
CLAIMS = (
    "镇里2025年修竹溪村道时挖断三组的排水渠，请求恢复原状、清理淤积",
    "请求赔偿2025年秋季被淹晚稻的损失每亩六百元，共十一亩",
    "请求对施工队扣留质量保证金",
)
ACCUSES = "许长河收受施工队礼品，虚报工程量"
FOUND = (
    "2026年4月9日，承办人会同村民委员会、信访人到现场查看。渠道长190米，其中62米被渣土堵塞，系2025年9月村道拓宽施工时堆放。\n"
    "2025年10月11日至13日降雨86毫米，三组秦满仓等四户晚稻受淹，经农技站测产，实际受淹7.4亩，减产三成左右。\n"
    "施工合同约定质量保证金2026年9月到期返还。"
)
OPINION = "由镇村镇建设和综合执法办公室于2026年6月30日前清理渠道、恢复原状；按测产结果于2026年7月31日前补偿2,664元。"
WAY_SIX: dict[str, Any] = {
    "kind_of": "appeal", "way": "6", "sorted_at": moment("2026-04-03 10:00"), "accepted_on": date(2026, 4, 7),
}  # fmt: skip
SIGNED: dict[str, Any] = {
    **WAY_SIX, "found": FOUND, "result": "partly", "opinion": OPINION,
    "basis": "《中华人民共和国民法典》第一千一百六十五条、第二百三十八条\n《农田水利条例》第二十条", "signed_on": date(2026, 6, 20),
}  # fmt: skip
TOLD: dict[str, Any] = {
    "sorted_at": moment("2026-04-03 10:00"), "told_body": "澄湖县劳动人事争议仲裁委员会", "told_where": "澄湖县人民路18号，199-0000-0066",
    "told_term": "自知道或者应当知道权利被侵害之日起一年内（《劳动争议调解仲裁法》第二十七条）", "told_why": "请求支付工资，属于劳动争议",
}  # fmt: skip
# What each status says has happened.
BY_STATUS: dict[str, dict[str, Any]] = {
    "registered": {},
    "to_hand_over": {},
    "handed_over": {},
    "objected": {},
    "transferred": {"sorted_at": AT},
    "accepted": WAY_SIX,
    "agreed": WAY_SIX,
    "to_tell": {"kind_of": "appeal", "way": "2", **TOLD},
    "told": {"kind_of": "appeal", "refusal": "not_ours", **TOLD},
    "studying": {"kind_of": "suggestion", "sorted_at": AT},
    "replied": {
        "kind_of": "suggestion", "sorted_at": AT, "adopted": "partly", "replied_on": date(2026, 5, 6),
        "opinion": "候车亭列入今年的民生实事，九月底前建成。\n雨棚改为村道两侧各一处，因规划红线限制，不能加宽到六米。",
    },
    "to_serve": SIGNED,
    "served": SIGNED,
    "in_review": SIGNED,
    "ended": {**SIGNED, "ground": "no_review", "ended_on": date(2026, 8, 3)},
}  # fmt: skip


def registered(town: Town, at: Any = AT, **facts: Any) -> Petition:
    people = [{"of_age": True, **one} for one in facts.pop("parties", PEOPLE)]
    if facts.get("accusation"):
        facts.setdefault("accused", [{"name": ACCUSED, "unit": town.farms}])
    data = {
        "channel": "visit", "demand": CLAIMS[0], "area": town.zhuxi, "town": town.town, "centre": town.centre,
        "parties": people, "head_count": len(people), **facts,
    }  # fmt: skip
    made = open_matter("petition", by=town.petition_officer, data=data, key=uuid4(), at=at).matter
    return Petition.objects.get(pk=made.pk)


def whole(town: Town, status: str, more: dict[str, Any] | None = None, **facts: Any) -> Petition:
    """Everything that there may be on the way to a status. `more`: columns besides."""
    made = registered(town, **facts)
    columns = {**BY_STATUS[status], "status": status, **(more or {})}
    if columns.get("accepted_on"):
        columns["unit"] = town.works
    if columns.get("signed_on"):
        columns |= {"signed_by": town.duty_leader, "drafted_by": town.handler}
    if made.compartment == "accusation":
        columns = {"status": status}
    Petition.objects.filter(pk=made.pk).update(**columns)
    made = Petition.objects.get(pk=made.pk)
    _outside(town, made)
    if made.compartment != "accusation":
        _course(town, made)
    return Petition.objects.get(pk=made.pk)


def _outside(town: Town, made: Petition) -> None:
    purposes = {
        "transferred": ("assign",),
        "objected": ("objection",),
        "handed_over": ("forward", "notice"),
        "served": ("report",),
        "accepted": ("ask",),
    }
    to = "县纪委监委" if made.compartment == "accusation" else "县住建局"
    body = OutsideBody.objects.get(short_name=to)
    for number, purpose in enumerate(purposes.get(made.status, ()), 1):
        words = "渠道已经清理，补偿款已经支付。" if purpose == "report" else "该渠由县里管护，请处理。"
        Correspondence.objects.create(
            matter_id=made.pk, number=number, purpose=purpose, body=body, dated_on=date(2026, 7, 10), words=words, signed_by="唐志远",
            due_on=date(2026, 8, 10), urged=1, urged_on=date(2026, 8, 12), urged_until=date(2026, 8, 20), typed_by=town.petition_officer,
        )  # fmt: skip
    Task.objects.create(
        matter_id=made.pk, number=1, what="清理渠道", unit=town.works, due_on=date(2026, 6, 30), giver=town.duty_leader, given_at=AT,
    )  # fmt: skip


def _course(town: Town, made: Petition) -> None:
    if made.kind_of == "suggestion":
        start_clock(made, clocks.STUDY, Start(clocks.STUDY.key, at=made.received_at, unit=town.centre))
    if not made.accepted_on:
        return
    first = made.claims.get()
    first.words = CLAIMS[0]
    rows = [
        first,
        *(Claim(matter=made, number=number, words=words) for number, words in enumerate(CLAIMS[1:], 2)),
    ]
    answers = (
        ("supported", "渠道于2026年6月30日前清理完毕。"),
        ("partly", "按测产的7.4亩、每亩360元补偿。"),
        ("not_supported", "保证金没有到期，合同没有约定。"),
    )
    for claim, (result, answer) in zip(rows, answers, strict=True):
        if made.signed_on:
            claim.result, claim.answer = result, answer
        claim.save()
    start_clock(made, clocks.HANDLE, Start(clocks.HANDLE.key, at=moment("2026-04-07 12:00"), unit=town.works))
    for day, asked in ((9, "方立新"), (10, "秦满仓")):
        Inquiry.objects.create(matter=made, at=AT, by=town.handler, held_at=moment(f"2026-04-{day:02} 14:30"), place="竹溪村三组渠边", asked=asked,
                               second="冯立言", record="问：渠是什么时候堵的？\n答：去年九月修路，渣土堆在渠里，一直没有清。")  # fmt: skip
    Hearing.objects.create(matter=made, at=AT, by=town.handler, held_at=moment("2026-05-12 09:00"), place="镇政府二楼会议室", chair="唐志远",
                           people="信访人、村镇办、竹溪村民委员会、司法所、县人大代表", told_on=date(2026, 5, 6), record="主持人：现在开始听证。\n信访人：请求恢复渠道。",
                           conclusion="渠道应当恢复，损失按测产补偿。")  # fmt: skip
    Material.objects.create(matter=made, at=moment("2026-04-09 16:00"), by=town.handler, what="土地承包合同\n受淹田块照片", due_on=date(2026, 4, 16))  # fmt: skip
    Settlement.objects.create(matter=made, at=AT, by=town.handler, way="mediated", agreed_on=date(2026, 5, 20), perform_by=date(2026, 6, 30),
                              words="一、施工队于2026年6月30日前清理渠道。\n二、施工队补偿四户2,664元。")  # fmt: skip
    Extension.objects.create(matter=made, at=moment("2026-06-01 09:00"), by=town.handler, days=30, reason="需要等农技站的测产结论",
                             granted=True, decided_by="唐志远", decided_at=moment("2026-06-02 10:00"))  # fmt: skip
    Charge.objects.create(matter=made, at=moment("2026-04-08 09:00"), by=town.petition_officer, leader=town.duty_leader, unit=town.works,
                          team="包案助理冯立言，包村干部俞百川；竹溪村民委员会派一人", plan="一周内现场看渠，一月内清完。", due_on=date(2026, 5, 8))  # fmt: skip
    prolong(Clock.objects.get(matter_id=made.pk, rule=clocks.HANDLE.key), "30C")
    Advice.objects.create(matter=made, at=moment("2026-06-21 09:00"), by=town.petition_officer, about="improve", to="镇村镇建设和综合执法办公室",
                          words="村道施工应当先修排水设施，渣土日产日清。", due_on=date(2026, 7, 21))  # fmt: skip
    if made.status in ("served", "in_review", "ended"):
        for number, party in enumerate(made.people, 1):
            Service.objects.create(matter_id=made.pk, number=number, paper="petitions.opinion", party=party, way="direct", on=date(2026, 6, 22),
                                   served_on=date(2026, 6, 22), receiver=party.name, by=town.petition_officer)  # fmt: skip
    if made.status == "in_review":
        body = OutsideBody.objects.get(short_name="县政府")
        Review.objects.create(matter=made, at=AT + timedelta(days=100), by=town.petition_officer, level=1, body=body, asked_on=date(2026, 7, 3), came_on=date(2026, 7, 6))  # fmt: skip
