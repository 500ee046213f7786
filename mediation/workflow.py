"""The life of a mediation, from the ladder to the archived file (domain: 10.3)."""

from core.models.matter import PROTECTED
from core.parties import representation
from core.parties.representation import binds, everybody_may
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    IN_BULK,
    PASSES,
    PRIMARY,
    QUIET,
    Clocks,
    Moves,
    Paper,
    Result,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    holder,
)
from core.service import acts as service
from core.service.clocks import SERVE
from core.workflow import appointments, corrections, ladder
from core.workflow.forms import ReasonForm
from mediation import clocks
from mediation import forms as asks
from mediation import forms_outcome as asks_after
from mediation.captions import CAPTIONS
from mediation.models import Mediation
from mediation.serving import SERVING
from mediation.steps import afterwards, agreement, barred, course, court, opening

S = Mediation.Status
BEFORE = frozenset({S.APPLIED})
AT_WORK = frozenset({S.ACCEPTED, S.IN_SESSION})
STILL = frozenset({S.SUSPENDED})
# What stops every talk, asked anew each time.
MAY_GO_ON = (barred.no_danger, barred.civil, barred.nobody_refuses)
IN_FORCE = (S.EFFECTIVE, S.PERFORMED)
AGREED = frozenset({S.AGREED, S.EFFECTIVE, S.PERFORMED})
CONFIRMABLE = frozenset({S.EFFECTIVE, S.PERFORMED, S.ARCHIVED})  # the court's acts do not wait for our file

STAGES = (
    Stage(S.ON_LADDER, "梯次调解", "梯次调解", "网格", (clocks.STEP,), plain="正在由网格调解"),
    Stage(S.APPLIED, "待受理", "决定是否受理", "调解组织", (clocks.DECIDE,), plain="等待调解组织受理"),
    Stage(S.ACCEPTED, "已受理", "首次调解", "调解组织", (clocks.FIRST_SESSION,), plain="调解组织已受理"),
    Stage(S.IN_SESSION, "调解中", "调解", "调解员", (clocks.TERM,), plain="正在调解"),
    Stage(
        S.SUSPENDED,
        "中止",
        "中止",
        "调解员",
        (clocks.TERM,),
        "中止的时间不计入调解期限；原因消除就恢复。",
        plain="调解中止，等待鉴定等结果",
    ),
    Stage(S.AGREED, "待签字生效", "审查、签字", "调解员", (clocks.SIGN,), plain="已谈成，等待签字"),
    Stage(S.EFFECTIVE, "履行中", "履行", "双方当事人", (clocks.PERFORM,), plain="协议已生效，正在履行"),
    Stage(S.PERFORMED, "已履行", "回访、立卷", "调解组织", (clocks.FILE,), plain="协议已履行"),
    Stage(S.SETTLED, "梯次化解", "化解", "网格", plain="已化解"),
    Stage(S.ENDED, "终止调解", "终止", "调解组织", (clocks.FILE,), plain="调解已终止"),
    Stage(S.REFUSED, "不予受理", "不予受理", "调解组织", plain="不予受理，已告知途径"),
    Stage(S.ARCHIVED, "已归档", "归档", "档案", plain="已办结"),
    Stage(S.VOIDED, "已作废", "作废", "调解组织", plain="已作废"),
)

# fmt: off
APPLY = Transition("apply", "申请调解", frozenset(), (S.APPLIED, S.ON_LADDER), anybody("mediation.apply"),
    opening.apply, asks.ApplyForm, (opening.both_parties_named, everybody_may), closed=PROTECTED,
    clocks=Clocks(starts=(clocks.STEP, clocks.DECIDE, clocks.LABOUR, clocks.FEEDBACK)),
    words=Words(basis="《人民调解法》第十七条、第十八条", instead=barred.NO_ACCUSATION))

