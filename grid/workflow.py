"""The life of an incident (domain: 10.4), as a table. It is read in one piece."""

from dataclasses import replace

from core.models import Correspondence
from core.models.matter import CLOSED, PROTECTED
from core.outside import acts as outside
from core.outside.clocks import ANSWER
from core.parties import representation
from core.parties.adding import add_party
from core.parties.forms import PartyForm
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    NEVER,
    PRIMARY,
    QUIET,
    RETURNS,
    Below,
    Clocks,
    Paper,
    Result,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    holder,
    holder_and_first_contact,
)  # fmt: skip
from core.tasks import acts as tasks
from core.workflow import corrections
from core.workflow.forms import ReasonForm
from core.workflow.record_steps import adding, asking
from core.workflow.recusal import recusing
from grid import clocks
from grid import forms as asks
from grid.captions import CAPTIONS
from grid.models import Incident, OnSite, UpwardReport
from grid.premises import finds
from grid.rounds import hazards
from grid.steps import beside, handling, police, reporting

S, Purpose, Came = Incident.Status, Correspondence.Purpose, Correspondence.Outcome
FINAL = frozenset({S.SETTLED, S.CLOSED, S.VOIDED})
OPEN = frozenset(S) - FINAL
AT_CENTRE = frozenset({S.REPORTED, S.ACCEPTED})
WITH_UNIT = frozenset({S.DISPATCHED, S.AT_WORK})
IN_TOWN = AT_CENTRE | WITH_UNIT
BINZHOU = "《滨州市社会治理网格化服务管理条例》"
LIST = "《关于全面建立乡镇（街道）履行职责事项清单的意见》"

# fmt: off
STAGES = (
    Stage(S.VILLAGE, "村（社区）处置", "村（社区）处置", "村（社区）", (clocks.VILLAGE, *clocks.HANDLING), plain="村（社区）正在处置"),
    Stage(S.REPORTED, "待受理", "受理", "综治中心", (*clocks.DISPATCHING, *clocks.HANDLING), plain="已上报，等待受理"),
    Stage(S.ACCEPTED, "待派遣", "派遣", "综治中心", (*clocks.DISPATCHING, *clocks.HANDLING), plain="已受理，正在安排承办单位"),
    Stage(S.DISPATCHED, "待签收", "签收", "承办单位", (*clocks.SIGNING, *clocks.HANDLING), plain="已派给承办单位"),
    Stage(S.AT_WORK, "处置中", "处置", "承办单位", clocks.HANDLING, plain="承办单位正在处置"),
    Stage(S.AT_COUNTY, "已上报县级", "县级处置", "县级部门", plain="已上报县级部门处置"),
    Stage(S.BELOW, "转入其他程序", "其他程序", plain="正在按其他程序办理"),
    Stage(S.ANSWERED, "待核查", "核查", "网格", clocks.CHECKING, plain="已处置，正在核查"),
    Stage(S.CHECKED, "待结案", "结案", "综治中心", (clocks.CLOSE,), plain="已处置，正在结案"),
    Stage(S.SETTLED, "自办结", "自办结", "网格", plain="已现场办好"),
    Stage(S.CLOSED, "已结案", "办结", "综治中心", plain="已办结"),
    Stage(S.VOIDED, "已作废", "作废", "综治中心", plain="已作废，请到大厅询问"),
)

REPORT = Transition("report", "上报", frozenset(), (S.VILLAGE, S.REPORTED, S.SETTLED), anybody("grid.report"),
    reporting.report, asks.ReportForm, closed=CLOSED, clocks=Clocks(starts=clocks.FIRST), paper=Paper("grid.receipt"),
    words=Words(basis=f"{BINZHOU}第十一条"))

GO_BELOW = Transition("go_below", "转入其他程序", AT_CENTRE | {S.VILLAGE, S.AT_WORK}, S.BELOW, anybody("grid.report"),
    handling.go_below, guards=(handling.not_taken_back,), clocks=Clocks(meets=(*clocks.DISPATCHING, clocks.VILLAGE, *clocks.HANDLING), cancels=(*clocks.SIGNING, clocks.EXTENSION)))

