"""How long a proof takes, how it grows with the questionnaire, and how long a remedy takes beside a page."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import questionnaires
from questionnaires import Edition, classify, load
from questionnaires.proving import prove
from questionnaires.proving.grounds import Ground
from questionnaires.remedies import remedies
from tests.cases import MAIN
from tests.questionnaires.generated import write

from .measuring import cases, median_seconds, milliseconds, row

SIZES = (60, 120, 240, 480)  # questions
ON = date(2026, 11, 23)


def lines() -> Iterator[str]:
    """The lines of the page."""
    edition = questionnaires.edition(MAIN, "2026.1")
    yield "Proofs: every claim, each witness run by the evaluator"
    seconds, claims = _proof(edition)
    yield row(f"{MAIN}, {claims} claims", f"{seconds:.2f} s")
    first = 0.0
    for size in SIZES:
        with TemporaryDirectory() as folder:
            made_up = load(write(Path(folder) / f"growth-{size}" / "1", size))
        seconds, claims = _proof(made_up)
        first = first or seconds / size
        share = f"{seconds / size / first:.1f} a question, 1 at {SIZES[0]}"
        yield row(f"{size} made-up questions, {claims} claims", f"{seconds:.2f} s", share)
    yield ""
    yield from _remedies(edition)


def _proof(edition: Edition) -> tuple[float, int]:
    began = perf_counter()
    proof = prove(edition, ON)
    assert proof.sound, [claim.text for claim in proof.broken]
    return perf_counter() - began, len(proof.claims)


def _remedies(edition: Edition) -> Iterator[str]:
    yield "Remedies: all smallest changes that lower the tier, each run by the evaluator; medians"
    outcomes = {name: classify(edition, answers, on) for name, (answers, on) in cases(edition).items()}
    times = {name: median_seconds(partial(remedies, each), times=9) for name, each in outcomes.items()}
    slowest = max(times, key=times.__getitem__)
    floor = median_seconds(partial(classify, edition, outcomes[slowest].answers, ON), times=99)
    yield row("the median of the worked companies", milliseconds(median(times.values())))
    yield row(f"the slowest ({slowest})"[:55], milliseconds(times[slowest]))
    share = f"the slowest remedy is {times[slowest] / floor:,.0f} of them"
    yield row("one classification, for scale", milliseconds(floor), share)
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
