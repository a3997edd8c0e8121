"""What every benchmark needs: medians, the worked cases, and lines of the printed page."""

import os
import platform
import random
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

from questionnaires import LIBRARY, UNKNOWN, Edition, load_case, values_offered
from questionnaires.schema import Question

SEED = 20_261_123  # of made-up answers; the same on every run

Answers = dict[str, Any]


def median_seconds(call: Callable[[], object], *, times: int, warm_up: int = 3, limit: float = 2.0) -> float:
    """The median duration of a call, in seconds, after some calls that are not counted.

    Fewer calls than `times` where they would take longer than the limit, in seconds; never fewer than five.
    """
    for _ in range(warm_up):
        call()
    durations: list[float] = []
    while len(durations) < times and (len(durations) < 5 or sum(durations) < limit):
        began = perf_counter()
        call()
        durations.append(perf_counter() - began)
    return median(durations)


def cases(edition: Edition) -> dict[str, tuple[Answers, date]]:
    """The worked cases of a questionnaire of the library: name -> answers and day."""
    files = sorted((LIBRARY / edition.id / edition.version / "cases").glob("*.yaml"))
    return {case.name: (case.answers, case.on) for case, _ in map(load_case, files)}


def made_up(edition: Edition, chance: random.Random) -> Answers:
    """An answer to every question, whether it is asked or not."""
    return {each: _value(question, chance) for each, question in edition.questions.items()}


def completed(edition: Edition, answers: Answers) -> Answers:
    """Answers with a made-up one for every question that has none, so that nothing is ever open."""
    return {**made_up(edition, random.Random(SEED)), **answers}


def _value(question: Question, chance: random.Random) -> Any:
    if question.kind == "text":
        return "Example"
    if question.kind == "many":
        alone = [choice.id for choice in question.choices if choice.exclusive]
        others = [choice.id for choice in question.choices if not choice.exclusive]
        if alone and chance.random() < 0.3:
            return [chance.choice(alone)]
        return chance.sample(others, chance.randint(1, min(3, len(others))))
    if question.kind == "number":
        low = question.minimum if question.minimum is not None else (question.above or 0) + 1
        high = question.maximum if question.maximum is not None else 1e26
        spread = low + (high - low) * 10 ** chance.uniform(-6, 0)
        return chance.choice([UNKNOWN, low, high, spread, spread])
    return chance.choice(values_offered(question))


# the page ---------------------------------------------------------------------------------------------


def machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {system}"


def row(label: str, figure: str, note: str = "") -> str:
    return f"  {label:<56}{figure:>13}   {note}".rstrip()


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:,.3f} ms" if seconds < 0.01 else f"{seconds * 1e3:,.1f} ms"


def goal(met: bool) -> str:
    return "met" if met else "NOT MET"
