"""What rooms above this one know about assessments, and say here: marks on the board, files that have to
stay, and what is left when an assessment goes. They register it when the site starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from .models import Assessment, Evidence


@dataclass(frozen=True)
class Mark:
    """A line on the board that leads somewhere. `soon`: it ends before long."""

    text: str
    address: str
    soon: bool = False


Marks = Callable[[Sequence[Assessment]], Mapping[UUID, Mark]]
Keeps = Callable[[Evidence], str]  # why a file has to stay; empty where it need not
Leaves = Callable[[Assessment], Sequence[str]]  # what is left when an assessment goes, in sentences

_marks: list[Marks] = []
_keeps: list[Keeps] = []
_leaves: list[Leaves] = []


class Kept(Exception):
    """Something relies on a file; says what."""


def register(marks: Marks, keeps: Keeps, leaves: Leaves) -> None:
    _marks.append(marks)
    _keeps.append(keeps)
    _leaves.append(leaves)


def marks(assessments: Sequence[Assessment]) -> dict[UUID, list[Mark]]:
    """By assessment. As many queries as there are rooms above, however many assessments."""
    found: dict[UUID, list[Mark]] = {}
    for each in _marks:
        for assessment_id, mark in each(assessments).items():
            found.setdefault(assessment_id, []).append(mark)
    return found


def why_kept(evidence: Evidence) -> str:
    """Empty where it may be removed."""
    return next((why for each in _keeps if (why := each(evidence))), "")


def kept_files(assessment: Assessment) -> list[tuple[Evidence, str]]:
    """The files because of which an assessment has to stay, each with the reason."""
    return [(each, why) for each in assessment.evidence.order_by("pk") if (why := why_kept(each))]


def left(assessment: Assessment) -> list[str]:
    """What stays elsewhere when the assessment is deleted."""
    return [each for leaves in _leaves for each in leaves(assessment)]
