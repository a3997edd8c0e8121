"""Answers: which values are allowed, which questions are asked, what is left.

Answers are a mapping of question id to value: a choice's id, a list of them, a number, a text; `unsure` where
it is offered and `unknown` for a number that nobody has. What is not there is unanswered.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from .conditions import similar
from .documents import MOST_FAULTS, Document, Fault, InvalidDocument
from .documents import read as load_document
from .editions import UNKNOWN, UNSURE, Edition, values_offered
from .encoding import Answers
from .evaluation import Compiled, Reading, compiled
from .invisible import invisible, named
from .schema import Question, WorkedCase


@dataclass(frozen=True)
class Problem:
    """Why a value cannot be an answer, and what to give instead."""

    message: str
    remedy: str


@dataclass(frozen=True)
class Progress:
    """Where somebody stands. `left_at_least` and `left_at_most` count questions still to answer."""

    asked: tuple[str, ...]  # surely asked, in the order of the file
    unanswered: tuple[str, ...]  # of these
    may_ask: tuple[str, ...]  # asked or not, depending on answers still missing
    not_counted: tuple[str, ...]  # answered, but not asked (any more): kept, and read by nothing
    left_at_least: int
    left_at_most: int

    @property
    def next(self) -> str | None:
        return self.unanswered[0] if self.unanswered else None

    @property
    def complete(self) -> bool:
        return not self.unanswered


def problem(question: Question, value: Any) -> Problem | None:
    """What is wrong with a value as an answer to a question; None where nothing is."""
    if question.kind in ("one", "yes_no"):
        return _problem_of_choice(question, value)
    if question.kind == "many":
        return _problem_of_choices(question, value)
    if question.kind == "number":
        return _problem_of_number(question, value)
    if not isinstance(value, str) or not value.strip():
        return Problem(f"{_shown(value)} is not a text.", "Write it in quotes.")
    if len(value) > question.max_length:
        return Problem(f"the text has {len(value):,} characters.", f"Use {question.max_length:,} at most.")
    if hidden := invisible(value):
        message = f"the text holds an invisible character that can change how it reads: {named(hidden)}."
        return Problem(message, "Remove it.")
    if "\ufffd" in value:
        return Problem("the text holds characters that could not be read.", "Write it again, in UTF-8.")
    return None


def _problem_of_choice(question: Question, value: Any) -> Problem | None:
    offered = values_offered(question)
    if isinstance(value, bool):
        return Problem(f"{_shown(value)} is not a choice.", f"Write {' or '.join(offered)}.")
    if value not in offered:
        return Problem(f"{_shown(value)} is not one of the choices.", _did_you_mean(value, offered))
    return None


def _problem_of_choices(question: Question, value: Any) -> Problem | None:
    offered = values_offered(question)
    if not isinstance(value, list | tuple):
        return Problem(f"{_shown(value)} is not a list of choices.", "Write it as a list: `[first, second]`.")
    for each in value:
        if each not in offered:
            return Problem(f"{_shown(each)} is not one of the choices.", _did_you_mean(each, offered))
    if len(set(value)) < len(value):
        return Problem("a choice is listed twice.", "List each once.")
    alone = [choice.id for choice in question.choices if choice.exclusive and choice.id in value]
    if alone and len(value) > 1:
        return Problem(
            f"`{alone[0]}` excludes the other choices.", f"Keep `{alone[0]}` or the others, not both."
        )
    return None


def _problem_of_number(question: Question, value: Any) -> Problem | None:
    if value == UNKNOWN:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        remedy = "Write a number such as 2.1e+19, or `unknown`."
        return Problem(
            f"{_shown(value)} is not a number.", "Remove the quotes." if _is_quoted(value) else remedy
        )
    unit = f" {question.unit}" if question.unit else ""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        return Problem(f"{_shown(value)} is not a finite number.", "Write a number, or `unknown`.")
    if question.above is not None and number <= question.above:
        return Problem(f"{number:g} is too small.", f"It must be more than {question.above:g}{unit}.")
    if question.minimum is not None and number < question.minimum:
        return Problem(f"{number:g} is too small.", f"It must be {question.minimum:g}{unit} or more.")
    if question.maximum is not None and number > question.maximum:
        return Problem(f"{number:g} is too large.", f"It must be {question.maximum:g}{unit} or less.")
    return None


def likely_meant(question: Question, value: Any) -> float | None:
    """What is meant by a number that looks like a slip of the pen: a share written as a fraction of one,
    where per cent are asked for. None where a number looks right."""
    if question.unit == "%" and isinstance(value, int | float) and 0 < value <= 1:
        return float(f"{value * 100:.6g}")
    return None


def _is_quoted(value: Any) -> bool:
    """Whether a text would be a number without its quotes."""
    try:
        return isinstance(value, str) and math.isfinite(float(value))
    except ValueError:
        return False


def _did_you_mean(value: Any, offered: Sequence[str]) -> str:
    return similar(str(value), offered) or f"There are: {', '.join(offered)}."


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"


def check_answers(
    edition: Edition, answers: Answers, document: Document, under: tuple[str, ...] = ()
) -> list[Fault]:
    """All faults of an answers file: unknown questions, unknown choices, wrong types."""
    faults: list[Fault] = []
    for each, value in answers.items():
        if len(faults) == MOST_FAULTS:
            break
        question = edition.questions.get(each)
        if question is None:
            remedy = similar(each, edition.questions) or "Remove it."
            faults.append(document.fault((*under, each), f"there is no question `{each}`.", remedy))
            continue
        wrong = problem(question, value)
        if wrong:
            message = f"the answer to `{each}`: {wrong.message}"
            faults.append(document.fault((*under, each), message, wrong.remedy))
    return faults


def read_answers(edition: Edition, file: Path) -> tuple[dict[str, Any], date | None, dict[str, Fault]]:
    """Answers from a file, its day if it is a case, and for each answer what to say if it is not asked.

    Raises InvalidDocument: not YAML, unknown question or choice, wrong type.
    """
    document = load_document(file)
    data, day = document.data, None
    under: tuple[str, ...] = ()
    if isinstance(data, dict) and "answers" in data:
        under = ("answers",)
        if slips := _slips(document):
            raise InvalidDocument(slips)
        day = _day_of(document)
        data = data["answers"]
    if not isinstance(data, dict):
        raise InvalidDocument(
            [document.fault(under, "is not a mapping of questions to answers.", "Write `role: modify`.")]
        )
    given = {
        each: value
        for each, value in data.items()
        if value not in (None, []) or each not in edition.questions
    }
    if faults := check_answers(edition, given, document, under):
        raise InvalidDocument(faults)
    remedy = "Remove it, or change the answers that decide whether it is asked."
    message = "`{}` is not asked with these answers, so its answer does not count."
    return given, day, {each: document.fault((*under, each), message.format(each), remedy) for each in given}


def remarks(edition: Edition, answers: Answers, told: Progress, lines: Mapping[str, Fault]) -> list[Fault]:
    """What to say about answers that are allowed: those that do not count, and those that look like a slip.

    `lines` are the faults of `read_answers`, which know where each answer stands.
    """
    found = [lines[each] for each in told.not_counted]
    for each, fault in lines.items():
        likely = likely_meant(edition.questions[each], answers[each]) if each in told.asked else None
        if likely is not None:
            message = f"note: the answer to `{each}` reads as {answers[each]:g} %."
            found.append(replace(fault, message=message, remedy=f"Did you mean {likely:g}?"))
    return sorted(found)


def _slips(document: Document) -> list[Fault]:
    """Misspelt keys of a case. Other keys beside `answers` are somebody's own business."""
    found = []
    for key in document.data:
        remedy = similar(str(key), WorkedCase.model_fields) if key not in WorkedCase.model_fields else ""
        if remedy:
            found.append(document.fault((key,), f"there is no key `{key}` here.", remedy))
    return found[:MOST_FAULTS]


