"""Answers -> outcome: tier, class, findings, items, assumptions; provisional or final; on a given day."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from .answering import Progress, progress_of
from .conditions.tree import Constant, Tree, walk
from .editions import Edition
from .encoding import Answers, Encoded, Encoding, Open
from .evaluation import Compiled, Reading, compiled
from .schema import Question

MOST_TRIALS = 5_000  # values tried behind the unknown ones; beyond it the cautious answer is given


@dataclass(frozen=True)
class Doubt:
    """Why an outcome is provisional, and the questions (or findings) that make it so."""

    kind: Literal["unanswered", "finding", "unsure", "choice", "hidden"]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from answers. With answers missing: what holds whatever they will be."""

    edition: Edition
    answers: Answers
    on: date
    tier: str
    tiers_possible: tuple[str, ...]
    change_class: str | None
    classes_possible: tuple[str, ...]
    findings: tuple[str, ...]
    items: tuple[str, ...]
    upcoming: tuple[str, ...]
    items_open: tuple[str, ...]  # given or not, depending on answers still missing
    doubts: tuple[Doubt, ...]
    assumptions: tuple[str, ...]
    progress: Progress

    @property
    def provisional(self) -> bool:
        return bool(self.doubts)

    @property
    def asked(self) -> tuple[str, ...]:
        return self.progress.asked

    @property
    def unanswered(self) -> tuple[str, ...]:
        return self.progress.unanswered

    @property
    def settled(self) -> bool:
        """Whether no answer that is still missing can change the tier."""
        return len(self.tiers_possible) == 1

    @property
    def may_rise(self) -> bool:
        """Whether the tier may rise above those called possible, once what nobody knows yet is found out.
        What somebody is merely unsure of is read as the worse already."""
        return any(doubt.kind in ("finding", "choice", "hidden") for doubt in self.doubts)

    @property
    def gated(self) -> bool:
        """Whether a gate holds, so that the ladder says nothing."""
        return self.tier not in self.edition.tiers


@dataclass(frozen=True)
class _Calendar:
    """What a day changes: parameters in force, items past or ahead."""

    parameters: dict[str, float]
    ended: int
    ahead: int


@lru_cache(maxsize=512)
def _calendar(edition: Edition, on: date) -> _Calendar:
    items = list(edition.items.values())
    return _Calendar(
        edition.parameters(on),
        sum(1 << i for i, item in enumerate(items) if item.valid_to and item.valid_to < on),
        sum(1 << i for i, item in enumerate(items) if item.valid_from and item.valid_from > on),
    )


def classify(edition: Edition, answers: Answers, on: date) -> Outcome:
    """The outcome of answers on a day. Answers must be allowed values (`answering.check_answers`)."""
    of = compiled(edition)
    calendar = _calendar(edition, on)
    encoding = of.codec.encode(answers)
    reading = of.read(encoding, calendar.parameters)
    progress = progress_of(of, reading, encoding.answered)
    possible = of.outcomes.of(reading.tiers)
    gated = possible[0] not in edition.tiers
    given = reading.given & ~calendar.ended
    classes_possible = of.classes.of(reading.change_class)
    fired = of.findings.of(reading.fired)
    open_answers = [] if gated else [each for each in encoding.open if reading.asked >> each.position & 1]
    open_answers.sort(key=lambda each: each.position)
    doubts = () if gated else _doubts(of, encoding, reading, progress, fired, open_answers, calendar)
    return Outcome(
        edition=edition,
        answers=answers,
        on=on,
        tier=possible[0],
        tiers_possible=possible,
        change_class=classes_possible[0] if classes_possible else None,
        classes_possible=classes_possible,
        findings=fired,
        items=of.items.of(given),
        upcoming=of.items.of(given & calendar.ahead),
        items_open=of.items.of(reading.may_give & ~reading.given & ~calendar.ended),
        doubts=tuple(doubts),
        assumptions=tuple([each.question for each in open_answers if each.opening.assumed]),
        progress=progress,
    )


