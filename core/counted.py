"""What a number counts, as it stands in the address of the list that it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from core.indicators import Indicator, Period
from core.models import Area
from core.procedures import indicators


@dataclass(frozen=True)
class Counted:
    """`?counted=received&first=2026-11-01&last=2026-11-30&area=990121101204`.

    `area` counts everything below it too; with `exact` only what lies in the area itself, without a
    place below. The number and its list both come from here, so they cannot differ.
    """

    key: str
    period: Period
    area: str = ""
    exact: bool = False

    @classmethod
    def read(cls, address: Mapping[str, str]) -> Self | None:
        """From a GET; None where no number was asked for. ValueError says what is wrong with it."""
        key = address.get("counted", "")
        if not key:
            return None
        if key not in indicators():
            raise ValueError(f"没有“{key}”这个指标")
        first, last = (date.fromisoformat(address.get(name, "")) for name in ("first", "last"))
        return cls(key, Period(first, last), address.get("area", ""), "exact" in address)

    @property
    def indicator(self) -> Indicator:
        return indicators()[self.key]

    @property
    def query(self) -> str:
        """The address, to stand behind a question mark."""
        facts: dict[str, object] = {"counted": self.key, "first": self.period.first, "last": self.period.last}
        if self.area:
            facts["area"] = self.area
        if self.exact:
            facts["exact"] = 1
        return urlencode(facts)

    def rows(self, matters: Any) -> Any:
        """The matters counted, out of those given (start from visible_to). An unknown area has none."""
        if self.area:
            area = Area.objects.filter(code=self.area).first()
            if area is None:
                return matters.none()
            matters = matters.filter(area=area) if self.exact else matters.in_area(area)
        return self.indicator.rows(matters, self.period)
