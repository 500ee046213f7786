"""The life of a petition (domain: 10.2), as a table. Longer than other files on purpose: it is read in one piece."""

from core.intake import accusations
from core.intake.forms_accused import AccusedForm, CheckAccusedForm
from core.models import Correspondence
from core.models.matter import CLOSED, PROTECTED
from core.outside import acts as outside
from core.outside.clocks import ANSWER
from core.parties import representation
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
    Moves,
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
from core.service import acts as service
from core.service.clocks import SERVE
from core.tasks import acts as tasks
from core.tasks.clocks import CHECK, DO
from core.values.form_base import choice
from core.workflow import appointments, corrections, ladder
from core.workflow.forms import DoneForm, ReasonForm
from core.workflow.record_steps import adding, asking
from core.workflow.recusal import recusing
from petitions import clocks
from petitions import forms as asks
from petitions.captions import CAPTIONS
from petitions.models import Care, Conduct, Contact, Earlier, Hearing, Inquiry, Petition
from petitions.serving import SERVING
from petitions.steps import beside, common, opinion, registering, review, sorting, transferring

S = Petition.Status
XF = "《信访工作条例》"
FINAL = frozenset({S.ARCHIVED, S.TOLD, S.SENT, S.RETURNED, S.REPLIED, S.HANDED_OVER, S.ON_FILE, S.VOIDED})
OPEN = frozenset(S) - FINAL
WALLED = frozenset({S.TO_HAND_OVER, S.HANDED_OVER})  # an accusation: only what says so may be done with it
UNWALLED = OPEN - WALLED
EVER = frozenset(S) - WALLED - {S.VOIDED}
UNSORTED = frozenset({S.REGISTERED})
DESK = frozenset({S.REGISTERED, S.TO_ACCEPT, S.ON_LADDER})
AT_WORK = frozenset({S.ACCEPTED, S.AGREED})
ANSWERED = frozenset({S.TO_SERVE, S.SERVED, S.IN_REVIEW, S.REVIEWED, S.IN_SECOND, S.ENDED})
RESULTED = ANSWERED | {S.TOLD, S.REPLIED, S.ARCHIVED, S.RETURNED, S.SENT, S.ON_FILE, S.HANDED_OVER}

# 争议的受理机关由共同上一级决定 (art. 24), 向组织部门通报 (art. 30 ¶2), 提请, 函询.
OUT = (Correspondence.Purpose.HAND_UP, Correspondence.Purpose.ASK, Correspondence.Purpose.NOTICE)

STAGES = (
    Stage(
        S.REGISTERED,
        "待分类",
        "登记、分类",
        "信访窗口",
        (clocks.SORT, clocks.NOTICE),
        plain="已登记，正在分类",
    ),
    Stage(S.ON_LADDER, "代办", "代办", "网格", (clocks.STEP,), plain="正在由代办员代办"),
    Stage(
        S.OBJECTED, "异议待复", "提出异议", "上级单位", (clocks.NOTICE,), plain="正在与转送单位核实由谁办理"
    ),
    Stage(
        S.TRANSFERRED,
        "已转送交办",
        "转送、交办",
        "接收单位",
        (clocks.THEIR_RECEIPT, clocks.THEIR_OBJECTION),
        plain="已转送有权处理的机关",
    ),
    Stage(S.STUDYING, "研究论证", "研究论证", "承办单位", (clocks.STUDY,), plain="正在研究论证"),
    Stage(
        S.TO_HAND_OVER, "待移送", "移送", "信访窗口", (clocks.SORT, clocks.HAND_OVER), plain="正在按规定处理"
    ),
    Stage(S.TO_ACCEPT, "待受理", "受理", "信访窗口", (clocks.NOTICE,), plain="已分类，等待受理告知"),
    Stage(S.TO_TELL, "待告知", "书面告知", "信访窗口", (clocks.NOTICE,), plain="已有结论，等待书面告知"),
    Stage(
        S.ACCEPTED, "办理中", "调查核实", "承办单位", (clocks.HANDLE, clocks.REDO), plain="已受理，正在办理"
    ),
    Stage(S.BELOW, "转入其他程序", "其他程序", plain="正在按其他程序办理"),
    Stage(S.AGREED, "协议履行中", "履行协议", "双方", (clocks.PERFORM,), plain="已达成协议，正在履行"),
    Stage(S.CHECKING, "待合法性审核", "合法性审核", "司法所", (clocks.HANDLE, clocks.REDO), plain="正在办理"),
    Stage(S.SIGNING, "待签发", "签发", "镇领导", (clocks.HANDLE, clocks.REDO), plain="正在办理"),
    Stage(S.TO_SERVE, "待送达", "送达", "信访窗口", (SERVE,), plain="已作出答复，等待送达"),
    Stage(S.SERVED, "待复查", "请求复查", "信访人", (clocks.REVIEW,), plain="答复已送达，不服的可以请求复查"),
    Stage(S.IN_REVIEW, "复查中", "复查", "上一级机关", (clocks.REVIEW_DECIDED,), plain="上一级机关正在复查"),
    Stage(
        S.REVIEWED,
        "待复核",
        "请求复核",
        "信访人",
        (clocks.SECOND,),
        plain="复查意见已送达，不服的可以请求复核",
    ),
    Stage(
        S.IN_SECOND, "复核中", "复核", "再上一级机关", (clocks.SECOND_DECIDED,), plain="再上一级机关正在复核"
    ),
    Stage(S.ENDED, "已终结", "终结", "信访窗口", (clocks.FILE,), plain="已终结"),
    Stage(S.ARCHIVED, "已归档", "归档", "档案", plain="已终结"),
    Stage(S.TOLD, "已书面告知", "告知", "信访窗口", plain="已书面告知"),
    Stage(S.SENT, "已转送", "转送", "信访窗口", plain="已转送有权处理的机关处理"),
    Stage(S.RETURNED, "已交还", "交还", "信访窗口", plain="已交还转送单位处理"),
    Stage(S.REPLIED, "已回复", "回复", "承办单位", plain="已回复"),
    Stage(S.HANDED_OVER, "已移送", "办结", "信访窗口", plain="已按规定移送有权处理的机关"),
    Stage(S.ON_FILE, "登记存查", "登记存查", "信访窗口", plain="已登记"),
    Stage(S.VOIDED, "已作废", "作废", "信访窗口", plain="已作废，请到大厅询问"),
)

