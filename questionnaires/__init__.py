"""Questionnaires and rulebooks: load, ask, classify, explain. Pure Python; knows nothing of the web."""

from .answering import (
    Problem,
    Progress,
    check_answers,
    likely_meant,
    problem,
    progress,
    read_answers,
    remarks,
)
from .classification import Doubt, Outcome, classify
from .documents import Document, Fault, InvalidDocument
from .editions import UNKNOWN, UNSURE, Edition, choice_ids, values_offered
from .encoding import Answers
from .explanation import Explanation, Reason, answer_in_words, explain
from .loading import LIBRARY, UnknownQuestionnaire, edition, library, load, load_case

__all__ = [
    "LIBRARY",
    "UNKNOWN",
    "UNSURE",
    "Answers",
    "Document",
    "Doubt",
    "Edition",
    "Explanation",
    "Fault",
    "InvalidDocument",
    "Outcome",
    "Problem",
    "Progress",
    "Reason",
    "UnknownQuestionnaire",
    "answer_in_words",
    "check_answers",
    "choice_ids",
    "classify",
    "edition",
    "explain",
    "library",
    "likely_meant",
    "load",
    "load_case",
    "problem",
    "progress",
    "read_answers",
    "remarks",
    "values_offered",
]
