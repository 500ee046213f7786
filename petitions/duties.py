"""The duties of 信访工作条例 arts. 17–41, one row each: by when, by which act, on which paper, what the system says against
the unlawful step, the number that it feeds, the test that proves it, and the liability (arts. 42–46).

A duty of somebody else stands here too, with whose it is; its other cells may be empty. Printed as
docs/tables/petition-duties.md. Longer than other files on purpose: it is read beside the law.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from core.access.exclusions import NOT_TO_THE_ACCUSED
from core.deadlines.clocks import ClockRule
from core.deadlines.terms import Term
from core.intake.forms import RegistrationForm
from core.operations import source
from core.operations.tables import table
from core.outside import acts as outside
from core.outside.clocks import REPLY
from core.parties.forms import PartyForm
from core.rosters import acts as rosters
from core.rosters.clocks import PUBLISH
from core.service.clocks import SERVE
from core.tasks.clocks import DO
from core.workflow import corrections, ladder, recusal
from petitions import clocks, forms
from petitions.models import Care, Conduct
from petitions.steps import beside, common, opinion, registering, review, sorting, transferring

AT_ONCE = "及时"
HISTORY = "经过"  # in place of a paper: the entry that stays in the matter's history
PREVENT, TAKE, HANDLE, OVERSEE, ORDER = "预防", "受理", "办理", "监督追责", "维护秩序"
FIVE = (PREVENT, TAKE, HANDLE, OVERSEE, ORDER)  # 五个法治化
# A function, or one with words of the sentence that is meant; a model with a column that must be filled in; a clock, or
# the key of one of another room; or the sentence itself.
Refusal = Callable[..., Any] | tuple[Callable[..., Any], str] | ClockRule | str


@dataclass(frozen=True)
class Duty:
    """`acts`: names of rows of the workflow, or page:NAME of an address. `papers`: keys without the room's prefix, or
    HISTORY. `refusal`: what answers the unlawful step: the function with its sentences (of several the one that contains
    the words beside it), or the clock whose steps make the omission loud. `test`: file::name below tests/.
    """

    article: str
    words: str
    five: str = ""
    clock: ClockRule | str = ""
    acts: str = ""
    papers: str = ""
    refusal: tuple[Refusal, ...] = ()
    indicator: str = ""
    test: str = ""
    liability: str = ""
    whose: str = ""


def theirs(article: str, whose: str, words: str) -> Duty:
    return Duty(article, words, whose=whose)


D, DATES, LAWFUL = Duty, "petitions/test_dates.py", "petitions/test_lawful_way.py"
ABOVE, PETITIONER, DISCIPLINE = "上级党委和政府", "信访人", "纪检监察机关"
NOT_REGISTERED, NOT_TOLD, SLOW = "第四十三条、第四十四条第一项", "第四十四条第三项", "第四十五条第一项"
ALL_WAYS = (forms.WhereForm, "书面告知要写明")
WALL = (sorting.not_an_accusation, (outside.may_be_sent, "只能送"), NOT_TO_THE_ACCUSED)

# fmt: off
DUTIES: tuple[Duty, ...] = (
    D("第十七条", "不论以什么形式提出的都登记、依法处理", TAKE, AT_ONCE, "register", "receipt", (corrections.by_a_second_person, (forms.PetitionSheet, "记下诉求")),
      "petition_received", f"{LAWFUL}::test_nothing_is_left_unregistered_and_only_a_second_person_voids", NOT_REGISTERED),
    D("第十八条第一款", "公布信访渠道、接待时间地点、查询进展和结果的方式", TAKE, AT_ONCE, "page:petition_channels page:lookup page:roster_public", "receipt", (rosters.it_has_turns, PUBLISH),
      "petition_received", "petitions/test_channels.py::test_the_ways_in_are_public", "第四十六条第七项"),
    D("第十八条第二款", "领导干部阅办来信、接访下访、包案", PREVENT, DO, "ask_instruction instruct take_charge conclude_charge page:reception", "task",
      (beside.nobody_in_charge, (beside.conclude_charge, "签字"), DO), "petition_tasks_given",
      f"{LAWFUL}::test_a_leader_in_charge_signs_that_it_is_resolved", SLOW),
    theirs("第十八条第三款", "市、县级党委和政府", "建立联合接访工作机制"),
    D("第十八条第四款", "不得打击报复信访人", ORDER, AT_ONCE, "sort hand_over", "hand_over", WALL, "petition_accusations",
      "cases/test_accusations.py::test_the_wall_around_an_accusation", "第四十六条第六项"),
    D("第十九条第一款", "口头提出的如实记录", TAKE, AT_ONCE, "register", "registration", ((forms.PetitionSheet, "记下诉求"),), "petition_visits",
      f"{LAWFUL}::test_nothing_is_left_unregistered_and_only_a_second_person_voids", "第四十四条第一项"),
    theirs("第十九条第二款", PETITIONER, "客观真实，不捏造、歪曲、诬告"),
    D("第十九条第三款", "正在办理的同一事项又提出的不予受理，写明上一件", TAKE, clocks.NOTICE, "refuse serve", "refusal",
      ((sorting.not_in_hand, "已经超过规定期限"), (sorting.refuse_case, "上一件（登记号）")), "petition_refused",
      f"{LAWFUL}::test_the_same_matter_in_hand_is_refused_by_its_number", "第四十四条第二项"),
    D("第二十条第一款", "走访到有权处理的本级或者上一级提出；越级的照样登记，只记事实", TAKE, AT_ONCE, "register", "registration", (corrections.by_a_second_person,),
      "petition_above", f"{LAWFUL}::test_a_visit_over_the_head_is_registered_all_the_same", "第四十四条第一项"),
    D("第二十条第二款", "走访提出诉讼权利救济事项的，告知向政法部门提出", TAKE, clocks.NOTICE, "sort serve", "guide", (ALL_WAYS,), "petition_told",
      f"{LAWFUL}::test_ways_one_to_five_say_where_to_go_and_start_no_sixty_days", NOT_TOLD),
    D("第二十条第三款", "多人走访推选代表，不超过五人", ORDER, AT_ONCE, "register add_party", "registration",
      ((RegistrationForm, "推选代表"), (RegistrationForm, "代表不超过"), (PartyForm, "代表人已有")), "petition_groups",
      f"{LAWFUL}::test_a_visit_of_many_chooses_at_most_five", "第四十六条第三项"),
    D("第二十条第四款", "落实属地责任，认真接待，就地解决", PREVENT, clocks.STEP, "to_ladder settle_step hand_up", HISTORY,
      (ladder.in_own_hand, ladder.not_climbed_yet, clocks.STEP), "petition_finished", f"{LAWFUL}::test_an_agent_settles_it_in_one_of_four_ways", SLOW),
    theirs("第二十一条第一款", ABOVE, "信访信息化建设，系统互联互通"),
    D("第二十一条第二款", "及时录入国家信访信息系统", TAKE, clocks.ENTER, "enter_national", HISTORY, (beside.not_entered_yet, clocks.ENTER), "petition_duty_enter",
      f"{LAWFUL}::test_the_national_number_is_entered_once", "第四十四条第一项"),
    D("第二十一条第二款", "方便信访人查询、评价", HANDLE, clocks.FOLLOW_UP, "rate page:lookup", "receipt", (opinion.not_rated_yet, clocks.FOLLOW_UP), "petition_rating_rate",
      f"{LAWFUL}::test_what_was_supported_is_carried_out_before_the_file_is_closed", "第四十五条第四项"),
    D("第二十二条第一款", "信访部门登记，15日内区分情况处理", TAKE, clocks.SORT, "register sort", "receipt", (registering.has_several_claims, sorting.no_claim_of_another_kind, clocks.SORT),
      "petition_duty_sort", f"{DATES}::test_a_letter_of_three_kinds_is_three_petitions_under_one_code", "第四十三条"),
    D("第二十二条第一款第一项", "属于本级的转送有权处理的机关、单位；重大、紧急的报请本级党委和政府决定", TAKE, clocks.SORT, "transfer accept make_urgent ask_instruction instruct", "letter",
      (transferring.acts_as_office, beside.an_instruction_is_asked, clocks.INSTRUCT), "petition_instructed", f"{LAWFUL}::test_what_is_grave_is_put_before_a_leader_who_answers_the_next_day", "第四十三条"),
    D("第二十二条第一款第二项", "涉及下级的按属地管理、分级负责转送", TAKE, clocks.SORT, "transfer they_received their_objection transfer_stands", "letter sent",
      (transferring.acts_as_office, transferring.they_have_it, transferring.objections_are_over, common.has_been_told), "petition_forwarded",
      f"{LAWFUL}::test_only_the_office_transfers_and_an_assignment_names_a_day", "第四十三条"),
    D("第二十二条第一款第三项", "需要反馈结果的交办，指定期限，收办结报告", OVERSEE, clocks.SORT, "transfer report_came urge_outside", "letter urging",
      ((transferring.transfer, "指定办理期限"), (transferring.objections_are_over, "办结报告")), "petition_assigned",
      f"{LAWFUL}::test_only_the_office_transfers_and_an_assignment_names_a_day", "第四十三条"),
    D("第二十二条第一款第三项", "上级交办的按期反馈结果，提交办结报告", OVERSEE, clocks.REPORT, "report_result", "report", (transferring.owes_a_report, clocks.REPORT), "petition_duty_report",
      f"{LAWFUL}::test_what_was_assigned_is_reported_by_its_day", SLOW),
    D("第二十二条第二款", "涉法涉诉的转送政法部门，来访的释法明理、引导", TAKE, clocks.SORT, "sort serve guide", "guide", (ALL_WAYS,), "petition_guided",
      f"{LAWFUL}::test_ways_one_to_five_say_where_to_go_and_start_no_sixty_days", "第四十三条"),
    D("第二十二条第二款", "检举控告按管理权限转送纪检监察机关", TAKE, clocks.HAND_OVER, "sort hand_over", "hand_over", WALL, "petition_accusations",
      f"{LAWFUL}::test_an_accusation_goes_no_other_way", "第四十三条、第四十六条第五项"),
    D("第二十三条第一款", "登记；属于本单位的告知接收情况、途径和程序", TAKE, clocks.NOTICE, "register accept serve", "receipt acceptance", (clocks.NOTICE,), "petition_told_rate",
      f"{DATES}::test_a_letter_of_three_kinds_is_three_petitions_under_one_code", NOT_REGISTERED),
    D("第二十三条第一款", "属于下级的转送、交办并告知去向", TAKE, clocks.NOTICE, "transfer serve", "sent", (common.has_been_told,), "petition_told",
      f"{LAWFUL}::test_only_the_office_transfers_and_an_assignment_names_a_day", NOT_TOLD),
    D("第二十三条第一款", "不属于本单位的告知向有权处理的机关提出", TAKE, clocks.NOTICE, "refuse serve", "refusal", ((sorting.refuse_not_ours, "哪个机关"),), "petition_refused",
      f"{LAWFUL}::test_the_same_matter_in_hand_is_refused_by_its_number", NOT_TOLD),
    D("第二十三条第二款", "能当场告知的当场，不能的15日内书面告知；姓名、住址不清的除外", TAKE, clocks.NOTICE, "serve record_delivery put_on_file", "acceptance guide refusal received service",
      (sorting.nobody_to_tell, common.has_been_told), "petition_to_tell", f"{LAWFUL}::test_only_who_cannot_be_told_is_put_on_file", NOT_TOLD),
    D("第二十三条第三款", "转送、交办的15日内书面告知信访人", TAKE, clocks.NOTICE, "serve", "acceptance guide", (clocks.NOTICE,), "petition_told_rate",
      f"{DATES}::test_a_letter_of_three_kinds_is_three_petitions_under_one_code", NOT_TOLD),
    D("第二十三条第三款", "不属于本单位的5个工作日内提出异议，详细说明理由，核实同意后交还材料", TAKE, clocks.OBJECT, "object sender_answers", "letter",
      (transferring.was_sent_down, transferring.within_five_days), "petition_letters_sent", f"{DATES}::test_an_objection_after_five_working_days_is_refused", SLOW),
    theirs("第二十三条第四款", f"政法部门、{DISCIPLINE}", "诉讼权利救济、检举控告事项的告知"),
    D("第二十四条第一款", "受理有争议的报共同上一级或者联席会议，15日照样计算", TAKE, clocks.NOTICE, "ask_outside outside_answered", "letter",
      (outside.an_answer_is_awaited, clocks.NOTICE), "petition_letters_sent", f"{LAWFUL}::test_a_dispute_goes_up_while_the_days_run", SLOW),
    D("第二十四条第二款", "机关分立、合并、撤销的由继续行使职权的受理；不清的由本级指定", TAKE, clocks.NOTICE, "accept assign", "acceptance", (clocks.NOTICE,), "petition_accepted",
      f"{LAWFUL}::test_a_unit_that_was_closed_is_not_offered", "第四十四条第二项"),
    D("第二十五条第一款", "重大、紧急的及时报告党委政府，通报主管部门、联席办，采取措施", PREVENT, clocks.URGENT, "make_urgent report_urgent", HISTORY,
      (beside.report_urgent, clocks.URGENT), "petition_duty_urgent", f"{LAWFUL}::test_what_is_urgent_is_reported_to_three_by_the_minute", "第四十六条第四项"),
    D("第二十五条第二款", "信访部门向上一级信访部门报告，同时报告国家信访局", PREVENT, clocks.URGENT, "report_urgent", HISTORY, (clocks.URGENT,), "petition_duty_urgent",
      f"{LAWFUL}::test_what_is_urgent_is_reported_to_three_by_the_minute", "第四十六条第四项"),
    D("第二十六条", "信访人不得有的行为：先劝阻、批评、教育（第四十七条），只记当天的事实", ORDER, AT_ONCE, "note_conduct", HISTORY, ((Conduct, "persuaded"),),
      "petition_duty_conduct", f"{LAWFUL}::test_conduct_is_what_was_done_and_how_it_was_persuaded", "第四十六条第一项、第三项"),
    D("第二十七条", "三到位一处理", PREVENT, clocks.STEP, "settle_step care", HISTORY, (ladder.in_own_hand, clocks.STEP), "petition_finished",
      f"{LAWFUL}::test_an_agent_settles_it_in_one_of_four_ways", SLOW),
    D("第二十八条第一款", "查明事实、分清责任，不得推诿、敷衍、拖延", HANDLE, clocks.HANDLE, "inquire contact note draft", "inquiry", ((opinion.draft, "逾期原因"), clocks.HANDLE),
      "petition_handled_rate", f"{LAWFUL}::test_an_answer_after_the_term_is_still_owed_and_says_why_it_is_late", SLOW),
    D("第二十八条第二款", "诉讼与信访分离", TAKE, clocks.NOTICE, "sort serve", "guide", (ALL_WAYS,), "petition_matters",
      f"{LAWFUL}::test_ways_one_to_five_say_where_to_go_and_start_no_sixty_days", "第四十五条第四项"),
    D("第二十八条第三款", "有直接利害关系的回避", HANDLE, AT_ONCE, "recuse end_recusal", HISTORY, (recusal.recuse,), "petition_matters",
      "cases/test_accusations.py::test_who_withdraws_sees_it_no_more_and_somebody_else_goes_on", "第四十六条第二项、第七项"),
    D("第二十九条第一款", "建议意见研究论证，予以回复", HANDLE, clocks.STUDY, "inquire reply_suggestion serve", "received reply", (clocks.STUDY,), "petition_suggestions",
      f"{LAWFUL}::test_a_suggestion_is_answered_whether_it_is_taken_or_not", SLOW),
    theirs("第二十九条第二款", "有奖励权的机关", "对有贡献的建议给予奖励"),
    D("第二十九条第三款", "人民建议征集", PREVENT, clocks.STUDY, "register sort reply_suggestion", "received reply", (clocks.STUDY,), "petition_suggestions",
      f"{LAWFUL}::test_a_suggestion_is_answered_whether_it_is_taken_or_not", "第四十五条第三项"),
    theirs("第三十条第一款", f"{DISCIPLINE}或者有权处理的机关", "检举控告的受理、办理和反馈"),
    D("第三十条第二款", "按干部管理权限向组织部门通报，重大情况报主要负责同志", OVERSEE, AT_ONCE, "ask_outside report_urgent hand_over", "letter",
      ((transferring.hand_over, "通报"), (outside.may_be_sent, "只能送"), NOT_TO_THE_ACCUSED, (beside.report_urgent, "越过")), "petition_accusations", f"{LAWFUL}::test_the_organisation_department_is_told_of_a_cadre", "第四十三条"),
    D("第三十条第三款", "不得将检举、揭发材料透露或者转给被检举、揭发的人员或者单位", TAKE, AT_ONCE, "name_accused check_accused hand_over", "hand_over", WALL, "petition_accusations",
      "petitions/test_papers.py::test_of_an_accusation_no_paper_says_a_word", "第四十六条第五项"),
    D("第三十一条第一项", "诉讼、复议、检察监督、公安程序：依法定程序", HANDLE, clocks.NOTICE, "sort serve", "guide", (ALL_WAYS,), "petition_appeals",
      f"{LAWFUL}::test_ways_one_to_five_say_where_to_go_and_start_no_sixty_days", "第四十五条第四项"),
    D("第三十一条第二项", "仲裁：导入", HANDLE, clocks.NOTICE, "sort serve", "guide", (ALL_WAYS,), "petition_appeals",
      f"{LAWFUL}::test_ways_one_to_five_say_where_to_go_and_start_no_sixty_days", "第四十五条第四项"),
    D("第三十一条第三项", "党员申诉、申请复审：导入", HANDLE, clocks.NOTICE, "sort serve", "guide", (ALL_WAYS,), "petition_appeals",
      f"{LAWFUL}::test_ways_one_to_five_say_where_to_go_and_start_no_sixty_days", "第四十五条第四项"),
    D("第三十一条第四项", "行政复议、裁决、确认、许可、处罚：导入", HANDLE, clocks.NOTICE, "sort serve", "guide", (ALL_WAYS,), "petition_appeals",
      f"{LAWFUL}::test_ways_one_to_five_say_where_to_go_and_start_no_sixty_days", "第四十五条第四项"),
    D("第三十一条第五项", "申请查处、履行保护职责：依法履行或者答复", HANDLE, clocks.ACT, "sort serve fulfil", "guide", (ALL_WAYS, clocks.ACT), "petition_duty_act",
      f"{LAWFUL}::test_what_the_town_itself_must_do_is_owed_after_the_notice", "第四十五条第一项、第四项"),
    D("第三十一条第六项", "听取陈述、调查核实，出具处理意见书", HANDLE, clocks.HANDLE, "accept inquire draft check sign", "inquiry opinion",
      (opinion.every_claim_is_answered, opinion.another_than_drafted, opinion.signed_by_whom_it_takes), "petition_handled",
      f"{LAWFUL}::test_no_opinion_without_an_answer_to_each_demand", "第四十五条第一项、第二项"),
    D("第三十一条第六项", "重大、复杂、疑难的可以听证", HANDLE, clocks.HANDLE, "call_hearing hear", "hearing_notice hearing", (common.is_major, beside.a_hearing_was_called), "petition_answered",
      f"{LAWFUL}::test_no_opinion_without_an_answer_to_each_demand", "第四十五条第四项"),
    D("第三十二条第一款", "意见书载明请求、事实和理由、处理意见及依据：支持、解释说明、不予支持", HANDLE, clocks.HANDLE, "draft check sign", "opinion", (opinion.every_claim_is_answered,),
      "petition_answered", "petitions/test_papers.py::test_an_opinion_answers_point_by_point_in_the_name_of_the_town", "第四十五条第二项"),
    D("第三十二条第二款", "支持的督促执行；不予支持的疏导教育", HANDLE, clocks.CARRY_OUT, "carry_out care", "opinion", (opinion.is_to_be_carried_out, review.carried_out_or_told, clocks.EXPLAIN),
      "petition_duty_carry_out", f"{LAWFUL}::test_what_was_supported_is_carried_out_before_the_file_is_closed", "第四十二条第四项"),
    D("第三十三条", "经同意调解，引导和解；达成一致的制作协议书", PREVENT, clocks.PERFORM, "to_mediation settle settlement_performed settlement_failed", "settlement",
      (opinion.something_was_agreed, opinion.settle), "petition_handled", f"{LAWFUL}::test_a_settlement_that_is_performed_ends_it_without_an_opinion", "第四十五条第四项"),
    D("第三十四条", "自受理之日起60日内办结；情况复杂的经负责人批准延长不超过30日，告知理由", HANDLE, clocks.HANDLE, "ask_extension grant_extension refuse_extension sign serve",
      "extension_form extension_notice opinion", (opinion.handled_in_time, opinion.ask_extension), "petition_handled_rate",
      f"{DATES}::test_day_sixty_may_be_extended_and_day_sixty_one_may_not", SLOW),
    D("第三十五条", "书面答复，复查期限从收到之日起算；原办理机关移送材料", HANDLE, SERVE, "serve record_delivery ask_review decided", "opinion service review_list",
      (review.may_still_ask, review.ask, review.term_is_over), "petition_reviews", f"{DATES}::test_the_window_runs_from_the_day_of_service", "第四十五条第一项、第四项"),
    theirs("第三十五条", "复查机关（上一级）", "30日内提出复查意见，书面答复"),
    D("第三十六条第一款", "登记复核请求，移送材料；责令重新处理的按期办理", HANDLE, clocks.REDO, "ask_review decided", "review_list", (review.may_still_ask, review.ask, clocks.REDO),
      "petition_second_reviews", f"{DATES}::test_the_whole_way_and_the_third_visit", SLOW),
    theirs("第三十六条第一款", "复核机关（再上一级）", "30日内提出复核意见"),
    D("第三十六条第二款", "复核听证所需时间不计算在期限内", HANDLE, clocks.SECOND_DECIDED, "begin_hearing end_hearing", HISTORY, (review.no_hearing_yet, review.a_hearing_is_on),
      "petition_second_reviews", f"{LAWFUL}::test_the_hearing_of_a_second_review_stops_its_days", "第四十五条第四项"),
    D("第三十六条第三款", "已经复核、同一事实和理由的不再受理", HANDLE, clocks.NOTICE, "refuse serve", "refusal", ((sorting.refuse_case, "没有经过复核"), (sorting.refuse_case, "期限还没有过")), "petition_refused",
      f"{DATES}::test_the_whole_way_and_the_third_visit", "第四十四条第二项"),
    D("第三十七条第一款", "多元预防调处化解，多种手段联动", PREVENT, clocks.STEP, "to_ladder to_mediation settle", "settlement", (ladder.in_own_hand, clocks.STEP), "petition_handled",
      f"{LAWFUL}::test_a_settlement_that_is_performed_ends_it_without_an_opinion", SLOW),
    D("第三十七条第二款", "生活困难的告知、帮助申请社会救助", PREVENT, AT_ONCE, "care", HISTORY, ((Care, "what"),), "petition_duty_care",
      f"{DATES}::test_the_whole_way_and_the_third_visit", "第四十五条第四项"),
    theirs("第三十七条第二款", "政法部门", "给予司法救助"),
    D("第三十七条第三款", "终结以后继续疏导教育、矛盾化解、帮扶救助", PREVENT, clocks.EXPLAIN, "care take_charge give_task", "task", (review.carried_out_or_told, clocks.EXPLAIN), "petition_duty_explain",
      f"{DATES}::test_the_whole_way_and_the_third_visit", "第四十五条第四项"),
    theirs("第三十八条第一款", "各级党委和政府", "信访工作专项督查"),
    theirs("第三十八条第二款", "联席会议及其办公室、上级信访部门", "根据需要督查，反馈问题"),
    theirs("第三十八条第三款", "党委和政府督查部门", "疑难复杂问题列入督查"),
    theirs("第三十九条第一款", ABOVE, "每年考核，结果通报"),
    theirs("第三十九条第二款", ABOVE, "表彰和奖励"),
    theirs("第三十九条第三款", "信访工作联席会议", "约谈、通报、挂牌督办"),
    D("第四十条第一款", "发现推诿、敷衍、拖延、弄虚作假、拒不执行的及时督办，提出改进工作建议", OVERSEE, clocks.ADVICE, "give_task supervise advise", "task advice", (transferring.acts_as_office, DO),
      "petition_advice_improve", f"{LAWFUL}::test_advice_waits_for_a_written_reply", "第四十三条"),
    D("第四十条第二款", "政策性问题及时报告，提出完善政策建议", OVERSEE, clocks.ADVICE, "advise", "advice", (transferring.acts_as_office,), "petition_advice_policy",
      f"{LAWFUL}::test_advice_waits_for_a_written_reply", "第四十三条"),
    D("第四十条第三款", "造成严重后果的提出追究责任建议", OVERSEE, clocks.ADVICE, "advise", "advice", (transferring.acts_as_office,), "petition_advice_account",
      f"{LAWFUL}::test_advice_waits_for_a_written_reply", "第四十三条"),
    D("第四十条第四款", "本镇提出的建议，收书面反馈", OVERSEE, clocks.ADVICE, "advice_answered", "advice", (beside.advice_waits, clocks.ADVICE), "petition_advice_improve_taken",
      f"{LAWFUL}::test_advice_waits_for_a_written_reply", "第四十五条第三项"),
    D("第四十条第四款", "信访部门向本镇提出的建议，书面反馈采纳情况", OVERSEE, REPLY, "letter_came ask_outside", "letter", (REPLY,), "petition_duty_reply",
      f"{LAWFUL}::test_a_letter_to_us_is_answered_by_its_day", "第四十五条第三项"),
    D("第四十一条第一款", "信访情况年度报告：数据统计、转送交办督办、三项建议", OVERSEE, AT_ONCE, "page:reports page:petition_lawful", "monthly", ("reports.monthly",), "petition_received",
      "petitions/test_lawful.py::test_a_month_and_its_lists_agree", "第四十三条"),
    D("第四十一条第二款", "向巡视巡察机构提供情况", OVERSEE, AT_ONCE, "page:petition_list page:petition_lawful", HISTORY, (sorting.not_an_accusation,), "petition_matters",
      "petitions/test_lawful.py::test_an_accusation_is_counted_nowhere_here", "第四十三条"),
)
# fmt: on


# --- Printing ------------------------------------------------------------------------------------------------------


def printed() -> Iterator[str]:
    """The page of the table."""
    # The labels of acts, papers and numbers stand in the procedure, which is made of this table too.
    from core.procedure.procedure import by_kind, document_kinds, indicators

    flow = by_kind()["petition"].workflow
    yield from (
        "《信访工作条例》第十七条至第四十一条，落在镇里的每一项义务一行，不落在镇里的写明是谁的。“拦住”一栏是违法的一步办不成时系统说的话，",
        "或者没有办时逐级提醒的话；“责任”是条例第四十二条至第四十六条。一格都不能空，空了测试不通过。",
        "",
    )
    heads = ("条款", "义务", "法治化", "期限", "动作", "文书", "拦住", "指标", "测试", "责任")
    rows = []
    for duty in DUTIES:
        acts = [
            f"`{name}`" if name.startswith("page:") else flow.transition(name).label
            for name in duty.acts.split()
        ]
        papers = [
            "经过" if key == HISTORY else document_kinds()[paper_key(key)].label
            for key in duty.papers.split()
        ]
        number = indicators()[duty.indicator].label if duty.indicator else ""
        test = f"`{duty.test}`" if duty.test else ""
        whose = duty.five or f"（{duty.whose}的）"
        cells = (duty.article, duty.words, whose, term(duty.clock), "、".join(acts), "、".join(papers))
        rows.append((*cells, "<br>".join(refusals(duty)), number, test, duty.liability))
    yield from table(heads, rows)


def paper_key(key: str) -> str:
    return "reports.monthly" if key == "monthly" else f"petitions.{key}"


def term(clock: ClockRule | str) -> str:
    return clock if isinstance(clock, str) else f"{clock.label} {Term.parse(clock.term).label}"


def refusals(duty: Duty) -> list[str]:
    """The sentences against the unlawful step, each once."""
    found = [sentence for one in duty.refusal for sentence in _said(one)]
    return list(dict.fromkeys(found))


def _said(one: Refusal) -> list[str]:
    from core.procedure.procedure import clock_rules

    if isinstance(one, str) and one.endswith("。"):
        return [one]
    rule = clock_rules()[one] if isinstance(one, str) else one
    if isinstance(rule, ClockRule):
        said = [
            step.words.format(label=rule.label, title="标题", due="届满日", item="几") for step in rule.table
        ]
        return [f"提醒：{said[-1]}"] if said else []
    function: Any
    function, words = rule if isinstance(rule, tuple) else (rule, "")
    if isinstance(function, type) and issubclass(function, Model):
        column: Any = function._meta.get_field(words)
        return [f"请填写{column.verbose_name}。"]
    return [sentence for sentence in source.sentences(function) if words in sentence]
