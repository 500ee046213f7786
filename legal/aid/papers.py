"""Papers of help with legal aid: 申请表, 初审清单, 补正告知书, 转交函."""

from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.intake.receipts import receipt_keys
from core.models import Party
from core.models.matter import CLOSED, PROTECTED
from core.outside import paper as outside
from core.parties import capacity
from core.values.screen_formats import filled
from legal.aid.checklist import needed
from legal.models import Aid
from legal.papers import INK, Values, applicants, frame, names

S = Aid.Status
LIVE = frozenset(S) - {S.VOIDED}
FREE = "法律援助不收取费用。决定由县法律援助机构作出，自收到申请之日起七日内决定，给予的三日内指派（《法律援助法》第四十三条）。"
OBJECT = "对不予援助、终止援助的决定有异议的，可以向设立该机构的司法行政部门提出，五日内审查（《法律援助法》第四十九条）。"
PROMISE = "本人如实说明经济困难状况，并作诚信承诺；以欺骗手段获得法律援助的，愿承担法律责任（《法律援助法》第四十一条、第六十四条）。"


def receipt(aid: Aid) -> Values:
    """登记回执: of what is sealed no word."""
    keys = receipt_keys(aid.code, str(aid.lookup_code))
    hidden = aid.sealed or not all(party.may_be_reached() for party in aid.people)
    rows = [
        ("登记时间", say.moment(aid.received_at)),
        ("接 待 人", aid.first_contact.name),
        ("查 询 码", keys["lookup_code"]),
    ]
    if not hidden:
        rows = [
            *filled(
                ("申请事项", aid.get_subject_display()),
                ("时效届满", say.day(aid.bar_on)),
            ),
            *rows,
        ]
    return frame(
        "法律援助申请登记回执", aid.received_at, rows=rows, closing=[FREE, OBJECT, f"电话：{keys['phone']}，请妥善保管查询码。"]
    )  # fmt: skip


def _person(one: Party) -> str:
    """In full, but for how to reach who must not be reached."""
    told = (one.phone, one.address) if one.may_be_reached() else ()
    return "，".join(filter(None, (one.name, one.get_sex_display() if one.sex in "12" else "", one.id_number, *told)))  # fmt: skip


def application(aid: Aid) -> Values:
    """法律援助申请表. Where the law asks for no means, the form asks for none (arts. 32, 42)."""
    on, people = aid.sent_on or localdate(), applicants(aid)
    acting = [row.representative for one in people for row in capacity.acting(one, on)]
    against = [one.name for one in aid.people if one.role == Party.Role.RESPONDENT]
    if aid.no_limit:
        means = [f"不受经济困难条件限制：{aid.get_no_limit_display()}（第三十二条）。"]
    elif aid.no_check:
        means = [f"免予核查经济困难状况：{aid.get_no_check_display()}（第四十二条）。"]
    else:
        means = ["家庭人口、收入、财产：" + INK * 3, PROMISE]
    return frame(
        "法律援助申请表", None,
        rows=[
            *[("申 请 人", _person(one)) for one in people],
            *[("法定代理人、代理人", _person(one)) for one in acting],
            *filled(("对方当事人", "、".join(against)), ("申请事项", aid.get_subject_display()),
                     ("劳动关系终止", say.day(aid.labour_ended_on)),
                     ("时效、期限届满", say.day(aid.bar_on))),
        ],
        sections=[("请求和事实", say.sentences(aid.demand)), ("经济状况", means)],
        signs=[f"申请人（法定代理人）{one.name}" for one in people],
    )  # fmt: skip


def checklist(aid: Aid) -> Values:
    """初审清单, ticked by what was told to be missing."""
    items = needed(aid, aid.checked_on or localdate())
    lacking = items if aid.checked_on is None else aid.missing
    checks = [("□" if one in lacking else "■", str(Aid.Item(one).label)) for one in items]
    return frame(
        "法律援助申请材料初审清单", aid.checked_on or aid.received_at, rows=filled(("申 请 人", names(aid)), ("申请事项", aid.get_subject_display())),
        checks=checks, closing=["镇里只作初审，不作决定。", FREE],
    )  # fmt: skip


def missing(aid: Aid) -> Values:
    """补正告知书 (art. 43 ¶2): once, with all that is missing."""
    words = [f"{number}. {one}" for number, one in enumerate(aid.missing_words, 1)]
    return frame(
        "法律援助申请补正告知书", aid.told_on, to=names(aid),
        opening=[
            (f"您于{say.day(aid.received_at)}提出的法律援助申请（{aid.short_subject}），经初审，还需要补充下列材料或者说明，"
            f"现依照《法律援助法》第四十三条第二款一次性告知，请于{say.day(aid.supply_by)}前交到本站：")
        ],
        sections=[("需要补充的", words)],
        closing=["没有按要求补充材料或者作出说明的，视为撤回申请。以上是本站初审需要补充的全部；县法律援助机构审查时另有要求的，由其告知。", FREE,
                 f"联系电话：{settings.TOWN['phone']}。"],
        signs=["收到人（申请人、代理人）"],
    )  # fmt: skip


def _no_paper(words: str, column: str) -> Any:
    return lambda aid: "" if getattr(aid, column) else words


def _kind(key: str, label: str, context: Any, **more: Any) -> DocumentKind:
    more = {"statuses": LIVE, "compartments": PROTECTED, **more}
    return DocumentKind(f"legal.{key}", label, "documents/paper.html", context, **more)


DOCUMENTS = (
    _kind("aid_receipt", "法律援助申请登记回执", receipt, shared=True, compartments=CLOSED),
    _kind("application", "法律援助申请表", application, personal=True),
    _kind("checklist", "初审清单", checklist, personal=True),
    _kind("missing", "补正告知书", missing, personal=True, when=_no_paper("没有一次性告知过缺少的材料。", "told_on")),
    outside.letter_of("legal.letter", LIVE, "法"),
    outside.urging_of("legal.urging", LIVE, "法"),
)  # fmt: skip
