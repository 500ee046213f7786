"""All rows of the kernel, by name."""

from core.models.alarm import AlarmUnit
from core.models.appointment import Appointment
from core.models.calendar import CalendarDay, CalendarYear
from core.models.clock import Clock, Escalation, Heartbeat, LocalTerm
from core.models.document import Attachment, Document, Progress
from core.models.exclusion import Accused, Exclusion
from core.models.export import Export
from core.models.handover import HandoverItem, PostHandover
from core.models.helper import Help, Helper
from core.models.history import (
    Administration,
    DailySeal,
    HistoryDetail,
    HistoryEntry,
    SealedFact,
    Verification,
)
from core.models.importing import Import, Imported
from core.models.intake import Draft, OnlineIntake
from core.models.ladder import LadderStep, Rung
from core.models.listing import ListChoice, SavedFilter
from core.models.matter import Access, Link, Matter, MatterText
from core.models.notice import Notice
from core.models.number import Failures, Reserved, Series
from core.models.organisation import Area, AreaChange, AreaLevel, Holding, Post, Reach, Unit, User
from core.models.outside import Correspondence, OutsideBody
from core.models.password import PasswordUse
from core.models.pay import PayLine, PayRate, PaySheet
from core.models.person import Look, Party
from core.models.proposal import Proposal
from core.models.recorded import Recorded
from core.models.referral import Referral
from core.models.remedy import Remedy
from core.models.representation import DangerReport, Representation
from core.models.roster import Roster, Swap, Turn, TurnLog
from core.models.service import ElectronicConsent, Service
from core.models.task import Task
from core.models.team import TeamTemplate

__all__ = [
    "Access",
    "Accused",
    "Administration",
    "AlarmUnit",
    "Appointment",
    "Area",
    "AreaChange",
    "AreaLevel",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Clock",
    "Correspondence",
    "DailySeal",
    "DangerReport",
    "Document",
    "Draft",
    "ElectronicConsent",
    "Escalation",
    "Exclusion",
    "Export",
    "Failures",
    "HandoverItem",
    "Heartbeat",
    "Help",
    "Helper",
    "HistoryDetail",
    "HistoryEntry",
    "Holding",
    "Import",
    "Imported",
    "LadderStep",
    "Link",
    "ListChoice",
    "LocalTerm",
    "Look",
    "Matter",
    "MatterText",
    "Notice",
    "OnlineIntake",
    "OutsideBody",
    "Party",
    "PasswordUse",
    "PayLine",
    "PayRate",
    "PaySheet",
    "Post",
    "PostHandover",
    "Progress",
    "Proposal",
    "Reach",
    "Recorded",
    "Referral",
    "Remedy",
    "Representation",
    "Reserved",
    "Roster",
    "Rung",
    "SavedFilter",
    "SealedFact",
    "Series",
    "Service",
    "Swap",
    "Task",
    "TeamTemplate",
    "Turn",
    "TurnLog",
    "Unit",
    "User",
    "Verification",
]