LADDER = (
    Transition("to_ladder", "先走梯次调解", BEFORE, S.ON_LADDER, holder("mediation.accept"),
        opening.to_ladder, guards=(*MAY_GO_ON, opening.not_grave, ladder.not_climbed_yet), closed=PROTECTED,
        show=ASIDE | IF_POSSIBLE, clocks=Clocks(cancels=(clocks.DECIDE,), starts=(clocks.STEP,)),
        words=Words("已交网格先行调解。")),
    Transition("settle_step", "就地化解", {S.ON_LADDER}, S.SETTLED, anybody("mediation.step"),
        binds(opening.settle_step), asks.SettleForm,
        (ladder.in_own_hand, *MAY_GO_ON, opening.settled_in_writing, everybody_may), closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.STEP,)), moves=Moves(result=Result.SETTLED),
        words=Words("已记为就地化解，本次调解结束。")),
    Transition("hand_up", "上交", {S.ON_LADDER}, (S.APPLIED, S.ON_LADDER), anybody("mediation.step"),
        opening.hand_up, ladder.HandUpForm, (ladder.in_own_hand,), closed=PROTECTED,
        clocks=Clocks(meets=(clocks.STEP,), starts=(clocks.STEP, clocks.DECIDE)),
        words=Words({
            S.ON_LADDER: "已上交上一级，由上一级接着调解。",
            S.APPLIED: "梯次调解已走完，已上交调解组织，等待决定是否受理。"},
            note="交给上一级；最后一级上交镇调委会，按正式调解办理。")),
)

DECIDING = (
    Transition("accept", "受理", BEFORE, S.ACCEPTED, holder("mediation.accept"),
        binds(opening.accept), asks.AcceptForm, (barred.no_danger, everybody_may), closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(
            meets=(clocks.DECIDE,), cancels=(clocks.LABOUR,), starts=(clocks.FIRST_SESSION, *clocks.MEDIATING)),
        paper=Paper("mediation.register"),
        words=Words("已受理，下一步由调委会主任指定调解员。", basis="《人民调解法》第十七条")),
    Transition("refuse", "不予受理", BEFORE, S.REFUSED, holder("mediation.accept"),
        opening.refuse, asks.RefuseForm, closed=PROTECTED, show=DANGER,
        clocks=Clocks(meets=(clocks.DECIDE,), starts=(SERVE,)), paper=Paper("mediation.refusal"),
        moves=Moves(result=Result.WITHDRAWN),
        words=Words("已作出不予受理决定。请打印通知书交申请人。",
            basis="《人民调解法》第十七条、《人民调解工作若干规定》第二十二条")),
    corrections.voided({S.APPLIED, S.ACCEPTED, S.IN_SESSION, S.SUSPENDED}, S.VOIDED, holder("mediation.appoint"),
        effect=opening.void, note="登记错了才作废；谈不成的用“终止调解”。编号保留、不再使用。"),
)

