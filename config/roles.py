"""Roles and what each may do: the page to show the customer. Code asks for permissions, never for roles.

The numbers are those of the office's role list (接待员 R1 … 三员 A1–A3).
"""

from core.values.roles import Role

SEE = {
    "core.view_matters",
    "cases.raise_flags",
    "core.recuse",
    "core.do_task",
    "core.sign_handover",
    "grid.view_posts",
}
# The leaders' reception: who keeps its roster, who sits in it, who writes down what was said.
RECEIVE = {"cases.view_reception", "cases.receive", "core.sign_in"}
DESK = SEE | {
    "core.hold",
    "cases.register",
    "cases.counter",
    "cases.check_online",
    "cases.call_back",
    "cases.correct",
    "cases.link",
    "core.urge",
    "cases.room",
    "cases.queue",
    "core.attach",
    "core.issue",
    "core.reveal",
    "core.refer",
}
OFFICE = SEE | {"core.attach", "core.issue", "core.reveal"}
# Supervision: drafted by who watches the terms, signed by leaders, answered by units, checked by others than they.
SUPERVISE = {
    "command.view", "command.view_orders", "command.draft", "command.check", "command.meet", "command.situation", "command.campaign", "command.review",
}  # fmt: skip
ANSWER = {"command.view", "command.view_orders", "command.answer"}
# On duty: who leads and keeps it, who makes its rosters, who sits in the hall for a unit.
DUTY = {"command.on_duty", "core.sign_in"}
ROSTERS = {"command.keep_rosters", "legal.keep_rosters"}
IN_HALL = {"command.sit_in_hall", "core.sign_in"}
# Meetings: called and minuted by the desk, signed by who chairs.
CHAIR = {"command.sign_minutes"}
COUNT = {"reports.view", "reports.print"}
# Petitions: taken in, sorted by the desk, handled by units, checked, signed.
PETITION_DESK = {
    "petitions.register",
    "petitions.sort",
    "petitions.view",
    "petitions.charge",
    "petitions.handle",
    "petitions.import",
}
PETITION_UNIT = {"petitions.handle", "petitions.view"}
PETITION_LEADER = {"petitions.sign", "petitions.extend", "petitions.charge", "petitions.view"}
# Incidents of the grid: found, handed up, dispatched, handled, checked on site.
GRID_FIND = {"grid.report", "grid.view", "grid.on_site"}
GRID_DESK = GRID_FIND | {
    "grid.dispatch",
    "grid.check",
    "grid.decide",
    "grid.screen",
    "grid.plan_patrols",
    "grid.watch",
    "grid.keep_premises",
    "grid.assess",
    "grid.commend",
}
GRID_UNIT = {"grid.handle", "grid.view", "grid.on_site"}
# People in need of care: proposed by whoever works there, approved by the director, visited by the team of the village.
CARE_TEAM = {
    "core.view_matters",
    "core.sign_handover",
    "core.do_task",
    "core.attach",
    "grid.care_visit",
    "grid.report",
}
# Mediation bodies, mediators, trainings, the pool of experts.
BODIES = {"mediation.view_bodyprofile", "mediation.view_expert"}
KEEP_BODIES = {
    f"mediation.{verb}_{model}"
    for verb in ("view", "add", "change")
    for model in ("bodyprofile", "member", "training", "expert")
}
# Legal services: who takes a question in, who answers and helps with legal aid, who sees them in his area.
LEGAL_LOG = {"legal.consult", "legal.view", "legal.counselling"}
EXPERTS = {"legal.ask_expert"}  # who may ask an expert, and says what became of the opinion
LEGAL = LEGAL_LOG | EXPERTS | {"legal.answer", "legal.aid", "legal.publicise"}
# Pay by what was done: drawn up by the head of the committee, checked by the director.
DRAW_PAY = {
    "mediation.view_pay",
    "mediation.draw_pay",
    "legal.view_pay",
    "legal.draw_pay",
    "legal.keep_rosters",
}
CHECK_PAY = {"mediation.view_pay", "mediation.check_pay", "legal.view_pay", "legal.check_pay"}
KEEP_RATES = {f"core.{verb}_payrate" for verb in ("view", "add", "change")}
KEEP_GUIDES = {f"legal.{verb}_guide" for verb in ("view", "add", "change")}
# Democratic consultation: who proposes, who leads a motion to its end, who looks a second time.
MOTIONS = {"council.propose", "council.view"}
KEEP_MOTIONS = MOTIONS | {"council.keep", "council.study", "council.check"}
RELEASE_MOTIONS = {"council.release", "council.arrange"}

