"""A full evaluation of the questionnaire, beside survey-core setting one answer on the same questions.

Both start from the same complete answers (a worked case, and made-up answers to what it is not asked) and
alternate the same answer between the same two values. Ours works everything out again from the answers each
time; survey-core is told of one change. Milliseconds, medians of one call.
"""

import random
from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import cycle
from statistics import median

import questionnaires
from questionnaires import Edition, classify
from questionnaires.evaluation import compiled

from . import survey_core
from .measuring import SEED, Answers, cases, completed, goal, made_up, median_seconds, milliseconds, row
from .survey_core import Alternation, Readings, Unavailable

GOAL = 50  # times faster than survey-core
QUESTION = "hazard_cyber"
VALUES = ("substantial", "none")
RANDOM_SETS = 100
ROUNDS, UNCOUNTED = 34, 4  # settings of one answer in survey-core, and how many of them only warm it up
CALLS = 400  # of ours, for each case


def lines() -> Iterator[str]:
    """The lines of the page; survey-core's are left out, with the reason, where it cannot be run."""
    edition = questionnaires.edition("downstream-modification")
    worked = cases(edition)
    on = max(day for _, day in worked.values())
    yield (
        f"Evaluation of {edition.id} {edition.version}: {len(edition.questions)} questions, "
        f"{len(edition.trees.facts_read)} facts, {len(edition.findings)} findings, {len(edition.items)} items"
    )
    full = {name: completed(edition, answers) for name, (answers, _) in worked.items()}
    timed = [answers for answers in full.values() if QUESTION in classify(edition, answers, on).asked]
    ours = yield from _ours(edition, timed, on)
    chance = random.Random(SEED)
    compared = {
        "worked cases": [answers for answers, _ in worked.values()],
        "they, with answers that do not count": list(full.values()),
        "made-up answers": [made_up(edition, chance) for _ in range(RANDOM_SETS)],
    }
    try:
        survey_core.install()
        read = survey_core.read(
            edition,
            on,
            [answers for sets in compared.values() for answers in sets],
            [Alternation(answers, QUESTION, VALUES, ROUNDS) for answers in timed],
        )
    except Unavailable as error:
        yield f"  Skipped, the comparison with survey-core: {error}"
        return
    settings = [each for measured in read.timed for each in measured[UNCOUNTED:]]
    theirs = median(settings)
    label = f"survey-core {read.version}: setting `{QUESTION}`"
    yield row(label, milliseconds(theirs), f"floor; slowest {milliseconds(max(settings))}")
    ratio = theirs / ours
    yield row("ours is faster by", f"{ratio:,.0f} times", f"goal {GOAL} or more: {goal(ratio >= GOAL)}")
    yield from _agreement(edition, compared, read, on)


def _ours(edition: Edition, timed: Sequence[Answers], on: date) -> Generator[str, None, float]:
    """Yields the lines of our own figures; returns the median of a full evaluation, in seconds."""
    of, parameters = compiled(edition), edition.parameters(on)
    whole, exact, bounds = [], [], []
    for answers in timed:
        pair = cycle([{**answers, QUESTION: value} for value in VALUES])
        whole.append(median_seconds(partial(_classify_next, edition, pair, on), times=CALLS))
        given = of.codec.encode(answers).values
        exact.append(median_seconds(partial(of.exact, given, parameters), times=CALLS))
        half = of.codec.encode(dict(list(answers.items())[::2])).values
        bounds.append(median_seconds(partial(of.bounds, half, parameters), times=CALLS))
    note = f"slowest of {len(timed)} cases {milliseconds(max(whole))}"
    yield row(f"ours: everything, `{QUESTION}` changed", milliseconds(median(whole)), note)
    yield row("  of it, the compiled function", milliseconds(median(exact)))
    yield row("  the same with every second answer missing", milliseconds(median(bounds)))
    return median(whole)


def _classify_next(edition: Edition, pair: Iterator[Answers], on: date) -> None:
    classify(edition, next(pair), on)


def _agreement(
    edition: Edition, compared: Mapping[str, Sequence[Answers]], read: Readings, on: date
) -> Iterator[str]:
    """On how many answers both find the same questions, tier, class, findings and items."""
    readings = iter(read.cases)
    for label, sets in compared.items():
        found = [survey_core.differences(classify(edition, answers, on), next(readings)) for answers in sets]
        same = sum(1 for differences in found if not differences)
        yield row(f"the same outcome: {label}", f"{same} of {len(sets)}")
        for i, differences in enumerate(found):
            yield from (f"      number {i + 1}: {difference}" for difference in differences)