VILLAGE = (
    Transition("settle", "就地办结", {S.VILLAGE}, S.SETTLED, holder("grid.village"), handling.settle, asks.SettleForm,
        (handling.may_be_settled, hazards.is_gone), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.VILLAGE, *clocks.HANDLING), starts=(clocks.TELL,)), words=Words("已就地办结，上报人会收到结果。")),
    Transition("pass_up", "上报镇里", {S.VILLAGE}, S.REPORTED, holder_and_first_contact("grid.report"), handling.pass_up,
        ReasonForm, closed=PROTECTED, clocks=Clocks(meets=(clocks.VILLAGE,), starts=clocks.DISPATCHING),
        words=Words("已上报镇综治中心。", basis=f"{BINZHOU}第十一条")),
    Transition("goes_up", "到期自动上报", {S.VILLAGE}, S.REPORTED, holder("grid.village"), handling.goes_up, closed=PROTECTED,
        show=NEVER, clocks=Clocks(cancels=(clocks.VILLAGE,), starts=clocks.DISPATCHING)),
    Transition("spot_check", "抽查自办结", {S.SETTLED}, (None, S.VILLAGE), anybody("grid.check"), handling.spot_check, asks.CheckForm,
        (handling.another_checks,), closed=PROTECTED, show=QUIET, clocks=Clocks(starts=(clocks.VILLAGE, *clocks.HANDLING)),
        words=Words({S.SETTLED: "抽查已登记，办好了。", S.VILLAGE: "没有办好，已退回重新处置。"})),
)

