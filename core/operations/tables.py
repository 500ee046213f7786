"""The tables of the code as pages for people: docs/tables, printed by `manage.py print_docs`.

Pure functions of the tables (procedures, roles, schedules): the same code prints the same pages,
whatever the town is called and whatever stands in the database.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings

from core.deadlines import terms
from core.deadlines.clocks import ClockRule
from core.deadlines.steps import Hours, Step
from core.deadlines.terms import Term
from core.documents.dossier import Dossier
from core.operations import source
from core.procedure.below import opening_name, pairs
from core.procedure.procedure import Procedure, document_kinds, indicators, procedures
from core.procedure.room import permission_words, rooms, schedules
from core.procedure.traits import Trait
from core.procedure.transitions import NEVER, Place, Result, Transition, Workflow
from core.values.roles import Role, roles

PRINTED = "<!-- 由 manage.py print_docs 从代码印出，请不要手改。 -->"
DASH = "—"
SEES = {"none": "看不到任何事项", "own": "只看交给本人的", "unit": "本单位的", "area": "本区域及以下的"}
DUTIES = {"business": "业务", "system": "系统管理", "security": "安全管理", "audit": "安全审计"}
WHOSE = {
    "unit": "持有单位",
    "centre": "综治中心",
    "first_contact": "首问责任人",
    "citizen": "当事人",
    "outside": "镇外单位",
}
CLUSTERS = {"watch": "watch（巡查）", "work": "work（其他）"}
VERBS = {"view": "看", "add": "增", "change": "改"}


def pages() -> dict[str, str]:
    """File name → text of every printed table."""
    made: Mapping[str, tuple[str, Callable[[], Iterator[str]]]] = {
        "workflows.md": ("流程", workflows),
        "pairs.md": ("上下级程序", below),
        "deadlines.md": ("期限", deadlines),
        "permissions.md": ("权限", permissions),
        "documents.md": ("文书", documents),
        "indicators.md": ("指标", numbers),
        "schedules.md": ("定时任务", timetable),
        **{name: page for room in rooms() for name, page in room.printed.items()},
    }
    return {
        name: "\n".join([f"# {title}", "", PRINTED, "", *lines()]).rstrip() + "\n"
        for name, (title, lines) in made.items()
    }


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table in Markdown; empty cells show a dash."""
    heads = list(heads)
    yield _row(heads)
    yield _row(["---"] * len(heads))
    yield from map(_row, rows)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") or DASH for cell in cells) + " |"


def _list(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(words))


# --- 流程 ------------------------------------------------------------------------------------------


def workflows() -> Iterator[str]:
    yield from (
        "“期限”一栏列出一个动作可能起算、履行、取消的期限；办理期限按难易只取其一，办结时其余期限一律取消。",
        "“什么时候不行”是办不成时系统说的话，…处按实际填写。",
        "",
    )
    for procedure in procedures():
        flow = procedure.workflow
        yield from (f"## {procedure.label} `{procedure.kind}`", "", "```mermaid", "stateDiagram-v2")
        yield from _diagram(flow)
        yield from ("```", "", *_side_acts(flow), "", "### 环节", "")
        yield from table(
            ("环节", "代码", "由谁", "限时", "对群众说"),
            (
                (stage.label, f"`{stage.status}`", stage.who, _list(map(_term, stage.limits)), stage.plain)
                for stage in flow.stages
            ),
        )
        yield from ("### 动作", "")
        heads = ("动作", "从 → 到", "谁可以", "什么时候不行", "期限", "文书", "依据")
        yield from table(heads, (_act(procedure, row) for row in (flow.opening, *flow.transitions)))


def _term(rule: ClockRule) -> str:
    return f"{rule.label} {_length(rule)}"


def _length(rule: ClockRule) -> str:
    return Term.parse(rule.term).label + ("（办理时可以另定）" if rule.given else "")


def _everywhere(flow: Workflow, row: Transition) -> bool:
    """From so many stages that its arrows would hide the others."""
    return row.sources >= flow.live and len(flow.live) > 3


def _diagram(flow: Workflow) -> Iterator[str]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in (flow.opening, *flow.transitions):
        if row.target and not _everywhere(flow, row):
            for status in _sources(flow, row) or ["[*]"]:
                if status != row.target:
                    arrows.setdefault((status, row.target), []).append(row.label)
    drawn = {name for arrow in arrows for name in arrow}
    for stage in flow.stages:
        if stage.status in drawn:
            yield f'    state "{stage.label}" as {stage.status}'
    for (start, end), labels in arrows.items():
        yield f"    {start} --> {end}: {_list(labels)}"
    for stage in flow.stages:
        if stage.status in drawn & flow.final:
            yield f"    {stage.status} --> [*]"


