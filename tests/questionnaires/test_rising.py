"""What would raise the tier behind hidden answers: which values are tried, and what does not count."""

from datetime import date
from pathlib import Path

import pytest

from questionnaires import classify, load
from tests.questionnaires.generated import write

ON = date(2026, 11, 23)
QUIET = {"one_0": "high", "many_0": ["a"], "number_0": "unknown", "choice_0": "x", "text_0": "x"}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "growth" / "1"


def test_a_number_that_may_be_over_the_line_leaves_the_outcome_open(directory: Path) -> None:
    outcome = classify(load(write(directory, 6)), QUIET, ON)
    assert (outcome.tier, outcome.provisional) == ("T0", True)
    assert [doubt.kind for doubt in outcome.doubts] == ["hidden"]


def test_an_answer_kept_from_elsewhere_does_not_settle_what_a_value_would_open(directory: Path) -> None:
    """A number over the line would ask one_1 and number_1; old answers to them say nothing."""
    old = "'fact_0 && over_0 && atLeast(one_0, \"high\")'"
    changes = {
        old: '\'fact_0 && over_0 && atLeast(one_0, "high") && yes_0 == "yes"\'',
        "'atLeast(level_0, \"some\") || fact_0'": "'yes_0 == \"yes\" && fact_0'",
        "'fact_1 || yes_1 == \"yes\"'": "'one_1 == \"high\"'",
    }
    edition = load(write(directory, 12, changes))
    answers = {**QUIET, "many_1": ["a"], "choice_1": "x", "text_1": "x"}
    kept = {**answers, "one_1": "low", "number_1": 1.0}
    first, second = (classify(edition, each, ON) for each in (answers, kept))
    assert "one_1" in second.progress.not_counted
    assert first.provisional
    assert (first.tier, first.provisional) == (second.tier, second.provisional)


def test_the_lines_of_questions_count_too(directory: Path) -> None:
    """Only between 40 and 41 is somebody asked what would raise the tier."""
    old = "ask_if: 'anyOf(many_0, heavy)'"
    changes = {
        old: "ask_if: 'number_0 > 40 && number_0 < 41'",
        'ask_if: \'yes_0 == "yes" || atLeast(one_0, "middle")\'': "ask_if: 'atLeast(one_0, \"middle\")'",
        "'number_0 > line || ": "'false && number_0 > line || ",
    }
    outcome = classify(load(write(directory, 6, changes)), QUIET, ON)
    assert (outcome.tier, outcome.provisional) == ("T0", True)
