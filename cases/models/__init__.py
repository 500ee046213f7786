"""All rows of the hall, by name."""

from cases.models.case import Case
from cases.models.category import Category, PetitionClass, Question
from cases.models.desk import RoutingRule
from cases.models.hall import Room, Ticket
from cases.models.handover import CallBack, Extension, Handover, Instruction
from cases.models.reception import Reception

__all__ = [
    "CallBack",
    "Case",
    "Category",
    "Extension",
    "Handover",
    "Instruction",
    "PetitionClass",
    "Question",
    "Reception",
    "Room",
    "RoutingRule",
    "Ticket",
]
