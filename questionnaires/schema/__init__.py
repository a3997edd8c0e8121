"""What a questionnaire, its rulebooks and its cases are: frozen, typed, and strict about unknown keys.

The words are those of the design: a *questionnaire* asks, *facts* derive, *findings* of the ladder set a
tier, *items* follow. Conditions are text here; `questionnaires.conditions` gives them meaning. The docstrings
and descriptions are what editors show while somebody writes, and what docs/reference.md is made of.
"""

from .case import Expectation, WorkedCase
from .citing import Case, Source, Work
from .notation import Date, Part, Version
from .questionnaire import (
    Boundary,
    CarriesOver,
    Choice,
    Dated,
    Exempt,
    Fact,
    Minutes,
    Origin,
    Parameter,
    Question,
    Questionnaire,
    Section,
    Topic,
    Unsure,
)
from .rulebook import ChangeClass, Finding, Gate, Item, Note, Rulebook, Silence, Tier, Validity

__all__ = [
    "Boundary",
    "CarriesOver",
    "Case",
    "ChangeClass",
    "Choice",
    "Date",
    "Dated",
    "Exempt",
    "Expectation",
    "Fact",
    "Finding",
    "Gate",
    "Item",
    "Minutes",
    "Note",
    "Origin",
    "Parameter",
    "Part",
    "Question",
    "Questionnaire",
    "Rulebook",
    "Section",
    "Silence",
    "Source",
    "Tier",
    "Topic",
    "Unsure",
    "Validity",
    "Version",
    "Work",
    "WorkedCase",
]