# fmt: off
REGISTER = Transition("register", "登记", frozenset(), (S.REGISTERED,), anybody("petitions.register"),
    registering.register, asks.BelowForm, closed=CLOSED, clocks=Clocks(starts=(*clocks.FIRST, clocks.HAND_OVER, clocks.HANDLE, clocks.STUDY)),
    paper=Paper("petitions.receipt"),
    words=Words(basis=f"{XF}第二十二条、第二十三条：应当予以登记；第二十一条：及时录入信访信息系统"))

DECIDING = (
    Transition("sort", "分类", UNSORTED, (S.TO_ACCEPT, S.TO_TELL, S.STUDYING, S.TO_HAND_OVER, S.ON_FILE),
        holder("petitions.sort"), sorting.sort, asks.SortForm, (sorting.no_claim_of_another_kind,), closed=CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.SORT,), cancels=(clocks.NOTICE, clocks.OBJECT, clocks.REPORT), starts=(clocks.STUDY, clocks.HAND_OVER, clocks.ACT)),
        moves=Moves(result=Result.NOT_SETTLED), words=Words({
            S.TO_ACCEPT: "已分类，下一步受理并送达受理告知书。",
            S.TO_TELL: "已分类，请打印程序告知书并送达。",
            S.STUDYING: "已分类为建议意见，下一步告知收到情况、研究论证。",
            S.TO_HAND_OVER: "已按检举控告封闭，下一步移送纪检监察机关。",
            S.ON_FILE: "已分类，姓名、住址不清，登记存查。"}, basis=f"{XF}第二十九条至第三十一条")),
    Transition("split", "拆分诉求", UNSORTED, None, holder("petitions.sort"),
        registering.split, asks.SplitForm, (registering.has_several_claims,), closed=CLOSED, show=IF_POSSIBLE,
        words=Words("诉求已拆分，拆出的一件编号相同、另立登记号。", note="不同类别的诉求分件办理，各有途径和期限；原信件留在本件。")),
    Transition("object", "提出异议", UNSORTED | {S.TO_ACCEPT}, S.OBJECTED, holder("petitions.sort"),
        transferring.objects, asks.ObjectForm, (transferring.was_sent_down, transferring.within_five_days), closed=CLOSED,
        show=IF_POSSIBLE | RETURNS, clocks=Clocks(meets=(clocks.OBJECT,), starts=(ANSWER,)), paper=Paper("petitions.letter"),
        words=Words("异议已登记，请打印异议函送转送单位；15 日告知的期限照样计算。", basis=f"{XF}第二十三条第三款")),
    Transition("sender_answers", "登记异议答复", {S.OBJECTED}, (S.RETURNED, S.REGISTERED), holder("petitions.sort"),
        transferring.sender_answers, asks.AnswerForm, closed=CLOSED, show=PRIMARY,
        clocks=Clocks(cancels=(clocks.NOTICE, clocks.REPORT), meets=(ANSWER,)), moves=Moves(result=Result.WITHDRAWN),
        words=Words({S.RETURNED: "转送单位同意，请交还材料，本件办结。", S.REGISTERED: "转送单位不同意，由本镇办理，请分类。"},
            basis=f"{XF}第二十三条第三款")),
    Transition("transfer", "转送、交办", UNSORTED | {S.TO_ACCEPT}, S.TRANSFERRED, holder("petitions.sort"),
        transferring.transfer, asks.TransferForm, (transferring.acts_as_office, sorting.not_an_accusation), closed=PROTECTED,
        show=IF_POSSIBLE, clocks=Clocks(meets=(clocks.SORT,), starts=(clocks.THEIR_RECEIPT, clocks.THEIR_OBJECTION, ANSWER)), paper=Paper("petitions.letter"),
        words=Words("已登记转送、交办，请打印函件，并告知信访人去向。", basis=f"{XF}第二十二条第一款",
            instead="检举控告只能按管理权限移送。")),
    Transition("they_received", "登记对方收到", {S.TRANSFERRED}, None, holder("petitions.sort"),
        transferring.they_received, asks.TheyReceivedForm, (transferring.not_received_yet,), closed=PROTECTED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.THEIR_RECEIPT,), starts=(clocks.THEIR_OBJECTION,)),
        words=Words("已登记，对方可以提出异议的 5 个工作日从收到的次日起算。", basis=f"{XF}第二十三条第三款")),
    Transition("their_objection", "登记对方异议", {S.TRANSFERRED}, (S.REGISTERED, S.TRANSFERRED), holder("petitions.sort"),
        transferring.their_objection, asks.AnswerForm, (transferring.they_have_it,), closed=PROTECTED, clocks=Clocks(cancels=(clocks.THEIR_OBJECTION,), starts=(clocks.SORT, clocks.NOTICE), meets=(ANSWER,)),
        words=Words({S.REGISTERED: "同意退回，请重新分类、转送。", S.TRANSFERRED: "不同意，仍由对方办理。"}, basis=f"{XF}第二十三条第三款")),
    Transition("report_came", "收到办结报告", {S.TRANSFERRED}, S.SENT, holder("petitions.sort"),
        transferring.report_came, asks.ReportCameForm, (common.has_been_told,), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(ANSWER,)), moves=Moves(result=Result.SETTLED), words=Words("办结报告已登记，本件办结。", basis=f"{XF}第二十二条第一款第三项")),
    Transition("transfer_stands", "转送办结", {S.TRANSFERRED}, S.SENT, holder("petitions.sort"),
        transferring.transfer_stands, guards=(transferring.objections_are_over, common.has_been_told), closed=PROTECTED, show=IF_POSSIBLE,
        moves=Moves(result=Result.NOT_SETTLED), words=Words("对方没有提出异议，转送办结。")),
    Transition("refuse", "不予受理", UNSORTED | {S.TO_ACCEPT}, (S.TO_TELL, S.ON_FILE), holder("petitions.sort"),
        sorting.refuse, asks.RefuseForm, (sorting.not_an_accusation,), closed=PROTECTED, show=DANGER,
        clocks=Clocks(meets=(clocks.SORT,), cancels=(clocks.OBJECT,), starts=(clocks.EXPLAIN,)), paper=Paper("petitions.refusal"), moves=Moves(result=Result.NOT_SETTLED),
        words=Words({S.TO_TELL: "已作出不予受理（不再受理）决定，请打印告知书并送达。", S.ON_FILE: "已登记存查。"},
            basis=f"{XF}第十九条第三款、第二十三条第一款、第三十六条第三款", instead="检举控告只能按管理权限移送。")),
    Transition("accept", "受理", {S.TO_ACCEPT}, S.ACCEPTED, holder("petitions.sort"),
        sorting.accept, asks.AcceptForm, closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.SORT,), cancels=(clocks.OBJECT,), starts=(clocks.HANDLE, clocks.NOTICE)), paper=Paper("petitions.acceptance"),
        words=Words("已受理，请打印受理告知书并送达；承办单位已收到通知。", basis=f"{XF}第二十三条、第三十一条第六项、第三十四条")),
    Transition("put_on_file", "登记存查", UNSORTED | {S.TO_ACCEPT, S.TO_TELL, S.STUDYING}, S.ON_FILE, holder("petitions.sort"),
        sorting.put_on_file, ReasonForm, (sorting.nobody_to_tell, sorting.not_an_accusation), closed=PROTECTED, show=ASIDE | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.SORT,)), moves=Moves(result=Result.NOT_SETTLED),
        words=Words("已登记存查，不用书面告知，本件办结。", basis=f"{XF}第二十三条第二款")),
    Transition("hand_over", "移送", {S.TO_HAND_OVER}, S.HANDED_OVER, holder("petitions.sort"),
        transferring.hand_over, asks.HandOverForm, (sorting.an_accusation,), closed=CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.SORT, clocks.HAND_OVER), starts=(ANSWER,)), moves=Moves(result=Result.WITHDRAWN), paper=Paper("petitions.hand_over"),
        words=Words("请打印移送函、密封移送，本件办结。", note="密封送达；不得透露给被检举、控告的人员和单位。", basis=f"{XF}第三十条、第四十六条第五项")),
    Transition("name_accused", "登记被检举、控告人", {S.TO_HAND_OVER}, None, anybody("petitions.sort"),
        sorting.name_accused, AccusedForm, (sorting.an_accusation,), closed=CLOSED, show=ASIDE,
        words=Words("被检举、控告人已登记，本事项对其本人和所在单位保密。", basis=f"{XF}第三十条")),
    Transition("check_accused", "核对被检举、控告人", OPEN, None, anybody("petitions.sort"),
        accusations.check_accused, CheckAccusedForm, (accusations.an_accusation, accusations.to_check), closed=CLOSED, show=IF_POSSIBLE,
        words=Words("同名账号已核对，不是本人的不再回避。", note="没有核对以前，同名的人一律看不到本事项。", basis=f"{XF}第三十条")),
)

