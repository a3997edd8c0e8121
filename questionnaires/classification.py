"""Answers -> outcome: tier, class, findings, items, assumptions; provisional or final; on a given day."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from .answering import Answers, Progress, encode, is_unknown, is_unsure, progress_of
from .conditions.tree import Constant, Tree, walk
from .editions import UNKNOWN, UNSURE, Edition
from .evaluation import Compiled, Encoded, Reading, compiled, ids
from .schema import Question

MOST_TRIALS = 5_000  # values tried behind the unknown ones; beyond it the cautious answer is given


@dataclass(frozen=True)
class Doubt:
    """Why an outcome is provisional, and the questions (or findings) that make it so."""

    kind: Literal["unanswered", "finding", "unsure", "choice", "hidden"]
    ids: tuple[str, ...]


@dataclass(frozen=True)
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
    encoded = encode(of, answers)
    reading = of.exact(encoded, calendar.parameters) or of.bounds(encoded, calendar.parameters)
    progress = progress_of(of, reading, answers)
    possible = ids(reading.tiers, edition.outcomes)
    gated = possible[0] not in edition.tiers
    given = reading.given & ~calendar.ended
    classes = _classes(edition)
    classes_possible = ids(reading.change_class, classes)
    return Outcome(
        edition=edition,
        answers=answers,
        on=on,
        tier=possible[0],
        tiers_possible=possible,
        change_class=classes_possible[0] if classes_possible else None,
        classes_possible=classes_possible,
        findings=ids(reading.fired, of.findings),
        items=ids(given, of.items),
        upcoming=ids(given & calendar.ahead, of.items),
        items_open=ids(reading.may_give & ~reading.given & ~calendar.ended, of.items),
        doubts=() if gated else tuple(_doubts(of, encoded, reading, progress, answers, calendar.parameters)),
        assumptions=() if gated else _assumptions(edition, progress, answers),
        progress=progress,
    )


def _classes(edition: Edition) -> tuple[str, ...]:
    name = edition.ladder.change_class
    return edition.trees.symbols[name].values if name else ()


def _assumptions(edition: Edition, progress: Progress, answers: Answers) -> tuple[str, ...]:
    """Asked questions answered by unsure, by a choice that leaves it open, or by an unknown number that
    a finding reads."""
    special = _special_choices(edition)
    return tuple(
        each
        for each in progress.asked
        if (value := answers.get(each)) is not None
        and (
            is_unsure(value)
            or (isinstance(value, str) and value in special.get(each, {}))
            or (is_unknown(edition.questions[each], value) and each in edition.trees.bearing)
        )
    )


@lru_cache(maxsize=64)
def _special_choices(edition: Edition) -> Mapping[str, Mapping[str, str]]:
    """Question -> choice -> how it leaves the outcome open."""
    found: dict[str, dict[str, str]] = {}
    for question in edition.questions.values():
        for choice in question.choices:
            if choice.makes_provisional:
                found.setdefault(question.id, {})[choice.id] = "choice"
            if choice.stands_for_any:
                found.setdefault(question.id, {})[choice.id] = "hidden"
    return found


def _doubts(
    of: Compiled,
    encoded: list[Encoded],
    reading: Reading,
    progress: Progress,
    answers: Answers,
    parameters: dict[str, float],
) -> Iterator[Doubt]:
    edition = of.edition
    special = _special_choices(edition)
    if progress.unanswered:
        yield Doubt("unanswered", progress.unanswered)
    fired = [edition.findings[each] for each in ids(reading.fired, of.findings)]
    if marked := tuple(finding.id for finding in fired if finding.makes_provisional):
        yield Doubt("finding", marked)
    found: dict[str, list[str]] = {"unsure": [], "choice": [], "hidden": []}
    for each in progress.asked:
        value = answers.get(each)
        if not isinstance(value, str):
            continue
        question = edition.questions[each]
        if value == UNSURE and question.unsure and each in edition.trees.bearing:
            found["unsure"].append(each)
        elif value in special.get(each, {}):
            found[special[each][value]].append(each)
        elif value == UNKNOWN and question.kind == "number" and not question.unknown_is_cautious:
            found["hidden"].append(each)
    if found["unsure"]:
        yield Doubt("unsure", tuple(found["unsure"]))
    if found["choice"]:
        yield Doubt("choice", tuple(found["choice"]))
    if found["hidden"] and _may_rise(of, encoded, reading, found["hidden"], parameters):
        yield Doubt("hidden", tuple(found["hidden"]))


def _may_rise(
    of: Compiled, encoded: list[Encoded], reading: Reading, hidden: list[str], parameters: dict[str, float]
) -> bool:
    """Whether some values behind unknown numbers and open choices would, together, raise the tier.

    A search through the values that matter (choices; for numbers the ends of the range and the neighbours of
    each constant of the rules), cut wherever the three-valued reading already rules a rise out.
    """
    ladder = (1 << len(of.edition.tiers)) - 1
    ceiling = (reading.tiers & ladder).bit_length()
    trial = list(encoded)
    positions = [of.position[each] for each in hidden]
    for at in positions:
        trial[at] = None
    trials = 0

    def rises(depth: int) -> bool:
        nonlocal trials
        trials += 1
        if trials > MOST_TRIALS:
            return True
        if (of.bounds(trial, parameters).tiers & ladder).bit_length() <= ceiling:
            return False
        if depth == len(positions):
            return True
        try:
            for value in _values_behind(of, hidden[depth], parameters):
                trial[positions[depth]] = value
                if rises(depth + 1):
                    return True
        finally:
            trial[positions[depth]] = None
        return False

    return rises(0)


def _values_behind(of: Compiled, name: str, parameters: dict[str, float]) -> Iterator[Encoded]:
    question = of.edition.questions[name]
    if question.kind != "number":
        open_choices = _special_choices(of.edition).get(name, {})
        yield from (code for value, code in reversed(of.codes[name].items()) if value not in open_choices)
        return
    low, high = _range(question)
    yield high
    yield low
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
