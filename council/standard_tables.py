"""T11A, beside T11 (domain: 4.2): democratic consultation in the month, each number with its list."""

from core.statistics.sheets import comparing
from council.indicators import INDICATORS

KEYS = tuple(one.key for one in INDICATORS)
NOTE = "各项按各自办理的日期计，一件议题可以在几项里各计一次；只列数，不评比村居。"
TABLES = comparing("T11A", "表11附　民主协商情况表", KEYS, NOTE)
