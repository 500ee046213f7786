"""What a number counts, as it stands in the address of the list that it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Self
from urllib.parse import urlencode

from django.urls import reverse

from core.models import Area
from core.procedure.indicators import Indicator, Period
from core.procedure.procedure import counting, indicators


@dataclass(frozen=True)
class Counted:
    """`?counted=received&first=2026-11-01&last=2026-11-30&area=990121101204`.

    `area` counts everything below it too; with `exact` only what lies in the area itself, without a
    place below; `part` is one of the parts that a table splits the number into. The number and its list both
    come from here, so they cannot differ.
    """

    key: str
    period: Period
    area: str = ""
    exact: bool = False
    part: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str], kind: str) -> Self | None:
        """From the GET of a kind's list; None where no number was asked for. ValueError says what is wrong."""
        key = address.get("counted", "")
        if not key:
            return None
        if key not in indicators() or counting()[key].kind != kind:
            raise ValueError(f"没有“{key}”这个指标")
        first, last = (date.fromisoformat(address.get(name, "")) for name in ("first", "last"))
        part = address.get("part", "")
        if part and (split := indicators()[key].split):
            split.words(part)  # what is not a part is refused here
        elif part:
            raise ValueError(f"“{indicators()[key].label}”不再细分")
        return cls(key, Period(first, last), address.get("area", ""), "exact" in address, part)

    @property
    def indicator(self) -> Indicator:
        return indicators()[self.key]

    @property
    def query(self) -> str:
        """The address, to stand behind a question mark of the list of its kind."""
        facts: dict[str, object] = {"counted": self.key, "first": self.period.first, "last": self.period.last}
        if self.area:
            facts["area"] = self.area
        if self.exact:
            facts["exact"] = 1
        if self.part:
            facts["part"] = self.part
        return urlencode(facts)

    @property
    def url(self) -> str:
        """The list that it opens."""
        return f"{_list_of(self.key)}?{self.query}"

    @property
    def heading(self) -> str:
        """What its list is called: 事项登记（桃坞村，2026-10-01 至 2026-10-31）."""
        area = Area.objects.filter(code=self.area).first() if self.area else None
        split = self.indicator.split
        more = [area.name] if area else []
        more += [split.words(self.part)] if split and self.part else []
        days = f"{self.period.first} 至 {self.period.last}"
        return f"{self.indicator.label}（{'，'.join([*more, days])}）"

    def rows(self, matters: Any) -> Any:
        """The matters counted, out of those given (start from visible_to). An unknown area has none."""
        if self.area:
            area = Area.objects.filter(code=self.area).first()
            if area is None:
                return matters.none()
            matters = matters.filter(area=area) if self.exact else matters.in_area(area)
        return self.indicator.rows(matters, self.period, self.part)


@cache
def _list_of(key: str) -> str:
    return reverse(indicators()[key].listed or counting()[key].labels["list"])
