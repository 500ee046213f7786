"""Sample contexts of what is handed over and what hangs on the wall, as paper_samples.py has them for the others."""

from typing import Any

from django.utils.safestring import mark_safe

from tests.core.paper_samples import CENTRE, LONG_UNIT, NOT_IN_FONTS, RARE, Sample, verified

LIST: dict[str, Any] = {
    **verified("栖云岗交〔2026〕1号"),
    "unit": CENTRE,
    "number": "栖云岗交〔2026〕1号",
    "post": "专职网格员（桃坞村 · 桃坞第二网格）",
    "giver": "韩广林",
    "receiver": "方立新",
    "last_day": "2026年3月6日",
    "counted": "2026年3月2日",
    "rows": [
        {"what": "在办事项", "words": "栖云访〔2026〕0042号　事项，办理中", "due": "2026年3月9日", "apart": ""},
        {"what": "在办事项", "words": "栖云访〔2026〕0043号　保密事项", "due": "", "apart": "不随清单移交，由中心主任指定"},
        {"what": "交办", "words": "栖云访〔2026〕0042号　交办第1项：查清淤积原因", "due": "2026年3月5日", "apart": ""},
    ],
    "giver_signed": "2026年3月3日",
    "signed_by": "",
    "receiver_signed": "",
}  # fmt: skip
LINE = {
    "what": "交办",
    "words": f"栖云访〔2026〕0042号　{LONG_UNIT}{RARE}",
    "due": "2026年3月5日",
    "apart": "按任职由接任的人接着走访",
}
BOARD: dict[str, Any] = {
    "created": verified("1")["created"],
    "name": "桃坞第二网格",
    "full_name": "桃坞村 · 桃坞第二网格",
    "range": "一组、二组，268 户，36.5 公顷",
    "drawing": mark_safe('<svg viewBox="0 0 100 60"><path d="M5 5 95 5 95 55 5 55Z" fill="none" stroke="#333"/></svg>'),
    "size": "A4",
    "people": [
        {"label": "专职网格员", "name": "韩广林", "unit": "桃坞村", "phone": "199-0000-0011", "instead_of": ""},
        {"label": "社区民警", "name": "钱卫东", "unit": "派出所", "phone": "199-0000-0061", "instead_of": ""},
        {"label": "家庭医生", "name": "苏静", "unit": "卫生院", "phone": "199-0000-0062", "instead_of": "许大夫"},
        {"label": "桃坞村网格长", "name": "方立新", "unit": "", "phone": "199-0000-0012", "instead_of": ""},
    ],
    "others": [("志愿者", "甲一、乙二、丙三")],
    "duties": [("专职网格员", ["巡查网格，发现隐患、纠纷及时处置或上报", "收集社情民意，答复群众"])],
    "phone": "199-0000-0090",
    "centre": CENTRE,
    "on": "2026年3月10日",
}  # fmt: skip
CROWD = {
    "label": "志愿者",
    "name": f"秦{RARE}{NOT_IN_FONTS}",
    "unit": LONG_UNIT[:20],
    "title": "消防安全",
    "phone": "",
    "instead_of": "",
}
SAMPLES = [
    Sample("handover-list", "handover_list", LIST, 1, says=("岗位交接清单", "由中心主任指定", "3月3日登录签字")),
    Sample("handover-list-long", "handover_list", {**LIST, "rows": [LINE] * 30, "signed_by": "方立新"}, 4, says=("代签",)),
    Sample("handover-list-empty", "handover_list", {**LIST, "rows": []}, 1, says=("没有在办的事项",)),
    Sample("board", "grid_board", BOARD, 1, "A4 landscape", ("桃坞第二网格公示牌", "199-0000-0011", "监督电话", "代许大夫")),
    Sample("board-long", "grid_board", {**BOARD, "people": [CROWD] * 14, "others": [("志愿者", "、".join(["秦满仓"] * 40))]}, 2, "A4 landscape"),
    Sample("board-empty", "grid_board", {**BOARD, "people": [], "others": [], "duties": []}, 1, "A4 landscape", ("责任人空缺",)),
]  # fmt: skip
