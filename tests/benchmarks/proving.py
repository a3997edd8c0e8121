"""How long a proof takes, by part, and how it grows with the questionnaire.

Seconds for one proof: of the real questionnaire, and of made-up editions; loading is not counted.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import questionnaires
from questionnaires import Edition, load
from questionnaires.proving import PARTS
from questionnaires.proving.grounds import Ground
from tests.questionnaires.generated import write

from .growth import SIZES
from .measuring import goal, row

ON = date(2026, 11, 23)
QUICK, LARGE = 2.0, 15.0  # seconds: the real questionnaire, and the largest made-up one


def lines() -> Iterator[str]:
    """The lines of the page."""
    yield "Proofs: everything is reached, riskier answers and silence never pay, lines are as declared"
    edition = questionnaires.edition("downstream-modification")
    taken, sound = _measure(edition)
    total = sum(taken.values())
    yield row(f"{edition.id}, {len(edition.questions)} questions", _seconds(total), _by_part(taken))
    yield row("  sound, in a second or two", "", goal(sound and total <= QUICK))
    first = 0.0
    for size in SIZES:
        taken, sound = _measure(_made_up(size))
        total = sum(taken.values())
        first = first or total / size
        share = f"{total / size / first:.1f} a question, 1 at {SIZES[0]}"
        yield row(f"{size} questions", _seconds(total), f"{share}; {_by_part(taken)}")
    yield row("  sound, in some ten seconds", "", goal(sound and total <= LARGE))


def _made_up(size: int) -> Edition:
    with TemporaryDirectory() as folder:
        return load(write(Path(folder) / f"growth-{size}" / "1", size))


def _measure(edition: Edition) -> tuple[dict[str, float], bool]:
    """Seconds by part, and whether all claims hold."""
    ground = Ground(edition, ON)
    taken: dict[str, float] = {}
    broken = 0
    for part in PARTS:
        began = perf_counter()
        broken += sum(not claim.holds for claim in part(ground))
        taken[part.__name__] = perf_counter() - began
    return taken, not broken


def _by_part(taken: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.2f}" for name, seconds in taken.items())


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s"