COURSE = (
    Transition("tell_rights", "告知权利义务", AT_WORK, None, holder("mediation.mediate"),
        binds(course.tell_rights), asks.TellForm, (course.not_told_yet, everybody_may), closed=PROTECTED,
        show=IF_POSSIBLE, paper=Paper("mediation.rights"),
        words=Words("权利义务已告知。各方都告知以后，可以“记一次调解”。",
            basis="《人民调解法》第二十三条、第二十四条；《人民调解工作若干规定》第三十条")),
    Transition("appoint", "指定调解员", AT_WORK, None, holder("mediation.appoint"),
        course.appoint, asks.AppointForm, closed=PROTECTED, show=PRIMARY | IN_BULK,
        words=Words("已指定调解员，调解员会收到通知。", basis="《人民调解法》第十九条")),
    Transition("withdraw_mediator", "调解员回避", AT_WORK, None, holder("mediation.appoint"),
        course.withdraw_mediator, asks.WithdrawForm, (course.has_mediator,), closed=PROTECTED,
        show=ASIDE | IF_POSSIBLE | PASSES,
        words=Words("回避已记录。没有其他调解员的，请另行指定。")),
    *representation.rows(
        AT_WORK | STILL | AGREED | {S.ON_LADDER, S.APPLIED},
        "mediation.step",
        "mediation.step",
        held=True,
    ),
    Transition("inquire", "记一次调查", AT_WORK, None, holder("mediation.mediate"),
        course.inquire, asks.InquiryForm, (course.has_mediator,), closed=PROTECTED, show=ASIDE,
        paper=Paper("mediation.inquiry"),
        words=Words("调查已记录。请打印调查笔录，交被调查人核对签字。")),
    Transition("add_evidence", "登记证据", AT_WORK | STILL, None, holder("mediation.mediate"),
        course.add_evidence, asks.EvidenceForm, closed=PROTECTED, show=ASIDE,
        words=Words("证据已登记。")),
    Transition("hold_session", "记一次调解", AT_WORK, S.IN_SESSION, holder("mediation.mediate"),
        course.hold_session, asks.SessionForm,
        (*MAY_GO_ON, course.has_mediator, course.all_told, everybody_may), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.FIRST_SESSION,)), paper=Paper("mediation.record"),
        words=Words("本次调解已记录。谈成的选“达成协议”，谈不成的可以再约一场或“终止调解”。")),
    *appointments.rows(
        "约一场调解",
        AT_WORK | {S.ON_LADDER},
        "mediation.step",
        still=STILL,
        note="只是约定；调解过了，再“记一次调解”。",
    ),
    Transition("reword", "更正文字", AT_WORK | {S.APPLIED, S.AGREED}, None, holder("mediation.mediate"),
        course.reword, asks.RewordForm, (course.nobody_has_signed,), closed=PROTECTED, show=ASIDE,
        words=Words("文字已更正。已经出具的文书请重新出具。",
            note="改记错的字，空着就是不改。原来的文字留在“经过”里；已经出具的文书要重新出具；协议审查以后改了纠纷简要情况的，要重新审查。")),
    Transition("close_doors", "定为不公开调解", AT_WORK, None, holder("mediation.mediate"),
        course.close_doors, ReasonForm, (course.doors_are_open,), closed=PROTECTED,
        show=ASIDE | IF_POSSIBLE,
        words=Words("已定为不公开调解，其他人不得旁听。", basis="《人民调解法》第二十三条第三项")),
    Transition("open_doors", "改为公开调解", AT_WORK, None, holder("mediation.mediate"),
        course.open_doors, ReasonForm, (course.doors_are_closed,), closed=PROTECTED,
        show=ASIDE | IF_POSSIBLE,
        words=Words("已改为公开调解，允许旁听。", basis="《人民调解法》第二十三条第三项")),
    Transition("prolong", "延长调解期限", AT_WORK | {S.AGREED}, None, holder("mediation.mediate"),
        course.prolong, asks.ProlongForm, (course.term_runs,), closed=PROTECTED, show=ASIDE,
        clocks=Clocks(extends=clocks.TERMS), paper=Paper("mediation.prolonging"),
        words=Words("调解期限已延长，新的届满日见“期限”。",
            basis="《人民调解工作若干规定》第三十三条（须经各方当事人同意）")),
    Transition("suspend", "中止调解", AT_WORK, S.SUSPENDED, holder("mediation.mediate"),
        course.suspend, asks.SuspendForm, (course.may_stand_still,), closed=PROTECTED, show=ASIDE,
        clocks=Clocks(suspends=clocks.STILL),
        words=Words("调解已中止，调解期限停止计算。原因消除后请“恢复调解”。",
            note="只在等鉴定、等法院认定、当事人确实来不了时用；到了所定的日子会提醒。")),
    Transition("resume", "恢复调解", STILL, (S.IN_SESSION, S.ACCEPTED), holder("mediation.mediate"),
        course.resume, ReasonForm, closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(resumes=clocks.STILL),
        words=Words({
            S.IN_SESSION: "调解已恢复，调解期限从今天接着计算。",
            S.ACCEPTED: "调解已恢复，调解期限从今天接着计算，下一步进行首次调解。"},
            note="调解期限从今天接着算，中止的时间不计。")),
    Transition("raise_risk", "发现风险", AT_WORK | STILL | {S.APPLIED, S.ON_LADDER, S.AGREED}, None,
        anybody("mediation.step"), course.raise_risk, asks.RiskForm, closed=PROTECTED, show=ASIDE,
        moves=Moves(root="raise_flags"),
        words=Words("风险已记到事项上，值班领导和有关单位会立即收到通知；解除以前不能调解、签字。",
            note="记到事项上，值班领导和有关单位同时收到通知；中心主任在事项上解除以前，不能调解、签字。",
            basis="《人民调解法》第二十五条")),
    Transition("record_prevented", "登记预防成效", AT_WORK | STILL | {S.ON_LADDER, S.AGREED, S.ENDED}, None,
        holder("mediation.step"), course.record_prevented, asks.PreventedForm, closed=PROTECTED,
        show=ASIDE,
        words=Words("预防成效已登记，计入统计。")),
)

