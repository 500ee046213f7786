"""Why somebody may not be referred: consent or its ground in the law, the receiver, and what is passed on.

Pure questions; every answer is a sentence, or empty.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.models import Helper, OutsideBody, Party, Referral, Representation
from core.parties import capacity

Ground, Shared, Kind = Referral.Ground, Referral.Shared, OutsideBody.Kind

NO_CONSENT = "请写明同意的日期和方式；没有同意的，选法律依据。"
CONSENT_AHEAD = "同意的日期不能晚于今天。"
BY_GUARDIAN = "未成年人和无、限制民事行为能力人，由监护人同意；没有登记的，请先“登记监护人”。"
BY_HIMSELF = "成年人由本人同意，别人不能代为同意。"
NOT_HIS_GUARDIAN = "选的不是转介对象现在的监护人。"
TO_POLICE = "按这条依据报告的，接收单位应当是公安机关。"
TO_CHILD_OFFICE = "按这条依据报告的，接收单位应当是公安机关，或者民政、教育等主管部门。"
TO_AID = "社会救助由政府、民政等主管部门受理。"
NO_WARD = "《反家庭暴力法》第十四条只对无、限制民事行为能力人适用；其他人请取得本人同意。"
NO_CHILD = "转介对象不是未成年人，不能用这条依据。"
SEALED_WORDS = "封闭的事项不写情况说明，只选需要的帮助。"
SEALED_SHARED = "封闭的事项只转交姓名和电话。"
NEED = "请写情况说明，写明对方要知道的，不写无关的人和事。"
NAME = "转交的信息至少要有姓名。"
ASK_ANEW = "原来的同意只对上一家；请先征得本人（监护人）对这一家的同意，填写日期和方式。"
TOLD_AHEAD = "告知本人的日期不能晚于今天，也不能早于对方不接收的日期。"
SAME_AGAIN = "这一家已经不接收，请另选。"
NOT_THIS_HELP = "名录里这一家不提供这种帮助，请另选。"
CLOSED = "名录里这一家已经停用，请另选。"
NO_PHONE = "登记了不得直接联系，或者没有电话，不能转交电话。"
NO_ADDRESS = "登记了不得直接联系，或者没有住址，不能转交住址。"
DANGER_LEAST = "按《精神卫生法》第二十八条转介的，只转交姓名和危险情况。"
RECEIVERS = {  # by ground: which bodies outside, and the sentence
    Ground.VIOLENCE: ({Kind.POLICE}, TO_POLICE),
    Ground.DANGER: ({Kind.POLICE}, TO_POLICE),
    Ground.CHILD: ({Kind.POLICE, Kind.DEPARTMENT, Kind.GOVERNMENT}, TO_CHILD_OFFICE),
    Ground.AID: ({Kind.DEPARTMENT, Kind.GOVERNMENT}, TO_AID),
}


def why_not_grounded(
    ground: str, person: Party, on: date, agreed_on: date | None, how: str, by: Representation | None
) -> str:
    """The person agreed, or the guardian of a ward did (个人信息保护法 arts. 13, 31); or the law asks for it of this person."""
    ward = capacity.is_ward(person, on)
    if ground == Ground.VIOLENCE:
        return "" if ward else NO_WARD
    if ground == Ground.CHILD:
        return "" if person.minor_on(on) else NO_CHILD
    if ground != Ground.CONSENT:
        return ""
    if not agreed_on or not how:
        return NO_CONSENT
    return CONSENT_AHEAD if agreed_on > on else _why_not_by(person, by, ward, on)


def _why_not_by(person: Party, by: Representation | None, ward: bool, on: date) -> str:
    if capacity.standing(person, on) is capacity.Standing.DOUBTED:
        return capacity.DOUBTED
    if not ward:
        return BY_HIMSELF if by else ""
    if by is None:
        return BY_GUARDIAN
    if by.kind != Representation.Kind.GUARDIAN or by.principal_id != person.pk or not by.lasts(on):
        return NOT_HIS_GUARDIAN
    opposed = by.conflict or capacity.opposed(person, by.representative, on)
    return capacity.CONFLICT if opposed else ""


def why_not_to(ground: str, body: OutsideBody | None) -> str:
    """What the law has reported goes where it says; a unit of the town is always allowed to help."""
    kinds, sentence = RECEIVERS.get(Ground(ground), (set(), ""))
    return sentence if body and kinds and body.kind not in kinds else ""


def why_not_passed(matter: Any, person: Party, ground: str, shared: Collection[str], need: str) -> str:
    """The least that is needed (个人信息保护法 arts. 6, 23): never the story of a sealed matter, no way around who must
    not be reached.
    """
    if Shared.NAME not in shared:
        return NAME
    if ground == Ground.DANGER and set(shared) != {Shared.NAME}:
        return DANGER_LEAST
    if matter.sealed and ground != Ground.DANGER:
        if need:
            return SEALED_WORDS
        if not set(shared) <= {Shared.NAME, Shared.PHONE}:
            return SEALED_SHARED
    elif not need:
        return NEED
    if Shared.PHONE in shared and not phone_of(person):
        return NO_PHONE
    return NO_ADDRESS if Shared.ADDRESS in shared and not person.safe_address() else ""


def why_not_passed_on(earlier: Referral, body: Any, unit: Any, helper: Any, told_on: date, on: date) -> str:
    """The person knows to whom it goes now (个人信息保护法 art. 23), and it is nobody who refused already."""
    if not localdate(earlier.ended_at) <= told_on <= on:
        return TOLD_AHEAD
    before: Referral | None = earlier
    while before:
        if (before.body, before.unit, before.helper) == (body, unit, helper):
            return SAME_AGAIN
        before = before.earlier
    return ""


def why_not_helper(helper: Helper | None, needed: str) -> str:
    if helper is None:
        return ""
    return CLOSED if helper.closed_on else "" if needed in helper.helps else NOT_THIS_HELP


def still_passed(matter: Any, row: Referral) -> tuple[list[str], str]:
    """What goes on to the next receiver: what went to the first, less what may no longer be passed on, where the matter was
    sealed or the person may not be reached meanwhile.
    """
    shared = [one for one in row.shared if one != Shared.PHONE or phone_of(row.person)]
    shared = [one for one in shared if one != Shared.ADDRESS or row.person.safe_address()]
    if not matter.sealed or row.ground == Ground.DANGER:
        return shared, row.need
    return [one for one in shared if one in (Shared.NAME, Shared.PHONE)], ""


def phone_of(person: Party) -> str:
    """Empty where the person must not be called; through whom they are reached is not passed on."""
    return str(person.phone) if person.may_be_reached() else ""


def passed(person: Party, shared: Collection[str], on: date) -> dict[str, str]:
    """What stands on the paper of a person, in its order, as label → value."""
    age = person.age_on(on)
    values = {
        Shared.NAME: person.name,
        Shared.SEX_AGE: "，".join(
            filter(None, (person.get_sex_display(), f"{age} 周岁" if age is not None else ""))
        ),
        Shared.PHONE: phone_of(person),
        Shared.ADDRESS: person.safe_address(),
    }
    return {str(key.label): value for key, value in values.items() if key in shared}
