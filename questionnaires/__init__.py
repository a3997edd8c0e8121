"""Questionnaires and rulebooks: load, ask, classify, explain, compare. Knows nothing of the web."""

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
from .carrying import Carried, NotTheNext, carry_along, carry_over
from .classification import Doubt, Outcome, classify
from .comparison import compare_answers, compare_outcomes, compare_versions
from .documents import Document, Fault, InvalidDocument
from .editions import UNKNOWN, UNSURE, Edition, choice_ids, values_offered
from .encoding import Answers
from .explanation import Explanation, Reason, answer_in_words, explain
from .libraries import add_library, offer_only, offer_shipped
from .loading import LIBRARY, UnknownQuestionnaire, edition, edition_directory, library, load, load_case
from .publishing import publication
from .succession import current, newer, way

__all__ = [
    "LIBRARY",
    "UNKNOWN",
    "UNSURE",
    "Answers",
    "Carried",
    "Document",
    "Doubt",
    "Edition",
    "Explanation",
    "Fault",
    "InvalidDocument",
    "NotTheNext",
    "Outcome",
    "Problem",
    "Progress",
    "Reason",
    "UnknownQuestionnaire",
    "add_library",
    "answer_in_words",
    "carry_along",
    "carry_over",
    "check_answers",
    "choice_ids",
    "classify",
    "compare_answers",
    "compare_outcomes",
    "compare_versions",
    "current",
    "edition",
    "edition_directory",
    "explain",
    "library",
    "likely_meant",
    "load",
    "load_case",
    "newer",
    "offer_only",
    "offer_shipped",
    "problem",
    "progress",
    "publication",
    "read_answers",
    "remarks",
    "values_offered",
    "way",
]