AGENT = (
    Transition("to_ladder", "交代办", UNSORTED, S.ON_LADDER, holder("petitions.sort"),
        beside.to_ladder, guards=(ladder.not_climbed_yet,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(starts=(clocks.STEP,)),
        words=Words("已交代办；书面告知的期限照样计算。")),
    Transition("settle_step", "办到位", {S.ON_LADDER}, S.REGISTERED, anybody("petitions.step"),
        beside.settle_step, asks.SettleStepForm, (ladder.in_own_hand,), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.STEP,)), words=Words("已记为办到位，由信访窗口分类、告知。", basis=f"{XF}第二十七条")),
    Transition("hand_up", "上交", {S.ON_LADDER}, (S.ON_LADDER, S.REGISTERED), anybody("petitions.step"),
        beside.hand_up, ladder.HandUpForm, (ladder.in_own_hand,), closed=PROTECTED,
        clocks=Clocks(meets=(clocks.STEP,), starts=(clocks.STEP,)),
        words=Words({S.ON_LADDER: "已上交上一级代办。", S.REGISTERED: "代办已走完，已交信访窗口分类。"})),
)

# Printed once for each procedure that may open below a petition (core.procedure.below).
GO_BELOW = Transition("go_below", "转入其他程序", {S.ACCEPTED}, S.BELOW, holder_and_first_contact("petitions.handle"),
    common.go_below)

