"""How the time of a full evaluation grows with the questionnaire.

Milliseconds, medians of one call on made-up editions with every question answered.
"""

import random
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from questionnaires import Edition, classify, load
from tests.questionnaires.generated import write

from .measuring import SEED, Answers, made_up, median_seconds, milliseconds, row

SIZES = (60, 120, 240, 480)  # questions
SETS = 20  # of answers
ON = date(2026, 11, 23)


def lines() -> Iterator[str]:
    """The lines of the page."""
    yield f"Growth: made-up editions, all questions answered, {SETS} sets of answers"
    first = 0.0
    for size in SIZES:
        seconds = _measure(size)
        first = first or seconds / size
        share = seconds / size / first
        yield row(f"{size} questions", milliseconds(seconds), f"{share:.2f} a question, 1 at {SIZES[0]}")


def _measure(size: int) -> float:
    with TemporaryDirectory() as folder:
        directory = Path(folder) / f"growth-{size}" / "1"
        write(directory, size)
        edition = load(directory)
    chance = random.Random(SEED)
    sets = cycle([made_up(edition, chance) for _ in range(SETS)])
    return median_seconds(partial(_classify, edition, sets), times=40 * SETS)


def _classify(edition: Edition, sets: Iterator[Answers]) -> None:
    classify(edition, next(sets), ON)