TOWN = (
    Transition("accept", "受理", {S.REPORTED}, S.ACCEPTED, anybody("grid.dispatch"), handling.accept, asks.AcceptForm, closed=PROTECTED,
        clocks=Clocks(cancels=(*clocks.DISPATCHING, *clocks.HANDLING, clocks.POLICE), starts=(*clocks.DISPATCHING, *clocks.HANDLING, clocks.POLICE)),
        words=Words("已受理，请派遣；上级收回的请上报县级。")),
    Transition("decide_item", "清单外决定", AT_CENTRE, None, anybody("grid.decide"), handling.decide_item, asks.DecideForm,
        (handling.has_no_item,), closed=PROTECTED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(cancels=clocks.DISPATCHING, starts=clocks.DISPATCHING),
        words=Words("决定已登记。", note="履职事项清单上没有的，由值班长决定归入哪一项，或者写明由镇处置的理由。", basis=LIST)),
    Transition("dispatch", "派遣", AT_CENTRE, S.DISPATCHED, anybody("grid.dispatch"), handling.dispatch, asks.DispatchForm,
        (handling.not_taken_back, handling.has_an_item), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=clocks.DISPATCHING, cancels=(*clocks.SIGNING, *clocks.HANDLING, clocks.EXTENSION, clocks.POLICE), starts=(*clocks.SIGNING, *clocks.HANDLING, clocks.POLICE)),
        words=Words("已派遣，承办单位已收到通知。请打印交办单。", basis=f"{BINZHOU}第十二条"), paper=Paper("grid.order")),
    Transition("reassign", "改派", WITH_UNIT, S.DISPATCHED, anybody("grid.dispatch"), handling.dispatch, asks.DispatchForm,
        (handling.not_taken_back,), closed=PROTECTED, show=ASIDE | RETURNS,
        clocks=Clocks(cancels=(*clocks.SIGNING, *clocks.HANDLING, clocks.EXTENSION, clocks.POLICE), starts=(*clocks.SIGNING, *clocks.HANDLING, clocks.POLICE)),
        words=Words("已改派，新的承办单位已收到通知。"), paper=Paper("grid.order")),
    Transition("sign", "签收", {S.DISPATCHED}, S.AT_WORK, holder("grid.handle"), handling.sign, closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.SIGN, clocks.SIGN_NOW)), words=Words("已签收，请按期处置。")),
    Transition("return", "退回", WITH_UNIT, S.ACCEPTED, holder("grid.handle"), handling.return_it, asks.ReturnForm,
        (handling.within_return_term,), closed=PROTECTED, show=DANGER | RETURNS, clocks=Clocks(cancels=(*clocks.SIGNING, clocks.EXTENSION), starts=clocks.DISPATCHING),
        words=Words("已退回综治中心重新派遣。", basis=f"{BINZHOU}第十二条")),
    Transition("note", "记处置情况", {S.AT_WORK, S.AT_COUNTY}, None, anybody("grid.on_site"), beside.note, asks.NoteForm, closed=PROTECTED,
        show=QUIET, words=Words("情况已记下。")),
    Transition("ask_extension", "申请延期", {S.AT_WORK}, None, holder("grid.handle"), handling.ask_extension, asks.ExtensionForm,
        (handling.may_be_prolonged, handling.none_waits), closed=PROTECTED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(starts=(clocks.EXTENSION,)),
        words=Words("延期申请已提交，批准以前仍按原届满日。", note="只能延一次，到期以前批准才算。")),
    Transition("grant_extension", "同意延期", {S.AT_WORK}, None, anybody("grid.extend"), handling.grant_extension,
        guards=(handling.one_waits, handling.may_be_prolonged), closed=PROTECTED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.EXTENSION,), extends=(clocks.LEVEL_3, clocks.LEVEL_4)), words=Words("已同意延期，届满日已顺延。")),
    Transition("refuse_extension", "不同意延期", {S.AT_WORK}, None, anybody("grid.extend"), handling.refuse_extension, ReasonForm,
        (handling.one_waits,), closed=PROTECTED, show=IF_POSSIBLE, clocks=Clocks(meets=(clocks.EXTENSION,)), words=Words("没有同意延期，届满日不变。")),
    Transition("answer", "反馈处置结果", {S.AT_WORK}, S.ANSWERED, holder("grid.handle"), handling.answer, asks.AnswerForm, closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=clocks.HANDLING, cancels=(clocks.EXTENSION, *clocks.SIGNING), starts=clocks.CHECKING),
        words=Words("已反馈，等现场核查。", basis=f"{BINZHOU}第十二条"), paper=Paper("grid.sheet")),
    Transition("check", "现场核查", {S.ANSWERED}, (S.CHECKED, S.AT_WORK, S.ACCEPTED), anybody("grid.check"), handling.check, asks.CheckForm,
        (handling.another_checks,), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=clocks.CHECKING, starts=(clocks.CLOSE, *clocks.LEVELS, *clocks.DISPATCHING)),
        words=Words({S.CHECKED: "核查合格，等综治中心结案。", S.AT_WORK: "不合格，已退回承办单位重办。", S.ACCEPTED: "不合格，已退回综治中心重新安排。"})),
    Transition("rework", "退回重办", {S.ANSWERED, S.CHECKED}, (S.AT_WORK, S.ACCEPTED), anybody("grid.dispatch"), handling.rework, ReasonForm,
        closed=PROTECTED, show=ASIDE | RETURNS, clocks=Clocks(cancels=(*clocks.CHECKING, clocks.CLOSE), starts=(*clocks.LEVELS, *clocks.DISPATCHING)),
        words=Words({S.AT_WORK: "已退回承办单位重办。", S.ACCEPTED: "已退回，请重新派遣或者上报。"})),
    Transition("close", "结案", {S.ANSWERED, S.CHECKED}, S.CLOSED, anybody("grid.dispatch"), handling.close,
        guards=(hazards.is_gone, handling.checked_if_urgent, handling.reported_if_must, handling.lead_was_told, tasks.no_task_is_open, outside.no_answer_is_awaited),
        closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.CLOSE, *clocks.CHECKING), starts=(clocks.TELL,)),
        words=Words("已结案归档，上报人会收到结果；有反映人的请告知。", note="全程记录自动留存，不用另外整理。", basis=f"{BINZHOU}第十四条")),
    Transition("feed_back", "告知反映人", {S.SETTLED, S.CLOSED}, None, anybody("grid.report"), handling.feed_back, asks.FeedBackForm,
        (handling.somebody_reported_it, handling.not_told_yet), closed=PROTECTED, show=IF_POSSIBLE | QUIET, clocks=Clocks(meets=(clocks.TELL,)), words=Words("告知和评价已登记。")),
    corrections.voided(AT_CENTRE | {S.VILLAGE}, S.VOIDED, anybody("grid.void"), effect=handling.void, note="只在重复上报、报错时用。"),
    Transition("take_result", "收到办理结果", {S.BELOW}, S.CHECKED, anybody("grid.dispatch"), handling.take_result, closed=CLOSED,
        show=NEVER, clocks=Clocks(starts=(clocks.CLOSE,))),
    Transition("take_back", "退回，重新派遣", {S.BELOW}, S.ACCEPTED, anybody("grid.dispatch"), handling.take_back, closed=CLOSED,
        show=NEVER | RETURNS, clocks=Clocks(starts=(*clocks.DISPATCHING, *clocks.LEVELS))),
)