COURSE = (
    Transition("assign", "指定承办人", AT_WORK | {S.STUDYING}, None, holder("petitions.handle"),
        beside.assign, asks.AssignForm, closed=PROTECTED, show=ASIDE, words=Words("承办人已收到通知。")),
    Transition("contact", "联系信访人", UNWALLED - UNSORTED, None, anybody("petitions.handle"),
        adding(Contact, "way", "words"), asking(Contact, "words", way=choice("方式", Contact.WAYS), field_order=("way", "words")),
        closed=PROTECTED, show=QUIET,
        words=Words("联系情况已记录。")),
    Transition("guide", "导访", UNWALLED, None, anybody("petitions.register"), beside.guide, asking(Contact, "words"), closed=PROTECTED,
        show=ASIDE | QUIET, words=Words("导访已记录。", note="陪同、引导到有权处理的窗口、机关，写明到了哪里、谁接待。", basis=f"{XF}第二十二条第二款")),
    Transition("inquire", "记调查核实", AT_WORK | {S.STUDYING}, None, holder("petitions.handle"),
        adding(Inquiry, "held_at", "place", "asked", "second", "record"),
        asking(Inquiry, "held_at", "place", "asked", "second", "record"), closed=PROTECTED, paper=Paper("petitions.inquiry"),
        words=Words("调查已记录，请打印调查笔录签字。", basis=f"{XF}第三十一条第六项")),
    Transition("call_hearing", "通知听证", AT_WORK, None, holder("petitions.handle"),
        beside.call_hearing, asking(Hearing, *beside.HEARING_COLUMNS), (common.is_major,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE,
        paper=Paper("petitions.hearing_notice"),
        words=Words("请打印听证通知书，由信访窗口送达。", note="改期的，再通知一次。听证不影响 60 日的期限。", basis=f"{XF}第三十一条第六项")),
    Transition("hear", "记听证", AT_WORK, None, holder("petitions.handle"),
        beside.hear, asking(Hearing, "record", "conclusion", required=("record",)),
        (beside.a_hearing_was_called,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE, paper=Paper("petitions.hearing"),
        words=Words("听证已记录；听证不影响 60 日的期限。", basis=f"{XF}第三十一条第六项")),
    Transition("ask_material", "通知补充材料", AT_WORK | {S.STUDYING}, None, holder("petitions.handle"),
        beside.ask_material, asks.AskMaterialForm, (beside.not_asked_before,), closed=PROTECTED, show=ASIDE,
        clocks=Clocks(cancels=(clocks.MATERIAL,), starts=(clocks.MATERIAL,)), paper=Paper("petitions.material"),
        words=Words("请打印补充材料通知书，由信访窗口送达。", note="只能通知一次，请一次写全；等材料期间，告知、办结的期限照常计算。")),
    Transition("material_came", "登记补充的材料", UNWALLED, None, anybody("petitions.handle"),
        beside.material_came, asks.MaterialCameForm, (beside.material_waits,), closed=PROTECTED, show=IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.MATERIAL,)), words=Words("补充的材料已登记，原件放入卷宗“信访人提交的材料”。")),
    Transition("settle", "登记调解、和解协议", {S.ACCEPTED}, S.AGREED, holder("petitions.handle"),
        opinion.settle, asks.SettleForm, closed=PROTECTED, clocks=Clocks(starts=(clocks.PERFORM,)), paper=Paper("petitions.settlement"),
        words=Words("协议已登记，履行后办结，不再出具处理意见书。",
            note="60 日照常计算（第三十四条）。履行期限晚于办结期限的，届满以前申请延期，或者按协议“拟处理意见”。", basis=f"{XF}第三十三条")),
    Transition("settlement_performed", "协议已履行", {S.AGREED}, S.ENDED, holder("petitions.handle"),
        opinion.settlement_performed, DoneForm, (opinion.something_was_agreed, common.has_been_told), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.PERFORM, clocks.HANDLE, clocks.REDO), cancels=(clocks.MATERIAL, clocks.EXTENSION), starts=(clocks.FILE, clocks.FOLLOW_UP)), moves=Moves(result=Result.SETTLED),
        words=Words("协议已履行，本件终结，下一步回访、归档。", basis=f"{XF}第三十三条")),
    Transition("settlement_failed", "协议没有履行", {S.AGREED}, S.ACCEPTED, holder("petitions.handle"),
        opinion.settlement_failed, ReasonForm, closed=PROTECTED, show=DANGER, clocks=Clocks(cancels=(clocks.PERFORM,)),
        words=Words("继续调查核实，出具处理意见。")),
    Transition("ask_extension", "申请延期", AT_WORK | {S.BELOW}, None, holder("petitions.handle"),
        opinion.ask_extension, asks.ExtensionForm, (opinion.handled_in_time, opinion.not_asked_yet), closed=PROTECTED,
        clocks=Clocks(starts=(clocks.EXTENSION,)), paper=Paper("petitions.extension_form"),
        words=Words("延期申请已提交，批准以前仍按原届满日。", basis=f"{XF}第三十四条")),
    Transition("grant_extension", "批准延期", AT_WORK | {S.BELOW}, None, anybody("petitions.extend"),
        opinion.grant_extension, guards=(opinion.extension_waits, opinion.handled_in_time), closed=PROTECTED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.EXTENSION,), extends=(clocks.HANDLE,), starts=(SERVE,)), paper=Paper("petitions.extension_notice"),
        words=Words("已批准延期，由信访窗口打印延期告知书送达信访人。", note="只能延一次，不超过 30 日。", basis=f"{XF}第三十四条")),
    Transition("refuse_extension", "不批准延期", AT_WORK | {S.BELOW}, None, anybody("petitions.extend"),
        opinion.refuse_extension, ReasonForm, (opinion.extension_waits,), closed=PROTECTED, show=IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.EXTENSION,)), words=Words("没有批准延期，届满日不变。")),
    Transition("draft", "拟处理意见", AT_WORK, S.CHECKING, holder("petitions.handle"),
        opinion.draft, asks.DraftForm, (opinion.not_asked_yet,), closed=PROTECTED, show=PRIMARY, clocks=Clocks(cancels=(clocks.EXTENSION, clocks.PERFORM)),
        words=Words("处理意见已拟好，送合法性审核。", basis=f"{XF}第三十二条")),
    Transition("check", "合法性审核", {S.CHECKING}, (S.SIGNING, S.ACCEPTED), anybody("petitions.check"),
        opinion.check, asks.CheckForm, (opinion.another_than_drafted,), closed=PROTECTED, show=PRIMARY,
        words=Words({S.SIGNING: "审核通过，送镇领导签发。", S.ACCEPTED: "已退回承办单位修改。"})),
    Transition("sign", "签发处理意见书", {S.SIGNING}, (S.TO_SERVE, S.ENDED), anybody("petitions.sign"),
        opinion.sign, guards=(opinion.signed_by_whom_it_takes, opinion.every_claim_is_answered), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=clocks.ANSWERING, cancels=(clocks.MATERIAL,), starts=(SERVE, clocks.CARRY_OUT, clocks.EXPLAIN, clocks.FILE)), paper=Paper("petitions.opinion"), moves=Moves(result=Result.SETTLED),
        words=Words({S.TO_SERVE: "已签发，由信访窗口打印处理意见书、送达。",
            S.ENDED: "已签发。姓名、住址不清，无法送达，本件终结，请归档。"}, basis=f"{XF}第三十二条、第三十四条")),
    Transition("send_back", "退回修改", {S.SIGNING}, S.ACCEPTED, anybody("petitions.sign"),
        opinion.send_back, ReasonForm, closed=PROTECTED, show=DANGER | RETURNS, words=Words("已退回承办单位修改。")),
    Transition("reply_suggestion", "回复建议意见", {S.STUDYING}, (S.TO_SERVE, S.REPLIED), holder("petitions.sort"),
        opinion.reply_suggestion, asks.ReplyForm, closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.STUDY,), cancels=(clocks.MATERIAL,), starts=(SERVE,)), paper=Paper("petitions.reply"), moves=Moves(result=Result.SETTLED),
        words=Words({S.TO_SERVE: "回复已记录，请打印并送达。", S.REPLIED: "回复已记录，本件办结。"}, basis=f"{XF}第二十九条")),
)