# Cards of the dashboard by whose day they are; the rooms declare which card stands in which.
PACKS = {
    "counter": "我的窗口",
    "mediator": "我的调解",
    "body": "本调解组织",
    "unit": "本单位",
    "village": "本村",
    "own": "我的事项",
    "files": "卷宗",
    "centre": "中心",
    "leader": "辖区",
}

ROLES: dict[str, Role] = {
    "receptionist": Role(
        "接待员（首问）",
        frozenset(
            GRID_FIND
            | {"petitions.register", "petitions.view"}
            | LEGAL_LOG
            | MOTIONS
            | DESK
            | RECEIVE
            | {"mediation.apply"}
        ),
        sees="area",
        packs=("counter",),
    ),  # R1
    "dispatcher": Role(  # R2
        "分流员（值班长）",
        frozenset(
            DUTY
            | ROSTERS
            | GRID_DESK
            | {"grid.void"}
            | PETITION_DESK
            | {"petitions.void"}
            | LEGAL
            | KEEP_MOTIONS
            | RELEASE_MOTIONS
            | {"council.void"}
            | {"legal.void"}
            | DESK
            | COUNT
            | BODIES
            | RECEIVE
            | {
                "cases.keep_reception",
                "core.give_task",
                "core.write_outside",
                "cases.dispatch",
                "cases.instruct",
                "cases.route",
                "mediation.apply",
                "cases.void",
                "cases.seal",
                "cases.import",
                "core.export",
                "core.share_filters",
                "mediation.view",
                "command.view_orders",  # T12 and the wall open their lists to who leads the shift
                "grid.keep_posts",
            }
        ),
        sees="area",
        packs=("centre", "counter"),
    ),
    "director": Role(  # R3
        "中心主任",
        frozenset(
            DUTY
            | ROSTERS
            | GRID_DESK
            | {"grid.void", "grid.extend", "grid.care_approve", "grid.assess_decide"}
            | PETITION_DESK
            | {"petitions.void", "petitions.archive"}
            | LEGAL
            | KEEP_MOTIONS
            | RELEASE_MOTIONS
            | {"council.void", "council.review"}
            | {"legal.void", "legal.keep", "legal.plan"}
            | CHECK_PAY
            | SUPERVISE
            | {"command.answer"}
            | CHAIR
            | DESK
            | COUNT
            | BODIES
            | RECEIVE
            | {
                "cases.keep_reception",
                "core.give_task",
                "core.write_outside",
                "cases.dispatch",
                "cases.instruct",
                "cases.name_lead",
                "cases.grant_extension",
                "cases.route",
                "mediation.apply",
                "cases.void",
                "cases.seal",
                "cases.clear_flags",
                "cases.import",
                "core.keep_sealed",
                "core.export",
                "core.share_filters",
                "core.direct",
                "core.take_alarm",
                "reports.count_all",
                "reports.draft",
                "reports.check",
                "reports.sign",
                "reports.issue",
                "core.view_jobs",
                "mediation.view",
                "grid.draw",
                "grid.keep_posts",
                "core.reshape",
            }
        ),
        sees="area",
        packs=("centre",),
    ),
    "duty_leader": Role(  # R4
        "分管（值班）领导",
        frozenset(
            DUTY
            | {"grid.view", "grid.extend", "grid.assess_decide", "grid.commend_sign", "legal.view"}
            | EXPERTS
            | PETITION_LEADER
            | {"council.view", "council.check", "council.release"}
            | SUPERVISE
            | {"command.sign"}
            | CHAIR
            | OFFICE
            | COUNT
            | RECEIVE
            | {
                "core.give_task",
                "core.keep_sealed",
                "core.take_alarm",
                "core.lead",
                "cases.instruct",
                "core.urge",
                "reports.check",
                "reports.sign",
                "mediation.view",
            }
        ),
        sees="area",
        packs=("leader",),
    ),
    "chief": Role(
        "书记、镇长",
        frozenset(
            DUTY
            | {"grid.view", "grid.commend_sign", "legal.view"}
            | PETITION_LEADER
            | SUPERVISE
            | {"command.sign", "command.sign_red"}
            | CHAIR
            | {"petitions.sign_major"}
            | {"council.view"}
            | SEE
            | COUNT
            | RECEIVE
            | {"core.give_task", "core.lead", "cases.instruct", "core.urge", "reports.check", "reports.sign"}
        ),
        sees="area",
        packs=("leader",),
    ),  # R5
    "petition_officer": Role(
        "信访专员",
        frozenset(
            DUTY
            | PETITION_DESK
            | {"petitions.archive", "petitions.step"}
            | LEGAL_LOG
            | MOTIONS
            | DESK
            | RECEIVE
            | {"cases.keep_reception", "core.keep_sealed", "core.export", "core.write_outside"}
        ),
        sees="area",
        packs=("counter",),
    ),  # R6
    "unit_head": Role(
        "部门负责人",
        frozenset(
            IN_HALL
            | GRID_UNIT
            | PETITION_UNIT
            | ANSWER
            | {"legal.publicise"}
            | EXPERTS
            | OFFICE
            | {
                "core.hold",
                "core.write_outside",
                "cases.handle",
                "cases.return",
                "mediation.apply",
                "core.head_unit",
                "core.share_filters",
                "core.export",
            }
        ),
        packs=("unit",),
    ),  # R7
    "handler": Role(
        "部门承办人",
        frozenset(
            IN_HALL
            | GRID_UNIT
            | PETITION_UNIT
            | ANSWER
            | {"legal.publicise"}
            | OFFICE
            | {"core.hold", "core.write_outside", "cases.handle", "cases.return", "mediation.apply"}
        ),
        packs=("own", "unit"),
    ),  # R8
    "committee_head": Role(  # R9
        "司法所长、调委会主任",
        frozenset(
            IN_HALL
            | GRID_UNIT
            | PETITION_UNIT
            | ANSWER
            | {"legal.publicise"}
            | {"petitions.check"}
            | LEGAL
            | {"legal.void", "legal.keep", "legal.plan", "legal.opine", "council.review"}
            | KEEP_GUIDES
            | KEEP_RATES
            | DRAW_PAY
            | OFFICE
            | KEEP_BODIES
            | {
                "core.hold",
                "core.write_outside",
                "mediation.accept",
                "mediation.appoint",
                "mediation.mediate",
                "mediation.step",
                "mediation.check",
                "mediation.archive",
                "mediation.view",
                "core.review_remedies",  # with a post for the whole town only (core.documents.remedies)
                "core.head_unit",
                "core.share_filters",
                "core.export",
                "core.take_alarm",
                "cases.handle",
                "cases.return",
                "cases.correct",
            }
        ),
        packs=("body",),
    ),
    "mediator": Role(
        "人民调解员",
        frozenset(
            IN_HALL
            | OFFICE
            | BODIES
            | {"core.hold", "mediation.mediate", "mediation.step", "cases.room", "cases.queue"}
        ),
        packs=("mediator",),
    ),  # R10
    "grid_chief": Role(
        "网格长",
        frozenset(
            GRID_FIND
            | GRID_UNIT
            | {"grid.village", "grid.check"}
            | {
                "petitions.step",
                "grid.keep_posts",
                "grid.answer_as_head",
                "grid.screen_answer",
                "grid.plan_patrols",
                "grid.object",
            }
            | KEEP_MOTIONS
            | ANSWER
            | {"command.situation"}
            | {"legal.publicise"}
            | OFFICE
            | {
                "core.hold",
                "cases.handle",
                "cases.return",
                "cases.register",
                "mediation.apply",
                "mediation.step",
            }
        ),
        packs=("village",),
    ),  # R11
    "grid_worker": Role(
        "专职网格员",
        frozenset(
            GRID_FIND
            | {"grid.check", "grid.field", "grid.care_propose"}
            | {"petitions.step", "grid.answer_as_worker", "grid.screen_answer", "grid.object"}
            | {"council.propose"}
            | SEE
            | {"core.hold", "cases.register", "mediation.apply", "mediation.step", "core.attach"}
        ),
        sees="own",
        packs=("village",),
    ),  # R12
    "liaison": Role(
        "微网格联络员",
        frozenset(GRID_FIND | SEE | {"cases.register", "grid.field", "grid.answer_as_liaison"}),
        sees="own",
        packs=("own",),
    ),  # R13
    "watch_keeper": Role(
        "值守员",
        frozenset(DUTY | GRID_FIND | SEE | {"cases.register", "cases.queue", "grid.watch"}),
        sees="own",
        packs=("own",),
    ),  # R14
    "supervisor": Role(
        "督办专员",
        frozenset(
            DUTY
            | {"grid.view", "petitions.view", "legal.view"}
            | {"council.view", "council.check"}
            | SUPERVISE
            | SEE
            | COUNT
            | {
                "core.urge",
                "core.export",
                "reports.count_all",
                "reports.draft",
                "reports.issue",
                "mediation.view",
            }
        ),
        sees="area",
        packs=("leader",),
    ),  # R15
    "legal_officer": Role(
        "法律服务人员",
        frozenset(
            IN_HALL
            | OFFICE
            | LEGAL
            | {
                "legal.on_duty",
                "legal.opine",
                "council.review",
                "core.hold",
                "core.write_outside",
                "cases.room",
                "cases.queue",
                "mediation.apply",
            }
        ),
        sees="own",  # what he took in, what was asked of him, what he has in hand: no case of anybody else
        packs=("own",),
    ),  # R16
    "counsellor": Role(
        "心理咨询员",
        frozenset(OFFICE | {"core.hold", "legal.counsel", "legal.counselling"}),
        sees="own",  # what was given to him by name
        packs=("own",),
    ),
    "archivist": Role(
        "档案员",
        frozenset(
            {"grid.view"}
            | {"petitions.view", "petitions.archive"}
            | {"council.view"}
            | SEE
            | {"core.issue", "core.reveal", "core.export", "mediation.archive", "mediation.view"}
        ),
        sees="area",
        packs=("files",),
    ),  # R17
    "care_officer": Role(
        "关爱专管员",
        frozenset(CARE_TEAM | {"grid.care_propose", "grid.care_keep", "core.issue"}),
        sees="own",
        packs=("own",),
    ),
    "care_head": Role(
        "村（居）老年人和妇女儿童工作委员会主任",
        frozenset(CARE_TEAM | {"grid.care_propose", "grid.care_head"}),
        sees="own",
        packs=("own",),
    ),
    "care_member": Role(
        "村（居）老年人和妇女儿童工作委员会委员", frozenset(CARE_TEAM), sees="own", packs=("own",)
    ),
    # 三员: they exclude one another and all business (domain: 6.3).
    "system_admin": Role(  # A1
        "系统管理员",
        frozenset(
            {
                "core.countersign",
                "core.manage_calendar",
                "core.view_jobs",
                "core.manage_jobs",
                "grid.draw",
                *KEEP_BODIES,
                *KEEP_GUIDES,
                *KEEP_RATES,
                *(
                    f"core.{verb}_{model}"
                    for verb in ("view", "add", "change")
                    for model in (
                        "area",
                        "arealevel",
                        "unit",
                        "outsidebody",
                        "alarmunit",
                        "helper",
                        "user",
                        "post",
                        "localterm",
                        "ladderstep",
                        "teamtemplate",
                    )
                ),
                *(f"grid.{verb}_duty" for verb in ("view", "add", "change")),
                *(f"command.{verb}_stationed" for verb in ("view", "add", "change")),
                *(
                    f"cases.{verb}_{model}"
                    for verb in ("view", "add", "change")
                    for model in ("category", "room", "question", "petitionclass")
                ),
                *(
                    f"grid.{verb}_{model}"
                    for verb in ("view", "add", "change")
                    for model in ("dutyitem", "incidentkind", "carekind", "sitekind")
                ),
            }
        ),
        sees="none",
        duty="system",
    ),
    "security_admin": Role(  # A2
        "安全管理员",
        frozenset(
            {
                "core.countersign",
                "core.give_posts",
                "core.unlock",
                *(f"core.{verb}_holding" for verb in ("view", "add", "change")),
                "core.view_user",
                "core.view_post",
                "core.view_unit",
                "core.view_area",
                "core.view_arealevel",
            }
        ),
        sees="none",
        duty="security",
    ),
    "auditor": Role(
        "安全审计员", frozenset({"core.audit", "core.countersign"}), sees="none", duty="audit"
    ),  # A3
}