COUNTY = (
    outside.sending("hand_to_county", "上报县级", (Purpose.HAND_UP,), IN_TOWN, anybody("grid.dispatch"), to=S.AT_COUNTY,
        effect=beside.hand_to_county, form=asks.HandUpForm, levels=("county", "city"), paper="grid.letter",
        beside=Clocks(meets=(*clocks.DISPATCHING, *clocks.HANDLING), cancels=(*clocks.SIGNING, clocks.EXTENSION)),
        words=Words("已上报，请出具函件送出；答复回来后现场核查。", note="上级收回的、超出镇里权限的，24小时内上报；危险的先保人身安全。", basis=LIST)),
    outside.sending("tell_lead", "上报牵头部门", (Purpose.HAND_UP,), IN_TOWN | {S.ANSWERED, S.CHECKED}, anybody("grid.dispatch"), effect=beside.tell_lead,
        form=asks.HandUpForm, guards=(handling.is_shared,), levels=("county", "city"), show=IF_POSSIBLE, paper="grid.letter",
        words=Words("已上报牵头部门，镇里继续做好配合。", basis=LIST)),
    outside.answered("county_answers", "登记县级答复", {S.AT_COUNTY}, anybody("grid.dispatch"), effect=beside.county_answers,
        leads={Came.ANSWERED: S.ANSWERED, Came.REFUSED: S.ACCEPTED}, show=PRIMARY,
        beside=Clocks(starts=(*clocks.CHECKING, *clocks.DISPATCHING, *clocks.LEVELS)), words=Words("答复已登记，上报人会收到通知。")),
    outside.answered("lead_answers", "登记牵头部门答复", OPEN - {S.AT_COUNTY}, anybody("grid.dispatch")),
    outside.urged("urge_county", "催问县级", OPEN, anybody("grid.dispatch"), paper="grid.urging"),
    replace(outside.withdrawn("withdraw_letter", "撤回上报", {S.AT_COUNTY}, anybody("grid.dispatch")), to=S.ACCEPTED,
        clocks=Clocks(cancels=(ANSWER,), starts=(*clocks.DISPATCHING, *clocks.LEVELS)), words=Words("已撤回，请重新派遣或者另行上报。")),
    outside.withdrawn("withdraw_lead", "撤回给牵头部门的函", OPEN - {S.AT_COUNTY}, anybody("grid.dispatch")),
)