def _sources(flow: Workflow, row: Transition) -> list[str]:
    return [stage.status for stage in flow.stages if stage.status in row.sources]


def _side_acts(flow: Workflow) -> Iterator[str]:
    ending = _list(row.label for row in flow.transitions if row.target and _everywhere(flow, row))
    if ending:
        yield f"图中省略：任何未办结的环节都可以{ending}。"
    staying = _list(row.label for row in flow.transitions if row.target is None)
    if staying:
        yield f"不改变环节的动作：{staying}。"


def _act(procedure: Procedure, row: Transition) -> tuple[str, ...]:
    flow = procedure.workflow
    stages = [flow.stage(name).label for name in _sources(flow, row)]
    start = "任何未办结的环节" if row.sources and row.sources >= flow.live else _list(stages)
    end = flow.stage(row.target).label if row.target else "不变"
    paper = document_kinds().get(row.paper.kind)
    return (
        f"{row.label}<br>`{row.name}`",
        f"{start or '新建'} → {end}",
        _who(row),
        "<br>".join(sentence for guard in row.guards for sentence in source.sentences(guard)),
        "<br>".join(_clocks(row)),
        paper.label if paper else "",
        row.words.basis,
    )


def _who(row: Transition) -> str:
    names = _list(role.label for role in roles().values() if row.permission in role.permissions)
    where = "" if row.who.place is Place.ANYWHERE else "，限现由单位的人"
    kind = "随上下级事项自动发生。" if NEVER in row.show else ""
    return f"{kind}`{row.permission}`{where}<br>{names}"


def _clocks(row: Transition) -> Iterator[str]:
    words = (
        ("开始", "starts"),
        ("履行", "meets"),
        ("延长", "extends"),
        ("中止", "suspends"),
        ("恢复", "resumes"),
    )
    for word, name in (*words, ("取消", "cancels")):
        if rules := getattr(row.clocks, name):
            yield f"{word}：{_list(_term(rule) if name == 'starts' else rule.label for rule in rules)}"


# --- 上下级程序 ------------------------------------------------------------------------------------


def below() -> Iterator[str]:
    """Which procedure may open below which, and where its result leads."""
    yield from (
        "程序自己说明它是什么（性质）、在什么性质的事项下面可以开；两边对上的就成一行，不逐对登记。一件事项可以先后转入几个程序，",
        "同一时间只等一个的结果；下级程序还可以再转入别的程序，但不能转回上面已经在办的程序。同用一个事项编号、同一批当事人；",
        "封闭的事项，下级程序一同封闭。结果交回上级事项一次，交回以后下级程序不能再作废。",
        "",
    )
    anywhere = {one.kind for one in procedures() if one.offer and one.offer.anywhere}
    on = {one.kind: "任何事项" if one.kind in anywhere else _traits(one.opens_on) for one in procedures()}
    lines = ((one.label, _traits(one.traits), on[one.kind]) for one in procedures())
    yield from table(("程序", "性质", "在这些性质的事项下面开"), lines)
    found = list(pairs(procedures()))
    yield from ("### 从上级事项转入", "")
    heads = ("上级事项", "下级程序", "动作", "从哪些环节", "什么时候不行", "上级事项显示")
    yield from table(heads, (_opening(above, child) for above, child in found))
    yield from ("### 结果交回上级事项", "")
    heads = ("上级事项", "下级程序", "结果", "由下级程序的动作", "上级事项的动作", "到")
    yield from table(
        heads,
        (
            _result(above, child, result)
            for above, child in found
            for result in Result
            if child.offer and child.offer.waits and above.workflow.below.waits and _gives(child, result)  # type: ignore[union-attr]
        ),
    )


def _traits(traits: Iterable[Trait]) -> str:
    return _list(trait.value for trait in Trait if trait in traits)


def _opening(above: Procedure, child: Procedure) -> tuple[str, ...]:
    flow = above.workflow
    row = flow.transition(opening_name(child))
    stages = [flow.stage(name).label for name in _sources(flow, row)]
    refused = [sentence for guard in row.guards for sentence in source.sentences(guard)]
    shown = flow.stage(row.target, child.kind).label if row.target else "不变"
    return (
        above.label,
        child.label,
        f"{row.label}<br>`{row.name}`",
        _list(stages),
        "<br>".join(refused),
        shown,
    )


