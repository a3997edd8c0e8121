"""Making one attestation, sealed, beside a bare rendering of the same pages.

The floor is that of `report`: WeasyPrint with the same HTML, style sheets and fonts, without tags, PDF/A and
attachment. Ours derives the statement, renders it and seals it at level B (PAdES); T and LTA also ask a
time-stamping service, which here is on the same machine. Milliseconds, medians of one; they alternate.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import questionnaires
from compliance.attestations import keys
from compliance.attestations.inspecting import inspect
from compliance.attestations.services import report
from compliance.attestations.signing import Level, TimeStamping, seal
from tests.attestations.time_stamping import service

from .measuring import cases, goal, median_seconds, milliseconds, row
from .report import CASE, MADE_AT, SUBJECT, TIMES, _bare, _html

MOST = 1.5  # times the floor, for level B


def lines() -> Iterator[str]:
    """The lines of the page."""
    edition = questionnaires.edition("downstream-modification")
    answers, on = cases(edition)[CASE]
    outcome = questionnaires.classify(edition, answers, on)
    with TemporaryDirectory() as directory, service() as here:
        key = keys.evaluation(Path(directory))
        floors: list[float] = []
        taken: dict[Level, list[float]] = {Level.B: [], Level.T: [], Level.LTA: []}
        for _ in range(TIMES + 1):
            for level, times in taken.items():
                stamping: TimeStamping | None = None if level is Level.B else here.stamping(level)
                began = perf_counter()
                made = report(outcome=outcome, subject=SUBJECT, made_at=MADE_AT, salt="0" * 32)
                sealed = seal(made.pdf, key=key, organisation=SUBJECT.organisation, time_stamping=stamping)
                times.append(perf_counter() - began)
                assert sealed.level is level
            html = _html(made.statement)
            began = perf_counter()
            pages = _bare(html)
            floors.append(perf_counter() - began)
        looked = median_seconds(
            lambda: inspect(sealed.pdf, trusted=key.certificates, time_stamp_roots=[here.root]), times=9
        )
    floor = median(floors[1:])
    ratios = {level: median(times[1:]) / floor for level, times in taken.items()}
    yield f"One attestation: {CASE}, {pages} pages, {len(sealed.pdf) / 1024:,.0f} KiB at level LTA"
    yield row("a bare rendering of the same HTML", milliseconds(floor), "floor")
    for level, ratio in ratios.items():
        label = f"rendered and sealed at level {level}"
        yield row(label, milliseconds(ratio * floor), f"{ratio:.2f} times the floor")
    yield row(f"  at most {MOST} times the floor at level B", "", goal(ratios[Level.B] <= MOST))
    yield row("looking at the file of level LTA again", milliseconds(looked))