IN_SERVICE = frozenset({S.TO_TELL, S.ACCEPTED, S.AGREED, S.STUDYING, S.TRANSFERRED, S.CHECKING, S.SIGNING, S.TO_SERVE, S.SERVED})

AFTERWARDS = (
    *service.rows(SERVING, IN_SERVICE, anybody("petitions.sort"), "petitions.service", show=PRIMARY),
    Transition("carry_out", "登记落实", ANSWERED | {S.ARCHIVED}, None, anybody("petitions.handle"),
        opinion.carry_out, DoneForm, (opinion.is_to_be_carried_out,), closed=PROTECTED, show=IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.CARRY_OUT,)), words=Words("落实情况已登记。", basis=f"{XF}第三十二条第二款")),
    Transition("fulfil", "登记履行、答复", {S.TO_TELL, S.TOLD, S.ON_FILE}, None, anybody("petitions.handle"),
        opinion.fulfil, DoneForm, (opinion.owes_to_act,), closed=PROTECTED, show=IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.ACT,)), words=Words("履行、答复已登记。", basis=f"{XF}第三十一条第五项")),
    Transition("ask_review", "登记复查、复核请求", {S.SERVED, S.REVIEWED, S.ENDED}, (S.IN_REVIEW, S.IN_SECOND), holder("petitions.sort"),
        review.ask, asks.AskReviewForm, (review.may_still_ask,), closed=PROTECTED, show=IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.REVIEW, clocks.SECOND), cancels=(clocks.FILE,), starts=(clocks.REVIEW_DECIDED, clocks.SECOND_DECIDED)),
        words=Words({S.IN_REVIEW: "复查请求已登记，由上一级机关决定。", S.IN_SECOND: "复核请求已登记，由再上一级机关决定。"},
            note="请求由上级机关决定，这里只登记日期和结果；请移送办理材料。", basis=f"{XF}第三十五条、第三十六条")),
    Transition("begin_hearing", "复核听证开始", {S.IN_SECOND}, None, holder("petitions.sort"),
        review.begin_hearing, guards=(review.no_hearing_yet,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(suspends=(clocks.SECOND_DECIDED,)),
        words=Words("听证时间不计入复核期限。", basis=f"{XF}第三十六条第二款")),
    Transition("end_hearing", "复核听证结束", {S.IN_SECOND}, None, holder("petitions.sort"),
        review.end_hearing, guards=(review.a_hearing_is_on,), closed=PROTECTED, show=IF_POSSIBLE, clocks=Clocks(resumes=(clocks.SECOND_DECIDED,)),
        words=Words("复核期限接着计算。", basis=f"{XF}第三十六条第二款")),
    Transition("decided", "登记复查、复核意见", {S.IN_REVIEW, S.IN_SECOND}, (S.REVIEWED, S.ENDED, S.ACCEPTED), holder("petitions.sort"),
        review.decided, asks.DecidedForm, closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.REVIEW_DECIDED, clocks.SECOND_DECIDED), cancels=(clocks.CARRY_OUT, clocks.EXPLAIN, clocks.FOLLOW_UP),
                      starts=(clocks.SECOND, clocks.FILE, clocks.REDO, clocks.EXPLAIN)),
        words=Words({S.REVIEWED: "复查意见已登记，请求复核的期限开始计算。", S.ENDED: "复核意见已登记，本件终结。",
            S.ACCEPTED: "已责令重新处理，承办单位已收到通知。"}, basis=f"{XF}第三十五条、第三十六条")),
    Transition("lapse", "期满终结", {S.SERVED, S.REVIEWED}, S.ENDED, holder("petitions.sort"),
        review.lapse, guards=(review.term_is_over,), closed=PROTECTED, show=IF_POSSIBLE, clocks=Clocks(starts=(clocks.FILE,)),
        words=Words("期满没有请求，本件终结。", note="最后一天交邮的请求后来到了，照样可以登记。")),
    Transition("withdraw", "信访人撤回", UNWALLED - ANSWERED - {S.BELOW}, S.ENDED, anybody("petitions.sort"),
        review.withdraw, ReasonForm, (sorting.not_an_accusation,), closed=PROTECTED, show=ASIDE | DANGER, clocks=Clocks(
            cancels=(clocks.SORT, clocks.NOTICE, clocks.OBJECT, *clocks.ANSWERING, clocks.STEP, clocks.PERFORM, clocks.EXTENSION,
                     clocks.MATERIAL, clocks.THEIR_RECEIPT, clocks.THEIR_OBJECTION, SERVE), starts=(clocks.FILE,)),
        moves=Moves(result=Result.WITHDRAWN),
        words=Words("撤回已登记。", note="只在信访人自愿书面撤回时用；不得要求信访人撤回、承诺不再信访。")),
    Transition("rate", "登记评价", RESULTED - WALLED, None, anybody("petitions.sort"),
        opinion.rate, asks.RateForm, (opinion.not_rated_yet,), closed=PROTECTED, show=IF_POSSIBLE | QUIET, clocks=Clocks(meets=(clocks.FOLLOW_UP,)),
        words=Words("评价已登记：信访部门、责任单位分别计。", basis=f"{XF}第二十一条第二款")),
    Transition("report_result", "反馈办理结果", RESULTED - WALLED - {S.RETURNED} | {S.ACCEPTED}, None, anybody("petitions.sort"),
        transferring.report_result, asks.ResultForm, (transferring.owes_a_report,), closed=PROTECTED, show=IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.REPORT,), starts=(ANSWER,)), paper=Paper("petitions.report"),
        words=Words("办结报告已登记，请打印送交办单位。", basis=f"{XF}第二十二条第一款第三项")),
    Transition("care", "记疏导帮扶", EVER, None, anybody("petitions.handle"),
        adding(Care, "what", "words"), asking(Care, "what", "words"), closed=PROTECTED, show=ASIDE | QUIET, clocks=Clocks(meets=(clocks.EXPLAIN,)),
        words=Words("疏导帮扶已记录。", basis=f"{XF}第二十七条、第三十二条第二款、第三十七条")),
    Transition("archive", "归档", {S.ENDED}, S.ARCHIVED, anybody("petitions.archive"),
        review.archive, guards=(review.carried_out_or_told, registering.nothing_split_off_is_open), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.FILE,)), words=Words("已归档，本件办结。")),
)

