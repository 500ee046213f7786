"""All rows of the hall, by name."""

from cases.models.case import Case
from cases.models.category import Category, PetitionClass, Question
from cases.models.desk import Draft, OnlineIntake, RoutingRule
from cases.models.hall import AlarmUnit, Room, Ticket
from cases.models.handover import CallBack, Extension, Handover, Instruction
from cases.models.reception import Reception

__all__ = [
    "AlarmUnit",
    "CallBack",
    "Case",
    "Category",
    "Draft",
    "Extension",
    "Handover",
    "Instruction",
    "OnlineIntake",
    "PetitionClass",
    "Question",
    "Reception",
    "Room",
    "RoutingRule",
    "Ticket",
]
