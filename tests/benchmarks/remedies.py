"""How long the smallest changes that lower the tier take: on the worked companies, and with growth.

A remedy is worked out anew for each outcome page, so that its time is part of the page's.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import questionnaires
from questionnaires import Edition, classify, load
from questionnaires.proving.grounds import Ground
from questionnaires.remedies import remedies
from tests.cases import MAIN
from tests.questionnaires.generated import write

from .growth import SIZES
from .measuring import cases, goal, median_seconds, milliseconds, row

ON = date(2026, 11, 23)
FEW = 0.01  # seconds: "a few milliseconds"


def lines() -> Iterator[str]:
    """The lines of the page."""
    yield "Remedies: all smallest changes that lower the tier, each run by the evaluator; medians"
    edition = questionnaires.edition(MAIN, "2026.1")
    outcomes = {name: classify(edition, answers, on) for name, (answers, on) in cases(edition).items()}
    times = {name: median_seconds(partial(remedies, each), times=9) for name, each in outcomes.items()}
    slowest = max(times, key=times.__getitem__)
    floor = median_seconds(partial(classify, edition, outcomes[slowest].answers, ON), times=99)
    yield row("the median of the worked companies", milliseconds(median(times.values())))
    yield row(f"the slowest ({slowest})"[:55], milliseconds(times[slowest]))
    share = f"the slowest remedy is {times[slowest] / floor:,.0f} of them"
    yield row("one classification, for scale", milliseconds(floor), share)
    yield row("  a few milliseconds", "", goal(median(times.values()) <= FEW))
    for size in SIZES:
        with TemporaryDirectory() as folder:
            made_up = load(write(Path(folder) / f"growth-{size}" / "1", size))
        yield row(f"{size} made-up questions", milliseconds(_remedy(made_up)))


def _remedy(edition: Edition) -> float:
    ground = Ground(edition, ON)
    answers = ground.answers([ground.world.finding("A0")])
    assert answers is not None
    outcome = classify(edition, answers, ON)
    assert remedies(outcome)
    return median_seconds(partial(remedies, outcome), times=9)
