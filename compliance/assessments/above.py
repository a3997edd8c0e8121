"""What rooms above this one know about assessments, and say here: marks on the board, and files that have to
stay. They register it when the site starts."""

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

_marks: list[Marks] = []
_keeps: list[Keeps] = []


def register(marks: Marks, keeps: Keeps) -> None:
    _marks.append(marks)
    _keeps.append(keeps)


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