OUTCOME = (
    Transition("agree", "达成协议", {S.IN_SESSION}, (S.AGREED, S.EFFECTIVE, S.PERFORMED),
        holder("mediation.mediate"), binds(agreement.agree), asks_after.AgreeForm,
        (*MAY_GO_ON, agreement.has_met, course.all_told, everybody_may), closed=PROTECTED,
        clocks=Clocks(meets=clocks.SETTLED, starts=(clocks.SIGN, *clocks.IN_FORCE)),
        paper=Paper("mediation.agreement"), moves=Moves(result=Result.SETTLED),
        words=Words({
            S.AGREED: "协议内容已记录，下一步进行合法性审查。",
            S.EFFECTIVE: "口头协议已记录，自即日起生效，下一步督促履行。",
            S.PERFORMED: "口头协议已记录并当场履行，下一步回访、立卷。"},
            basis="《人民调解法》第二十八条至第三十条")),
    Transition("check_agreement", "合法性审查", {S.AGREED}, (S.AGREED, S.IN_SESSION, *IN_FORCE),
        holder("mediation.check"), agreement.check_agreement, asks_after.CheckAgreementForm,
        (agreement.not_checked_yet,), closed=PROTECTED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(cancels=(clocks.SIGN,), starts=clocks.IN_FORCE),
        words=Words({
            S.AGREED: "已通过合法性审查。请打印协议书签字。",
            S.IN_SESSION: "审查意见为需要修改，已退回调解员。",
            **dict.fromkeys(IN_FORCE, "审查意见为需要修改，已退回调解员；书面协议订成以前，仍按口头协议履行。")})),
    Transition("take_back", "退回重谈", {S.AGREED}, (S.IN_SESSION, *IN_FORCE), holder("mediation.mediate"),
        agreement.take_back, ReasonForm, closed=PROTECTED, show=ASIDE,
        clocks=Clocks(cancels=(clocks.SIGN,), starts=clocks.IN_FORCE),
        words=Words({
            S.IN_SESSION: "协议稿已退回，回到调解中；谈好了再“达成协议”。",
            **dict.fromkeys(IN_FORCE, "书面协议没有订成，仍按口头协议履行。")},
            note="签齐以前有人要改内容、不肯签的用：协议稿和已经签的字都不算数，回到调解中再谈；口头协议改订书面不成的，仍按口头协议履行。",
            basis="《人民调解法》第二十九条")),
    Transition("sign_agreement", "登记签字", {S.AGREED}, (S.EFFECTIVE, S.AGREED, S.PERFORMED),
        holder("mediation.mediate"), binds(agreement.sign_agreement), asks_after.SignForm,
        (*MAY_GO_ON, agreement.checked, everybody_may), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=clocks.SETTLED, starts=clocks.IN_FORCE), moves=Moves(result=Result.SETTLED),
        words=Words({
            S.AGREED: "签字已登记，还有人没有签。",
            S.EFFECTIVE: "各方都已签字，协议生效，下一步督促履行。",
            S.PERFORMED: "各方都已签字，协议生效并已履行，下一步回访、立卷。"},
            note="各方当事人、调解员签字，加盖印章，签了几个登记几个；最后一个日期就是生效日期。",
            basis="《人民调解法》第二十九条")),
    Transition("end", "终止调解", AT_WORK | STILL | {S.AGREED}, S.ENDED, holder("mediation.mediate"),
        agreement.end, asks_after.EndForm, (agreement.nothing_binds,), closed=PROTECTED, show=DANGER,
        clocks=Clocks(meets=clocks.MEDIATING, cancels=(clocks.SIGN,), starts=(clocks.FILE, SERVE)),
        paper=Paper("mediation.end"), moves=Moves(result=Result.NOT_SETTLED),
        words=Words("调解已终止。请打印终止调解通知书交各方当事人。", basis="《人民调解法》第二十六条")),
)