def _gives(child: Procedure, result: Result) -> list[Transition]:
    """The acts that end a procedure with this result."""
    return [row for row in child.workflow.transitions if row.moves.result is result]


def _result(above: Procedure, child: Procedure, result: Result) -> tuple[str, ...]:
    flow = above.workflow
    row = flow.transition(flow.below.results[result])  # type: ignore[union-attr]
    acts = _list(one.label for one in _gives(child, result))
    to = flow.stage(row.target).label if row.target else "不变"
    return (above.label, child.label, result.value, acts, f"{row.label}<br>`{row.name}`", to)


# --- 期限 ------------------------------------------------------------------------------------------


def deadlines() -> Iterator[str]:
    yield from (
        "每个期限有三个日子：届满日（raw，从次日数起，不管放不放假；法律规定的期限叫法定届满日）、",
        "顺延届满日（rolled，逢休息日顺延）、内控日（target，届满日当天或之前最后一个工作日）。机关自己的义务看届满日，",
        f"当事人的权利看顺延届满日；{terms.YELLOW}（看内控日），按日、按小时的一样。日历没有导入的年份不猜：写“待20XX年日历”，导入后自动补上。本镇可以缩短，不能延长。",
        "",
    )
    for procedure in procedures():
        yield from (f"## {procedure.label}", "")
        yield from table(
            ("期限", "代码", "时限", "谁的", "按哪一天判", "性质", "依据"),
            (
                (
                    rule.label,
                    f"`{rule.key}`",
                    _length(rule),
                    WHOSE[rule.whose],
                    _judged(rule),
                    "法律规定" if rule.legal else "本镇承诺",
                    rule.basis,
                )
                for rule in procedure.clocks
            ),
        )
    yield from _steps()


def _steps() -> Iterator[str]:
    """Each table of steps once, with the rules that go by it."""
    going: dict[tuple[Step, ...], list[str]] = {}
    for procedure in procedures():
        for rule in procedure.clocks:
            labels = going.setdefault(rule.table, [])
            labels += [rule.label] if rule.label not in labels else []
    yield from (
        "## 提醒和升级",
        "",
        "每个期限的每一步只发生一次；系统停过几天，也只通知最后到的那一步。系统代办的一步不符合条件的，记下原因，告知中心主任。",
        "",
    )
    for steps, labels in going.items():
        yield from (f"### {_list(labels)}", "")
        if not steps:
            yield from ("不提醒。", "")
            continue
        heads = ("什么时候", "通知谁", "怎么说", "时段", "系统代办")
        yield from table(heads, (_step(step) for step in steps))


def _step(step: Step) -> tuple[str, ...]:
    said = step.words.format(label="期限", title="标题", due="届满日", item="几")
    waits = (Hours.ANY if step.acts else step.hours).value
    if step.urgent and waits != Hours.ANY.value:
        waits += "（按小时计的随时）"
    return (
        step.when.words,
        _list(whom.words for whom in step.to),
        said,
        f"{waits}，没有看的由值班员打电话" if step.call else waits,
        f"`{step.acts}`" if step.acts else "",
    )


def _judged(rule: ClockRule) -> str:
    if rule.right:
        return "顺延届满日（对方的期限）" if rule.whose == "outside" else "顺延届满日（权利）"
    if Term.parse(rule.term).in_hours:
        return "到点（义务）"
    return "法定届满日（义务）" if rule.legal else "届满日（义务）"


# --- 权限 ------------------------------------------------------------------------------------------


def permissions() -> Iterator[str]:
    """The matrix: which role may do what, and how far it sees."""
    table_of = roles()
    yield from (
        "权限只跟岗位走（角色 × 单位 × 区域 × 起止日期），没有个人权限；授予和启用由两个人做。",
        "封闭事项不看区域和单位，只对逐件开放的人可见。",
        "",
    )
    lines = (
        (str(place), role.label, f"`{key}`", SEES[role.sees], DUTIES[role.duty])
        for place, (key, role) in enumerate(table_of.items(), 1)
    )
    yield from table(("号", "角色", "代码", "看得到", "性质"), lines)
    yield from ("列号即上表角色的号。", "")
    every = sorted({name for role in table_of.values() for name in role.permissions}, key=_order)
    heads = ("权限", *map(str, range(1, len(table_of) + 1)))
    own = [name for name in every if not _on_model(name)]
    marks = {name: ["●" if name in role.permissions else " " for role in table_of.values()] for name in own}
    yield from table(heads, ((f"{meaning(name)}<br>`{name}`", *marks[name]) for name in own))
    yield from ("机构、人员和字典（看 = 查看，增 = 新增，改 = 修改；不能删除，只能停用）：", "")
    models = dict.fromkeys(_model_of(name) for name in every if _on_model(name))
    yield from table(
        heads, ((_model_label(key), *(_on(key, role) for role in table_of.values())) for key in models)
    )


