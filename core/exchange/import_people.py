"""The people of a row of somebody else's register: whoever is named, with what can be read of their numbers.

A cell that cannot be read does not keep the row out: its words stay with the person, encrypted, and are told.
An identity number that a spreadsheet has spoilt does: it would be a false one.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from core.exchange.cells import NOBODY, Named, folded, one_line, people, pieces, said, says_nothing
from core.exchange.workbooks import LOST
from core.models import Party
from core.privacy.identity_numbers import LOST_DIGITS
from core.privacy.phone_numbers import normalise_phone
from core.values.form_base import seen
from core.values.refused import Refused

UNNAMED = "未留姓名"
FACTS = ("name", "phone", "id_number", "address", "id_kind", "sex", "birth_on")


@dataclass
class PartiesOf:
    """The parties of a row as facts, how many came, and what was not stored as it stood."""

    parties: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    notes: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


def parties_of(cells: Mapping[str, str]) -> PartiesOf:
    """Both sides. Raises Refused, with the field's name."""
    made = PartiesOf()
    for mark in ("", "2"):
        _side(
            made,
            {name: cells.get(f"{name}{mark}", "") for name in ("name", "phone", "id_number", "address")},
            bool(mark),
        )
    return made


def _side(made: PartiesOf, cells: Mapping[str, str], other: bool) -> None:
    if not any(cells.values()):
        return
    found = people(cells["name"])
    named = list(found.named)
    if found.unclear:
        made.notes.append("姓名栏不是单独一个名字，已分开或略去，原话记在流转记录")
        made.kept["source_other_name" if other else "source_name"] = one_line(cells["name"])
    phones, phone_words = _phones(cells["phone"], len([one for one in named if not one.other]))
    number, number_words = _id_number(cells["id_number"])
    address = "" if says_nothing(cells["address"], NOBODY) else one_line(cells["address"])
    if not named and (phones or number or address or phone_words or number_words):
        named = [Named(UNNAMED)]
    words = "；".join(filter(None, (phone_words, number_words)))
    if phone_words:
        made.notes.append("电话栏不是单独一个号码，能认的存作电话，原话记在当事人名下")
    if number_words:
        made.notes.append("证件号码认不得，原话记在当事人名下")
    for place, one in enumerate(named):
        first = place == 0
        phone = phones[place] if place < len(phones) else ""
        made.parties.append(
            _party(
                one, phone, number if first else "", address if first else "", words if first else "", other
            )
        )
    if not other:
        made.count = found.count


def _party(one: Named, phone: str, number: str, address: str, words: str, other: bool) -> dict[str, Any]:
    kind = Party.IdKind.RESIDENT if number else Party.IdKind.NONE
    if number and one.is_organisation:
        kind = Party.IdKind.CREDIT_CODE
    party = Party(
        name=one.name[:60],
        is_organisation=one.is_organisation,
        phone=phone,
        id_number=number,
        address=address,
        id_kind=kind,
        sex=one.sex or Party.Sex.UNKNOWN,
    )
    try:
        party.clean()
    except ValidationError as error:
        labels = {field.name: str(field.verbose_name) for field in Party._meta.fields}
        raise Refused(
            "；".join(f"{labels[name]}：{''.join(said)}" for name, said in error.message_dict.items())
        ) from None
    facts = {name: getattr(party, name) for name in FACTS}
    if one.is_organisation:
        facts["is_organisation"] = True
    if other or one.other:
        facts["role"] = Party.Role.RESPONDENT
    return facts | ({"contact_through": words} if words else {})


def _phones(cell: str, persons: int) -> tuple[list[str], str]:
    """The numbers of a cell, one for each person or the first alone; its words where it says more than that."""
    if not said(cell):
        return [], ""
    parts = list(pieces(cell))
    read = [number for part in parts if (number := _phone(part))]
    plain = re.sub(r"\.0$", "", one_line(cell).strip("'‘’"))
    whole = _phone(plain)
    if whole:
        return [whole], ""
    if len(read) == len(parts) == persons and persons > 1:
        return read, ""
    return read[:1], f"原表电话：{one_line(cell)}"


def _phone(text: str) -> str:
    try:
        return normalise_phone(text)
    except ValueError:
        return ""


def _id_number(cell: str) -> tuple[str, str]:
    """A number of eighteen signs, to be checked; or the words of what is none. Raises Refused for lost digits."""
    if not said(cell):
        return "", ""
    text = unicodedata.normalize("NFKC", seen(cell))
    if LOST in cell or re.search(r"\d(?:\.\d+)?E\+?1\d", folded(text), re.IGNORECASE):
        raise Refused(f"证件号码：{LOST_DIGITS}")
    number = "".join(text.split()).strip("'‘’\"").upper()
    if re.fullmatch(r"[0-9A-Z]{18}", number):
        if number.endswith("000") and number.isdigit() and number[14:17] != "000":
            try:
                Party(id_number=number, id_kind=Party.IdKind.RESIDENT).clean()
            except ValidationError:
                raise Refused(f"证件号码：{LOST_DIGITS}") from None
            return "", f"原表证件号码（末三位是 0，可能被表格改过）：{number}"
        return number, ""
    return "", f"原表证件号码：{one_line(cell)}"


def further(
    first: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Those of the second row who are not in the first."""
    known = {_who(party) for party in first}
    return [party for party in other if _who(party) not in known]


def _who(party: Mapping[str, Any]) -> tuple[Any, ...]:
    return (party["name"], party["phone"], party["id_number"], party.get("role", ""))