AFTERWARDS = (
    Transition("perform", "登记履行", {S.EFFECTIVE}, (S.PERFORMED, S.EFFECTIVE), holder("mediation.mediate"),
        afterwards.perform, asks_after.PerformForm, (afterwards.something_is_owed,), closed=PROTECTED,
        show=PRIMARY,
        clocks=Clocks(meets=(clocks.PERFORM, clocks.ENFORCE), starts=(clocks.PERFORM, clocks.VISIT, clocks.FILE)),
        words=Words({
            S.EFFECTIVE: "本期履行已登记，还有未履行的期次。",
            S.PERFORMED: "协议已全部履行，下一步回访、立卷。"}, basis="《人民调解法》第三十一条")),
    Transition("perform_late", "补登履行", {S.ARCHIVED}, None, holder("mediation.mediate"),
        afterwards.perform_late, asks_after.PerformForm, (afterwards.something_is_owed,), closed=PROTECTED,
        show=IF_POSSIBLE | QUIET, clocks=Clocks(meets=(clocks.ENFORCE,)),
        words=Words("履行情况已补登，请把凭证补入卷宗。", note="归档以后才履行的，补登在这里，凭证补入卷宗。",
            basis="《人民调解法》第三十一条")),
    Transition("urge_performance", "督促履行", {S.EFFECTIVE}, None, holder("mediation.mediate"),
        afterwards.urge_performance, asks_after.UrgeForm, closed=PROTECTED, show=ASIDE | QUIET,
        words=Words("督促情况已记录。", basis="《人民调解法》第三十一条")),
    Transition("tell_unperformed", "告知不履行的途径", {S.EFFECTIVE}, None, holder("mediation.mediate"),
        afterwards.tell_unperformed, ReasonForm, (afterwards.something_is_owed,), closed=PROTECTED,
        show=ASIDE, clocks=Clocks(starts=(clocks.FILE,)),
        words=Words("已告知当事人不履行的救济途径。", basis="《人民调解法》第三十一条、第三十二条")),
    Transition("put_in_writing", "改订书面协议", {S.EFFECTIVE, S.PERFORMED}, S.AGREED,
        holder("mediation.mediate"), agreement.put_in_writing, asks_after.WriteDownForm,
        (agreement.is_oral,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE,
        clocks=Clocks(cancels=clocks.IN_FORCE, starts=(clocks.SIGN,)), paper=Paper("mediation.agreement"),
        words=Words("已改订书面协议。请送合法性审查，再打印签字。",
            note="口头协议要申请司法确认的，先改订书面的：重新审查、签字，生效日期和申请期限重新计算。",
            basis="《人民调解法》第二十八条、第二十九条")),
    Transition("apply_confirmation", "共同申请司法确认", CONFIRMABLE, None, holder("mediation.mediate"),
        court.apply_confirmation, asks_after.ConfirmForm, (court.may_be_confirmed, everybody_may),
        closed=PROTECTED, show=IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.CONFIRM,), starts=(clocks.COURT,)), paper=Paper("mediation.confirmation"),
        words=Words("司法确认申请已登记。请打印申请书，由双方共同递交法院。",
            basis="《人民调解法》第三十三条、《民事诉讼法》第二百零五条")),
    Transition("court_accepts", "登记法院受理", CONFIRMABLE, None, holder("mediation.mediate"),
        court.court_accepts, asks_after.CourtAcceptsForm, (court.not_accepted_yet,), closed=PROTECTED,
        show=IF_POSSIBLE | QUIET, clocks=Clocks(meets=(clocks.COURT,), starts=(clocks.RULING,)),
        words=Words("法院受理已登记，等待裁定。", basis="《关于人民调解协议司法确认程序的若干规定》第四条")),
    Transition("court_takes_longer", "登记法院延长", {S.EFFECTIVE, S.PERFORMED}, None, holder("mediation.mediate"),
        court.court_takes_longer, ReasonForm, (court.may_be_longer,), closed=PROTECTED,
        show=ASIDE | IF_POSSIBLE | QUIET, clocks=Clocks(extends=(clocks.RULING,)),
        words=Words("法院的延长已登记，裁定期限已顺延。", note="法院告知有特殊情况、经院长批准延长十日的才登记；理由写法院怎么说、哪天告知的。",
            basis="《关于人民调解协议司法确认程序的若干规定》第五条")),
    Transition("record_ruling", "登记法院裁定", CONFIRMABLE, None, holder("mediation.mediate"),
        court.record_ruling, asks_after.RulingForm, (court.before_the_court,), closed=PROTECTED,
        show=IF_POSSIBLE | QUIET, clocks=Clocks(meets=(clocks.COURT, clocks.RULING), starts=(clocks.ENFORCE,)),
        words=Words("法院裁定已登记。", note="裁定有效、没有履行完的，申请执行的两年从最后一期期满起算，会提醒。",
            basis="《民事诉讼法》第二百零六条、第二百五十条")),
    Transition("feed_back", "反馈移送机关", AGREED | {S.ENDED, S.REFUSED, S.SETTLED, S.ARCHIVED}, None,
        holder("mediation.mediate"), afterwards.feed_back, asks_after.FeedBackForm,
        (afterwards.fed_back_not_yet,), closed=PROTECTED, show=IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.FEEDBACK,)),
        words=Words("反馈已登记。")),
    Transition("visit", "记一次回访", {S.EFFECTIVE, S.PERFORMED, S.ENDED}, None, holder("mediation.mediate"),
        afterwards.visit, asks_after.VisitForm, closed=PROTECTED,
        clocks=Clocks(meets=(clocks.VISIT,)), paper=Paper("mediation.visit"),
        words=Words("回访已记录。", basis="《人民调解法》第三十一条")),
    *service.rows(SERVING, frozenset({S.ENDED, S.REFUSED}), holder("mediation.mediate"), "mediation.service"),
    Transition("archive", "归档", {S.EFFECTIVE, S.PERFORMED, S.ENDED}, S.ARCHIVED,
        anybody("mediation.archive"), afterwards.archive, asks_after.ArchiveForm,
        (afterwards.performed_or_told, court.the_court_has_answered), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.FILE,)),
        words=Words("已归档，本事项办结。", basis="《人民调解法》第二十七条")),
)
# fmt: on

WORKFLOW = Workflow(
    "mediation",
    APPLY,
    STAGES,
    (*LADDER, *DECIDING, *COURSE, *OUTCOME, *AFTERWARDS),
    final=frozenset({S.SETTLED, S.REFUSED, S.ARCHIVED, S.VOIDED}),
    road=(S.APPLIED, S.ACCEPTED, S.IN_SESSION, S.AGREED, S.EFFECTIVE, S.PERFORMED, S.ARCHIVED),
    captions=CAPTIONS,
)
