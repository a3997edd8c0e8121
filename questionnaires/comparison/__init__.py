"""Side by side: two versions of a questionnaire, two sets of answers, two outcomes."""

from .answers import AnswerChange, compare_answers
from .conditions import Said, said
from .outcomes import OutcomeChange, compare_outcomes
from .versions import Edit, PartChange, VersionChange, compare_versions
from .wording import Piece, pieces

__all__ = [
    "AnswerChange",
    "Edit",
    "OutcomeChange",
    "PartChange",
    "Piece",
    "Said",
    "VersionChange",
    "compare_answers",
    "compare_outcomes",
    "compare_versions",
    "pieces",
    "said",
]