def _order(name: str) -> tuple[int, str]:
    return ([room.app for room in rooms()].index(name.split(".")[0]), name)


def _on_model(name: str) -> bool:
    """Is it one of Django's rights on the rows of a model?"""
    return name not in permission_words() and name.split(".")[1].split("_")[0] in VERBS


def _model_of(name: str) -> str:
    app, word = name.split(".")
    return f"{app}.{word.split('_', 1)[1]}"


def _model_label(key: str) -> str:
    return f"{apps.get_model(key)._meta.verbose_name}<br>`{key}`"


def _on(key: str, role: Role) -> str:
    app, model = key.split(".")
    return "".join(word for verb, word in VERBS.items() if f"{app}.{verb}_{model}" in role.permissions) or " "


def meaning(permission: str) -> str:
    """What a permission is for, in words. KeyError where nothing tells."""
    acts = [
        row.label
        for procedure in procedures()
        for row in (procedure.workflow.opening, *procedure.workflow.transitions)
        if row.permission == permission and NEVER not in row.show
    ]
    if acts:
        return _list(acts)
    return permission_words()[permission]


# --- 文书、指标、定时任务 ---------------------------------------------------------------------------


def documents() -> Iterator[str]:
    yield from (
        "出具的文书编号、校验值、何时、何人入库，文件按校验值存放；出具后不改，只能以新版替代。",
        "每份带二维码，扫开的页面核对编号、日期和校验值。",
        "",
    )
    for procedure in procedures():
        yield from (f"## {procedure.label}", "")
        yield from table(
            ("文书", "代码", "编号", "什么环节可以出具", "权限", "特别处理", "模板"),
            (_paper(procedure, kind) for kind in procedure.documents),
        )
        if procedure.dossier:
            yield from (f"### {procedure.dossier.label}", "")
            yield from table(
                ("卷内材料", "文书", "什么时候必备", "随哪一步附上的扫描件"),
                _items(procedure, procedure.dossier),
            )


def _items(procedure: Procedure, dossier: Dossier) -> Iterator[tuple[str, ...]]:
    for item in dossier.items:
        yield (
            item.words + ("（副卷）" if item.apart else ""),
            _list(document_kinds()[key].label for key in item.papers),
            item.required.words if item.required else "有则入卷",
            _list(procedure.workflow.transition(act).label for act in item.acts),
        )


def _paper(procedure: Procedure, kind: Any) -> tuple[str, ...]:
    flow = procedure.workflow
    stages = [stage.label for stage in flow.stages if stage.status in kind.statuses]
    special = {
        "对外，封闭事项不写内容": kind.shared,
        "含个人信息全文，打开留痕": kind.personal,
        "可有多份，各有编号": kind.parts,
    }
    return (
        kind.label,
        f"`{kind.key}`",
        (kind.number or procedure.labels["number"]).replace(settings.TOWN["short"], "{short}"),
        _list(stages) or "任何环节",
        f"`{kind.permission}`",
        "；".join(words for words, so in special.items() if so),
        f"`{kind.template}`",
    )


def numbers() -> Iterator[str]:
    yield from ("每个数字都能点开它所数的事项。数的是期间内发生的事，不是今天的状态，过去的月份不会变。", "")
    for procedure in procedures():
        if procedure.indicators:
            yield from (f"## {procedure.label}", "")
            yield from table(
                ("指标", "代码", "单位", "定义", "除以"),
                (
                    (
                        number.label,
                        f"`{number.key}`",
                        number.unit,
                        number.definition,
                        indicators()[number.share_of].label if number.share_of else "",
                    )
                    for number in procedure.indicators
                ),
            )


def timetable() -> Iterator[str]:
    yield from ("时间是办公所在地的时间。", "")
    yield from table(
        ("任务", "做什么、为什么", "什么时候", "在哪个任务组", "函数"),
        (
            (
                f"`{row.name}`",
                row.why,
                f"每 {row.every} 分钟" if row.every else f"每天 {row.at}",
                CLUSTERS[row.cluster],
                f"`{row.path}`",
            )
            for row in schedules()
        ),
    )