BESIDE = (
    Transition("enter_national", "录入国家系统", frozenset(S) - {S.VOIDED}, None, anybody("petitions.sort"),
        beside.enter_national, asks.NationalForm, (beside.not_entered_yet,), closed=CLOSED, show=IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.ENTER,)), words=Words("国家系统编号已登记。", basis=f"{XF}第二十一条第二款")),
    Transition("make_urgent", "标为重大、紧急", OPEN, None, anybody("petitions.register"),
        beside.make_urgent, ReasonForm, (beside.not_urgent_yet,), closed=CLOSED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(starts=(clocks.URGENT,)),
        words=Words("已标为重大、紧急，请“紧急报告”。", basis=f"{XF}第二十五条")),
    Transition("report_urgent", "紧急报告", OPEN, None, anybody("petitions.register"),
        beside.report_urgent, asks.UrgentForm, closed=CLOSED, show=DANGER | QUIET, clocks=Clocks(meets=(clocks.URGENT,), starts=(clocks.URGENT,)),
        words=Words("紧急报告已记录。", note="党委政府、主管部门、联席办各记一次，写到分钟。", basis=f"{XF}第二十五条、第四十六条第四项")),
    Transition("note_conduct", "记信访秩序", UNWALLED, None, anybody("petitions.register"),
        adding(Conduct, "what", "seen_at", "words", "persuaded", "police"),
        asking(Conduct, "what", "seen_at", "words", "persuaded", "police"), closed=PROTECTED, show=ASIDE | QUIET,
        words=Words("当天的情况已记录。", note="只记当天的事实和劝阻、批评、教育；不给人贴标签。", basis=f"{XF}第二十六条、第四十七条")),
    Transition("ask_instruction", "报请批示", UNWALLED, None, anybody("petitions.sort"),
        beside.ask_instruction, asks.AskInstructionForm, (sorting.not_an_accusation,), closed=PROTECTED, show=ASIDE | QUIET,
        clocks=Clocks(cancels=(clocks.INSTRUCT,), starts=(clocks.INSTRUCT,)),
        words=Words("已报请批示，领导会收到通知。", note="重大、紧急的及时提出建议，报请党委、政府决定；告知、办结的期限照常计算。", basis=f"{XF}第十八条第二款、第二十二条第一款第一项")),
    Transition("instruct", "批示", UNWALLED, None, anybody("petitions.charge"),
        beside.instruct, asks.InstructForm, (beside.an_instruction_is_asked,), closed=PROTECTED, show=PRIMARY | IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.INSTRUCT,)), words=Words("批示已记录，报请的人和承办人会收到通知。", basis=f"{XF}第十八条第二款、第二十二条第一款第一项")),
    Transition("take_charge", "领导包案", UNWALLED, None, anybody("petitions.charge"),
        beside.take_charge, asks.ChargeForm, (beside.nobody_in_charge, sorting.not_an_accusation), closed=PROTECTED, show=ASIDE | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.CHARGE,), starts=(DO,)), paper=Paper("petitions.charge"), words=Words("包案已登记，任务已交责任单位和专班成员。", basis=f"{XF}第十八条第二款")),
    Transition("conclude_charge", "化解认定", EVER, None, anybody("petitions.charge"),
        beside.conclude_charge, asks.ConcludeForm, (beside.somebody_in_charge,), closed=PROTECTED, show=IF_POSSIBLE | QUIET,
        clocks=Clocks(cancels=(DO, CHECK)), words=Words("化解认定已登记，专班没有办完的任务不再办理。", basis=f"{XF}第十八条第二款")),
    Transition("list_backlog", "列为积案", UNWALLED, None, anybody("petitions.charge"),
        beside.list_backlog, ReasonForm, (beside.not_listed_yet,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE | QUIET,
        clocks=Clocks(starts=(clocks.CHARGE,)), words=Words("已列为积案，请“领导包案”。", note="五个工作日内由领导包案。")),
    Transition("add_earlier", "补记以前的信访", UNWALLED, None, anybody("petitions.sort"),
        adding(Earlier, "year", "words"), asks.EarlierForm, closed=PROTECTED, show=ASIDE | QUIET,
        words=Words("以前的信访已补记。")),
    Transition("advise", "提出建议", EVER, None, anybody("petitions.sort"),
        beside.advise, asks.AdviseForm, (transferring.acts_as_office,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE | QUIET,
        clocks=Clocks(starts=(clocks.ADVICE,)), paper=Paper("petitions.advice"),
        words=Words("建议已登记，请打印建议书送达，等待书面反馈。", basis=f"{XF}第四十条")),
    Transition("advice_answered", "登记建议反馈", EVER, None, anybody("petitions.sort"),
        beside.advice_answered, asks.AdviceAnsweredForm, (beside.advice_waits,), closed=PROTECTED, show=IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.ADVICE,)), words=Words("反馈已登记。", basis=f"{XF}第四十条第四款")),
    outside.sending("ask_outside", "致函镇外单位", OUT, OPEN, anybody("petitions.sort"), show=ASIDE, term=15, answers=True, paper="petitions.letter"),
    outside.receiving("letter_came", "登记来函", (Correspondence.Purpose.NOTICE, Correspondence.Purpose.ASK), OPEN, anybody("petitions.sort"), show=ASIDE | QUIET,
        words=Words("来函已登记。", note="信访部门的建议、上级的函询写明回复日期，到期提醒；用“致函镇外单位”回复。", basis=f"{XF}第四十条第四款")),
    outside.answered("outside_answered", "登记镇外单位回复", OPEN, anybody("petitions.sort"), purposes=OUT),
    outside.urged("urge_outside", "催问镇外单位", OPEN, anybody("petitions.sort"), paper="petitions.urging"),
    outside.withdrawn("withdraw_letter", "撤回去函", OPEN, anybody("petitions.sort"), purposes=OUT),
    *appointments.rows("约谈", AT_WORK | DESK - {S.ON_LADDER}, "petitions.handle"),
    *tasks.rows(UNWALLED, "petitions.task"),
    *representation.rows(OPEN, "petitions.register", "petitions.register", held=False),
    *recusing(OPEN),
    corrections.linked(frozenset(S) - {S.VOIDED}, anybody("petitions.register")),
    Transition("add_party", "补充当事人", OPEN, (None, S.TO_SERVE), anybody("petitions.register"),
        common.add_party, common.PartyForm, closed=CLOSED, show=ASIDE, clocks=Clocks(starts=(clocks.NOTICE, SERVE), cancels=(clocks.FILE,)),
        words=Words("当事人已补充。")),
    Transition("note", "记办理情况", OPEN, None, anybody("petitions.handle"),
        common.note, asks.NoteForm, closed=CLOSED, show=ASIDE | QUIET, words=Words("办理情况已记下。")),
    corrections.voided(DESK, S.VOIDED, anybody("petitions.void"), note="只在重复登记、登错时用；应当登记的不得作废（第四十四条第一项）。"),
    Transition("take_result", "收到办理结果", {S.BELOW}, S.ACCEPTED, anybody("petitions.handle"),
        common.take_result, closed=PROTECTED, show=NEVER),
    Transition("import_notice", "导入告知", UNSORTED, None, anybody("petitions.import"),
        registering.import_notice, closed=CLOSED, show=NEVER, clocks=Clocks(meets=(clocks.NOTICE,))),
    Transition("import_reply", "导入答复", UNSORTED, S.REPLIED, anybody("petitions.import"),
        registering.import_reply, closed=CLOSED, show=NEVER, clocks=Clocks(meets=(clocks.SORT, clocks.NOTICE, clocks.HANDLE, clocks.STUDY))),
)
# fmt: on

WORKFLOW = Workflow(
    "petition",
    REGISTER,
    STAGES,
    (*DECIDING, *AGENT, GO_BELOW, *COURSE, *AFTERWARDS, *BESIDE),
    final=FINAL,
    road=(
        S.REGISTERED,
        S.TO_ACCEPT,
        S.ACCEPTED,
        S.CHECKING,
        S.SIGNING,
        S.TO_SERVE,
        S.SERVED,
        S.ENDED,
        S.ARCHIVED,
    ),
    other_roads=(
        (
            lambda petition: petition.compartment == Petition.Compartment.ACCUSATION,
            (S.REGISTERED, S.TO_HAND_OVER, S.HANDED_OVER),
        ),
    ),
    walled=WALLED,
    captions=CAPTIONS,
    below=Below(
        GO_BELOW,
        {Result.SETTLED: "take_result", Result.NOT_SETTLED: "take_result", Result.WITHDRAWN: "take_result"},
    ),
)
