"""Answers -> outcome: tier, class, findings, items, assumptions; provisional or final; on a given day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from .answering import Progress, progress_of
from .editions import Edition
from .encoding import Answers, Encoding, Open
from .evaluation import Compiled, Reading, compiled
from .rising import rises


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
    """Whether some values behind unknown numbers and open choices would, together, raise the tier."""
    found = rises(of, encoding, reading, [each.question for each in hidden], parameters)
    return next(found, None) is not None