def _doubts(
    of: Compiled,
    encoding: Encoding,
    reading: Reading,
    progress: Progress,
    fired: tuple[str, ...],
    open_answers: list[Open],
    calendar: _Calendar,
) -> Iterator[Doubt]:
    if progress.unanswered:
        yield Doubt("unanswered", progress.unanswered)
    if marked := tuple([each for each in fired if of.edition.findings[each].makes_provisional]):
        yield Doubt("finding", marked)
    for kind in ("unsure", "choice"):
        if found := tuple([each.question for each in open_answers if each.opening.doubt == kind]):
            yield Doubt(kind, found)
    hidden = [each for each in open_answers if each.opening.doubt == "hidden"]
    if hidden and _may_rise(of, encoding, reading, hidden, calendar.parameters):
        yield Doubt("hidden", tuple(each.question for each in hidden))


def _may_rise(
    of: Compiled, encoding: Encoding, reading: Reading, hidden: list[Open], parameters: dict[str, float]
) -> bool:
    """Whether some values behind unknown numbers and open choices would, together, raise the tier.

    A search through the values that matter (choices; for numbers the ends of the range and the neighbours of
    each constant of the rules), cut wherever the three-valued reading already rules a rise out.
    """
    ladder = (1 << len(of.edition.tiers)) - 1
    ceiling = (reading.tiers & ladder).bit_length()
    trial = list(encoding.values)
    for each in hidden:
        trial[each.position] = None
    trials = 0

    def rises(depth: int, behind: _Values) -> bool:
        nonlocal trials
        trials += 1
        if trials > MOST_TRIALS:
            return True
        if (of.bounds(trial, parameters).tiers & ladder).bit_length() <= ceiling:
            return False
        if depth == len(hidden):
            return True
        try:
            for value in behind(of, hidden[depth].question, parameters):
                trial[hidden[depth].position] = value
                if rises(depth + 1, behind):
                    return True
        finally:
            trial[hidden[depth].position] = None
        return False

    # Where anything raises the tier, the ends of the ranges mostly do: they are tried alone, first.
    if rises(0, _ends):
        return True
    trials = 0
    return rises(0, _values_behind)


_Values = Callable[[Compiled, str, dict[str, float]], Iterator[Encoded]]


def _ends(of: Compiled, name: str, parameters: dict[str, float]) -> Iterator[Encoded]:
    """Every choice, the riskier ones first; of a number the two ends of its range."""
    question = of.edition.questions[name]
    if question.kind == "number":
        yield from reversed(_range(question))
        return
    opening = of.codec.openings[name]
    yield from (code for value, code in reversed(of.codec.codes[name].items()) if value not in opening)


def _values_behind(of: Compiled, name: str, parameters: dict[str, float]) -> Iterator[Encoded]:
    yield from _ends(of, name, parameters)
    question = of.edition.questions[name]
    if question.kind != "number":
        return
    low, high = _range(question)
    for constant in sorted({*_constants(of.edition), *parameters.values()}):
        for value in (math.nextafter(constant, -math.inf), constant, math.nextafter(constant, math.inf)):
            if low < value < high:
                yield value


def _range(question: Question) -> tuple[float, float]:
    low = question.minimum if question.minimum is not None else -1.0e30
    if question.above is not None:
        low = max(math.nextafter(question.above, math.inf), question.above + 1e-9)
    return low, question.maximum if question.maximum is not None else 1.0e30


@lru_cache(maxsize=64)
def _constants(edition: Edition) -> frozenset[float]:
    trees: list[Tree] = [
        *edition.trees.findings.values(),
        *edition.trees.flags.values(),
        *edition.trees.amounts.values(),
    ]
    trees += [when for cases in edition.trees.ordered.values() for when, _ in cases if when is not None]
    return frozenset(node.value for tree in trees for node in walk(tree) if isinstance(node, Constant))
