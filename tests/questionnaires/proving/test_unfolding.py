"""Numbers that build on numbers: the largest that the language allows are proved, larger ones refused."""

from datetime import date
from pathlib import Path

import pytest

from questionnaires import InvalidDocument, classify, load
from questionnaires.proving import prove
from questionnaires.unfolding import DEEPEST

ON = date(2026, 11, 23)
SHEET = """\
id: steps
version: "1"
title: Steps
summary: Numbers that build on numbers
minutes: {from: 1, to: 2}
ladder: ladder
rulebooks: [ladder]
works: {W: {title: Nothing, short: Nothing}}
sections:
  - id: all
    title: All
    questions:
      - {id: n, kind: number, text: N, why: Why, minimum: 0, maximum: 100, source: {work: W}}
facts:
  - {id: s0, kind: number, is: n}
"""
LADDER = """\
id: ladder
title: Steps
kind: ladder
jurisdiction: none
as_of: 2026-11-23
summary: Numbers that build on numbers
validity: {final_months: 12, provisional_days: 90}
tiers: [{id: T0, name: N, meaning: M}, {id: T1, name: N, meaning: M}]
"""
FINDING = "findings: [{{id: F, tier: T1, title: F, text: F, when: '{} > {}', source: {{work: W}}}}]\n"


def write(directory: Path, step: str, count: int, line: float) -> Path:
    """Facts that each make one step from the fact before; the last one is compared with a line."""
    (directory / "rulebooks").mkdir(parents=True)
    facts = [
        f"  - {{id: s{i}, kind: number, is: '{step.format(f's{i - 1}')}'}}\n" for i in range(1, count + 1)
    ]
    (directory / "questionnaire.yaml").write_text(SHEET + "".join(facts))
    (directory / "rulebooks" / "ladder.yaml").write_text(LADDER + FINDING.format(f"s{count}", line))
    return directory


@pytest.mark.parametrize(
    ("step", "count", "line"),
    [
        pytest.param("{} + 1", DEEPEST - 1, DEEPEST + 20, id="a long chain"),
        pytest.param("n > 3 ? {} : 2", DEEPEST - 1, 20, id="a long chain of choices"),
        pytest.param("{0} + {0}", 8, 5000, id="doubled each time"),
        pytest.param("{0} > 3 ? {0} : {0} + 1", 7, 90, id="chosen each time"),
    ],
)
def test_the_largest_numbers_are_proved(step: str, count: int, line: float, tmp_path: Path) -> None:
    edition = load(write(tmp_path / "steps" / "1", step, count, line))
    proof = prove(edition, ON)
    assert all(claim.decided for claim in proof.claims)
    (finding,) = (claim for claim in proof.claims if claim.kind == "finding")
    assert finding.witness is not None
    assert classify(edition, finding.witness, ON).findings == ("F",)


@pytest.mark.parametrize(
    ("step", "first", "extent"),
    [
        ("{} + 1", DEEPEST, "201 parts in 101 levels"),
        ("{0} + {0}", 9, "1,023 parts in 10 levels"),
        ("{0} > 3 ? {0} : {0} + 1", 8, "1,021 parts in 17 levels"),
    ],
)
def test_larger_ones_are_refused_at_the_first(step: str, first: int, extent: str, tmp_path: Path) -> None:
    """However long the chain is, and told in no time."""
    directory = write(tmp_path / "steps" / "1", step, 1000, 1)
    with pytest.raises(InvalidDocument) as refused:
        load(directory)
    (fault,) = refused.value.faults
    sheet = (directory / "questionnaire.yaml").read_text().splitlines()
    assert f"id: s{first}," in sheet[fault.line - 1]
    assert fault.message == f"with the facts it reads written out, `s{first}` has {extent}."
    assert fault.remedy == "Count in fewer steps: 1,000 parts and 100 levels are the most."
