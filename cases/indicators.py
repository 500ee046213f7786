"""Numbers about cases, each with the sentence that defines it."""

from core.indicators import Indicator

INDICATORS: tuple[Indicator, ...] = ()
