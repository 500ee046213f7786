"""群众来访登记簿: what the hall's register of visits shows of each."""

from typing import Any

from django.utils.timezone import localdate

from cases.listing import category_of
from core.models import Party
from core.privacy.masking import mask_digits
from core.procedure.listing import SEALED, Column, Names, Register


def _demand(case: Any) -> str:
    return SEALED if case.sealed else mask_digits(case.masked_title)


REGISTER = Register(
    "群众来访登记簿",
    "《群众来访接待登记表》各栏",
    "visits",
    (
        Column("登记号", 31, lambda case: case.number),
        Column("来访日期", 18, lambda case: localdate(case.received_at)),
        Names("来访人", 18, Party.Role.APPLICANT),
        Column("人数", 10, lambda case: str(case.head_count), number=True),
        Column("来源", 15, lambda case: str(case.get_channel_display())),
        Column("村", 18, lambda case: case.area.name),
        Column("类别", 20, category_of),
        Column("诉求", 52, _demand),
        Column("接待人", 14, lambda case: case.first_contact.name),
        Column("现由", 20, lambda case: "" if case.closed_at else case.holder_unit.short_name),
        Column("环节", 18, lambda case: str(case.Status(case.status).label)),
        Column("办结日期", 18, lambda case: localdate(case.closed_at) if case.closed_at else None),
        Column("评价", 16, lambda case: str(case.get_satisfaction_display())),
    ),
    related=("area", "category", "first_contact", "holder_unit"),
    read=(
        "masked_title", "head_count", "channel", "area__name", "category__name", "first_contact__name",
        "holder_unit__short_name", "satisfaction",
    ),
)  # fmt: skip
