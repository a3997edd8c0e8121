"""Facts -> answers to the questions of one questionnaire. Which fact answers which question is a matter of
the questionnaire: a module of its own says it, and a questionnaire without one gets no proposals."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import questionnaires
from questionnaires import Edition

from . import downstream_modification
from .facts import Fact, Place, Remark, Sure

MOST_PROPOSALS = 80  # more than anybody looks through

MAPPINGS: dict[
    str, Callable[[Sequence[Fact]], tuple[Iterable[downstream_modification.Line], list[Remark]]]
] = {
    downstream_modification.QUESTIONNAIRE: downstream_modification.answers,
}


@dataclass(frozen=True)
class Proposal:
    """An answer that a file gives reason for. For questions with many choices, one choice to add."""

    question: str
    value: Any
    sure: Sure
    sentence: str
    place: Place


def offered(edition: Edition) -> bool:
    """Whether files can answer any of its questions."""
    return edition.id in MAPPINGS


def propose(edition: Edition, facts: Sequence[Fact]) -> tuple[list[Proposal], list[Remark]]:
    """What the facts of all files together propose, in the order of the questions; and what they could not
    settle. Only answers that the edition's questions take."""
    mapping = MAPPINGS.get(edition.id)
    if mapping is None:
        return [], []
    lines, remarks = mapping(facts)
    order = list(edition.questions)
    found: dict[tuple[str, str, str], Proposal] = {}
    for question, value, sure, fact, sentence in lines:
        asked = edition.questions.get(question)
        if asked is None or questionnaires.problem(asked, value) is not None:
            continue
        proposal = Proposal(question, value, sure, sentence, fact.place)
        key = question, repr(value), fact.place.file  # once for each file, where it is surest
        if key not in found or (sure == Sure.SAYS and found[key].sure != Sure.SAYS):
            found[key] = proposal
    kept = sorted(found.values(), key=lambda each: (order.index(each.question), each.sure == Sure.SUGGESTS))
    return kept[:MOST_PROPOSALS], remarks
