"""Questionnaires and rulebooks: load, ask, classify, explain. Pure Python; knows nothing of the web."""

from .answering import Problem, Progress, check_answers, problem, progress, read_answers
from .classification import Doubt, Outcome, classify
from .documents import Document, Fault, InvalidDocument
from .editions import UNKNOWN, UNSURE, Edition, choice_ids, values_offered
from .encoding import Answers
from .explanation import Explanation, Reason, answer_in_words, explain
from .libraries import add_library, offer_only, offer_shipped
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
    "add_library",
    "answer_in_words",
    "check_answers",
    "choice_ids",
    "classify",
    "edition",
    "explain",
    "library",
    "load",
    "load_case",
    "offer_only",
    "offer_shipped",
    "problem",
    "progress",
    "read_answers",
    "values_offered",
]
