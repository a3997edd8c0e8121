"""The outcome so far: the ladder with the tiers still possible, and why, in a sentence."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from questionnaires import Explanation, Outcome
from questionnaires.schema import Finding

SHOWN = 3  # findings named in the sentence; the outcome page has them all


@dataclass(frozen=True)
class Rung:
    """A tier as a rung of the ladder. `position` counts from 0, and picks the colour."""

    position: int
    id: str
    name: str
    possible: bool
    here: bool

    @property
    def label(self) -> str:
        """The id, cut to what fits on a step."""
        return self.id[:8]


@dataclass(frozen=True)
class Panel:
    rungs: tuple[Rung, ...]
    lowest: Rung | None  # None behind a gate
    gate: str
    because: tuple[Finding, ...]
    more: int
    ruled_out: tuple[Rung, ...]  # above all that is still possible; none where the tier may rise
    provisional: str  # why the outcome is not final, apart from questions that are open
    settled: bool  # no open answer can change the tier
    still_open: tuple[tuple[str, int], ...]  # kinds of item that open answers still decide, with how many
    class_open: bool

    @property
    def possible(self) -> tuple[Rung, ...]:
        return tuple(rung for rung in self.rungs if rung.possible)


def rungs(outcome: Outcome) -> tuple[Rung, ...]:
    here = outcome.tier if outcome.settled else ""
    return tuple(
        Rung(i, tier.id, tier.name, tier.id in outcome.tiers_possible, tier.id == here)
        for i, tier in enumerate(outcome.edition.ladder.tiers)
    )


def panel(outcome: Outcome, explanation: Explanation) -> Panel:
    ladder = rungs(outcome)
    deciding = [outcome.edition.findings[each] for each in outcome.findings]
    deciding = [finding for finding in deciding if finding.tier == outcome.tier]
    top = max((rung.position for rung in ladder if rung.possible), default=-1)
    kinds = Counter(outcome.edition.items[each].kind for each in outcome.items_open)
    return Panel(
        rungs=ladder,
        lowest=next((rung for rung in ladder if rung.id == outcome.tier), None),
        gate=explanation.gate.name if explanation.gate else "",
        because=tuple(deciding[:SHOWN]),
        more=max(0, len(deciding) - SHOWN),
        ruled_out=() if outcome.gated or outcome.may_rise else tuple(each for each in ladder[top + 1 :]),
        provisional=_provisional(outcome),
        settled=outcome.settled and bool(outcome.unanswered),
        still_open=tuple(sorted(kinds.items())),
        class_open=len(outcome.classes_possible) > 1,
    )


def _provisional(outcome: Outcome) -> str:
    if outcome.may_rise:
        return _("Provisional: it may rise when what nobody knows yet is found out.")
    if any(doubt.kind == "unsure" for doubt in outcome.doubts):
        return _("Provisional: what you are not sure of is read with care.")
    return ""


@dataclass(frozen=True)
class Step:
    """A step of the drawn ladder, in SVG units."""

    rung: Rung
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str], ...]  # height and text of each line of the name

    @property
    def ring(self) -> tuple[int, int, int, int]:
        return self.x - 4, self.y - 4, self.width + 8, self.height + 8

    @property
    def label_x(self) -> int:
        return self.x + 10

    @property
    def label_y(self) -> int:
        return self.y + 25

    @property
    def here_y(self) -> int:
        return self.y - 13


def steps(ladder: tuple[Rung, ...]) -> tuple[Step, ...]:
    """The picture of the ladder: one step a tier, rising to the right."""
    width, gap, floor = 84, 8, 184
    return tuple(
        Step(
            rung,
            4 + rung.position * (width + gap),
            floor - 38 - 29 * rung.position,
            width,
            38 + 29 * rung.position,
            tuple((206 + 16 * i, line) for i, line in enumerate(_wrapped(rung.name, 14))),
        )
        for rung in ladder
    )


def picture(outcome: Outcome) -> dict[str, object]:
    """What the ladder's template needs."""
    drawn = steps(rungs(outcome))
    # A short ladder keeps the scale of a long one.
    return {"steps": drawn, "ladder_width": max(460, drawn[-1].x + drawn[-1].width + 4)}


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