BESIDE = (
    Transition("arrive", "到场、先期处置", OPEN, None, anybody("grid.on_site"), adding(OnSite, "words", "safe"), asking(OnSite, "words", "safe"),
        closed=PROTECTED, show=QUIET, clocks=Clocks(meets=(clocks.ARRIVE,)),
        words=Words("到场情况已记下。", note="先保人身安全，再处置；不属镇里权限的，只做先期处置并上报。")),
    Transition("report_up", "紧急情况报告", OPEN, None, anybody("grid.dispatch"), adding(UpwardReport, "to", "person", "words"),
        asking(UpwardReport, "to", "person", "words"), closed=PROTECTED, show=ASIDE | QUIET, clocks=Clocks(meets=(clocks.FIRST_REPORT,)),
        words=Words("报告已记下；有新情况的续报。")),
    Transition("call_police", "记报警电话", OPEN, None, anybody("grid.report"), police.call, police.CallForm,
        (police.is_to_be_called,), closed=PROTECTED, show=PRIMARY | QUIET | IF_POSSIBLE, clocks=Clocks(meets=(clocks.POLICE,)),
        words=Words("报警电话已记下；有新情况再打110。", note="接警人写姓名或者警号；问不到的写“110接警台”。")),
    Transition("no_police", "不用打110", OPEN, None, anybody("grid.dispatch"), police.not_needed, ReasonForm,
        (police.is_to_be_called, police.nobody_is_hurt), closed=PROTECTED, show=ASIDE | QUIET | IF_POSSIBLE, clocks=Clocks(cancels=(clocks.POLICE,)),
        words=Words("已记下不用打110的理由。", note="不用公安到场的才写，例如镇里自己关得上的阀门；拿不准的打110。")),
    Transition("change_level", "调整级别", IN_TOWN, None, anybody("grid.dispatch"), beside.change_level, asks.LevelForm, closed=PROTECTED,
        show=ASIDE, clocks=Clocks(cancels=(*clocks.HANDLING, clocks.POLICE), starts=(*clocks.HANDLING, clocks.POLICE)), words=Words("级别已调整。", note="调高的，期限从现在起算；调低的，从原来起算的时间接着算，已经超期的不能调低。")),
    Transition("raise_flags", "发现要紧情况", OPEN, (None, S.REPORTED), anybody("grid.report"), beside.raise_flags, asks.FlagsForm, closed=PROTECTED,
        show=DANGER, clocks=Clocks(cancels=(clocks.VILLAGE,), starts=(*clocks.DISPATCHING, clocks.POLICE)), words=Words("已记下，值班领导立即收到通知；应当强制报告的请“强制报告”。", note="还在村里的转到镇里。")),
    Transition("correct_place", "更正地点", OPEN, None, anybody("grid.report"), beside.correct_place, asks.PlaceForm, closed=PROTECTED,
        show=ASIDE | QUIET, words=Words("地点已更正。")),
    Transition("add_party", "补充有关的人", OPEN, None, anybody("grid.report"), add_party, PartyForm, closed=CLOSED, show=ASIDE,
        words=Words("有关的人已补充。")),
    corrections.linked(frozenset(S) - {S.VOIDED}, anybody("grid.dispatch")),
    *hazards.ROWS,
    *finds.ROWS,
    *tasks.rows(OPEN, "grid.task"),
    *map(police.met_by_report, representation.rows(OPEN, "grid.report", "grid.report", held=False)),
    *recusing(OPEN),
)
# fmt: on

WORKFLOW = Workflow(
    "incident",
    REPORT,
    STAGES,
    (*VILLAGE, *TOWN, *COUNTY, GO_BELOW, *BESIDE),
    final=FINAL,
    road=(S.VILLAGE, S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.AT_WORK, S.ANSWERED, S.CHECKED, S.CLOSED),
    other_roads=(
        (clocks.is_taken_back, (S.VILLAGE, S.REPORTED, S.AT_COUNTY, S.ANSWERED, S.CHECKED, S.CLOSED)),
    ),
    captions=CAPTIONS,
    below=Below(
        GO_BELOW,
        {
            Result.SETTLED: "take_result",
            Result.NOT_SETTLED: "take_result",
            Result.WITHDRAWN: "take_back",
        },
    ),
)
