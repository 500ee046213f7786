"""Sample contexts of the printed registers, as paper_samples.py has them for the others."""

from typing import Any

from mediation.register import REGISTER
from tests.core.paper_samples import Sample

LINE = (
    "（2026）栖云人调字第012号", "2026-03-10", "陈**", "沈**", "邻里", "依申请", "松岭村调委会", "顾明礼", "调解成功",
    "书面协议", "6,800.00", "2026-04-01", "已履行 2026-04-20", "裁定有效", "2026-05-06（30年）",
)  # fmt: skip
ENDED = (
    "（2026）栖云人调字第1013号", "2026-03-11", "澄湖县栖云镇幸福家园小区业主委员会、欧阳**、令狐**等12人", "保密",
    "拖欠农民工工资", "公安机关移送", "老顾调解工作室", "欧阳修文", "终止（出现情况，无法继续）", "", "1,234,567.00", "",
    "未履行完，已告知途径", "", "",
)  # fmt: skip


def shown(line: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(cell, "n" if place == 10 else "") for place, cell in enumerate(line)]


BOOK: dict[str, Any] = {
    "unit": "栖云镇社会治安综合治理中心",
    "heading": "人民调解受理登记簿",
    "period": "2026年3月",
    "form": REGISTER.form,
    "heads": [(column.head, str(column.width)) for column in REGISTER.columns],
    "lines": [shown(LINE), shown(ENDED)],
    "count": 2,
    "more": 0,
    "full": False,
    "printed": "顾明礼打印于2026年4月1日9时",
}
SAMPLES = [
    Sample("book", "register", BOOK, 1, "A4 landscape", ("012号", "姓名已遮掩", "共2件")),
    Sample(
        "book-long",
        "register",
        {**BOOK, "lines": [shown(LINE), shown(ENDED)] * 8, "count": 600, "more": 584, "full": True},
        2,
        "A4 landscape",
        ("列前16件，其余见电子表格", "用后收回"),
    ),
]
