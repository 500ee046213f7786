"""Sample contexts of the papers of democratic consultation, as paper_samples.py has them for the others."""

from tests.core.paper_samples import LONG_STORY, LONG_UNIT, NOT_IN_FONTS, RARE, STORY, Sample, verified

FRAME = {
    **verified("栖云议〔2026〕0012号"),
    "unit": "桃坞村村民委员会",
    "number": "栖云议〔2026〕0012号",
    "code": "SX9901212026060800125",
}
REPLY = {
    **FRAME,
    "heading": "议题答复书",
    "to": f"秦{RARE}{NOT_IN_FONTS}",
    "opening": ["您（你们）于2026年6月8日提出的议题收悉。经审查，不予受理。"],
    "rows": [("议　　题", "分配土地补偿费"), ("类　　别", "承包、宅基地、股权量化、土地补偿费、成员确认")],
    "sections": [("理由和安排", ["依法应当由成员大会决定。"])],
    "on": "2026年6月12日",
    "signs": ["提议人签收"],
}
MINUTES = {
    **FRAME,
    "heading": "村民代表会议会议记录",
    "rows": [
        ("应到、实到", "35、24"),
        ("表　　决", "同意 13，不同意 11，弃权 0"),
        ("结　　果", "通过：同意 13，至少要 13"),
    ],
    "sections": [("议　　题", [STORY]), ("发言和讨论", [LONG_STORY, LONG_STORY])],
    "closing": [LONG_UNIT],
    "on": "2026年6月25日",
    "signs": ["主持人", "记录人", "参加人"],
}
POSTED = {
    **FRAME,
    "heading": "决议公告",
    "rows": [("会　　议", "村民代表会议"), ("公示期限", "2026年6月26日至2026年7月11日")],
    "sections": [("村口道路", ["修通村口道路，每户出工两天。"])],
    "closing": ["对以上决议有异议的，请在公示期内提出。"],
    "on": "2026年6月26日",
}
SAMPLES = [
    Sample("council-reply", "paper", REPLY, 1, says=("不予受理", "提议人签收")),
    Sample("council-minutes-long", "paper", MINUTES, 4, says=("至少要 13",)),
    Sample("council-posted", "paper", POSTED, 1, says=("2026年7月11日",), hides=("提议人",)),
]