def _day_of(document: Document) -> date | None:
    text = document.data.get("on")
    if text is None:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise InvalidDocument(
            [document.fault(("on",), f"`{text}` is not a day.", "Write it as 2026-11-23.")]
        ) from None


def progress(edition: Edition, answers: Answers, on: date) -> Progress:
    """Which questions are asked and how many are left, on a day (dated parameters)."""
    of = compiled(edition)
    encoding = of.codec.encode(answers)
    return progress_of(of, of.read(encoding, edition.parameters(on)), encoding.answered)


def progress_of(of: Compiled, reading: Reading, answered: int) -> Progress:
    blank = reading.asked & ~answered
    names = of.questions.of
    return Progress(
        asked=names(reading.asked),
        unanswered=names(blank),
        may_ask=names(reading.may_ask & ~reading.asked),
        not_counted=names(answered & ~reading.may_ask),
        left_at_least=blank.bit_count(),
        left_at_most=(reading.may_ask & ~answered).bit_count(),
    )


def is_answered(value: Any) -> bool:
    """Nothing, an empty text and a list with no choice in it are no answers: who means none ticks “none”."""
    return bool(value.strip()) if isinstance(value, str) else value is not None and value not in ([], ())


def is_unsure(value: Any) -> bool:
    return isinstance(value, str) and value == UNSURE


def is_unknown(question: Question, value: Any) -> bool:
    return question.kind == "number" and isinstance(value, str) and value == UNKNOWN
