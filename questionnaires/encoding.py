"""Answers as the compiled functions take them, and bit masks back to ids.

Every answer is looked at once; what leaves an outcome open (unsure, unknown, a choice that stands for any) is
noted on the way.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from .conditions import Symbol
from .conditions.compiling import bit
from .editions import UNKNOWN, UNSURE, Edition
from .schema import Question

Encoded = float | int | None
Answers = Mapping[str, Any]


class Opening(NamedTuple):
    """How a value leaves the outcome open: what it does to `provisional`, and whether it is an assumption."""

    doubt: Literal["unsure", "choice", "hidden"] | None
    assumed: bool


class Open(NamedTuple):
    question: str
    position: int
    opening: Opening


@dataclass(frozen=True, slots=True)
class Encoding:
    values: list[Encoded]  # by position; None is unanswered
    answered: int  # bit mask by position
    open: list[Open]


class Codec:
    """Turns the answers to one edition into numbers. Values must be allowed ones (`answering.problem`)."""

    def __init__(self, edition: Edition) -> None:
        self.position = {each: i for i, each in enumerate(edition.questions)}
        symbols = edition.trees.symbols
        self.codes = {each: codes(question, symbols[each]) for each, question in edition.questions.items()}
        self.openings = {each: openings(edition, question) for each, question in edition.questions.items()}
        self.numbers = frozenset(each for each, q in edition.questions.items() if q.kind == "number")
        self._bits = [1 << i for i in range(len(self.position))]

    def encode(self, answers: Answers) -> Encoding:
        """Unknown ids and empty values are passed over."""
        position, all_codes, bits = self.position, self.codes, self._bits
        values: list[Encoded] = [None] * len(bits)
        answered = 0
        found: list[Open] = []
        for each, value in answers.items():
            at = position.get(each)
            if at is None or value is None:
                continue
            if isinstance(value, str):
                code = all_codes[each].get(value)
                if code is not None:
                    values[at] = code
                elif each in self.numbers:
                    values[at] = math.nan
                elif value.strip():  # a text
                    values[at] = 1
                else:
                    continue
                opening = self.openings[each].get(value)
                if opening is not None:
                    found.append(Open(each, at, opening))
            elif isinstance(value, list | tuple):
                if not value:
                    continue
                own = all_codes[each]
                values[at] = sum([own[one] for one in value])
            else:
                values[at] = float(value)
            answered |= bits[at]
        return Encoding(values, answered, found)


def codes(question: Question, symbol: Symbol) -> dict[str, int]:
    """The bit of each choice a question may be answered with; none for numbers and texts."""
    found = {value: bit(symbol, value) for value in symbol.values}
    if question.unsure and question.unsure.counts_as:
        found[UNSURE] = found[question.unsure.counts_as]
    return found


def openings(edition: Edition, question: Question) -> dict[str, Opening]:
    """The words that leave something open."""
    bears = question.id in edition.trees.bearing
    found: dict[str, Opening] = {}
    if question.unsure:
        found[UNSURE] = Opening("unsure" if bears else None, assumed=True)
    if question.kind == "number":
        found[UNKNOWN] = Opening(None if question.unknown_is_cautious else "hidden", assumed=bears)
    for choice in question.choices:
        if choice.makes_provisional:
            found[choice.id] = Opening("choice", assumed=True)
        if choice.stands_for_any:
            found[choice.id] = Opening("hidden", assumed=True)
    return found


class Names:
    """Bit masks to names, eight bits at a time."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._tables = [
            [tuple(name for i, name in enumerate(eight) if byte >> i & 1) for byte in range(256)]
            for eight in (self.names[start : start + 8] for start in range(0, len(self.names), 8))
        ]

    def of(self, mask: int) -> tuple[str, ...]:
        """The names whose bits are set, in order."""
        if not mask:
            return ()
        found: list[str] = []
        for table, byte in zip(self._tables, mask.to_bytes(len(self._tables), "little"), strict=True):
            if byte:
                found += table[byte]
        return tuple(found)
