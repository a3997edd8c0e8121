"""python -m questionnaires compare: for people and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from questionnaires import LIBRARY
from questionnaires.__main__ import main
from tests.cases import FILES, MAIN

CASES = LIBRARY / "what-changed" / "2026.1" / "cases"
ID, OLD, NEW = "what-changed", "2026.1", "2026.2"


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main(["compare", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    return json.loads(run(capsys, *arguments, "--json"))


def test_versions_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "versions", ID, OLD, NEW)
    assert (found["id"], found["old"], found["new"]) == (ID, OLD, NEW)
    parts = {(each["what"], each["id"]): each for each in found["changes"]}
    reworded = parts["question", "training_changed"]
    assert reworded["edits"] == [
        {
            "path": ["text"],
            "aspect": "wording",
            "before": "Have you trained it further, or with other data?",
            "after": "Since then, have you trained it further, or with other data?",
        }
    ]
    assert parts["finding", "C2.2"]["through"] == ["small_training_percent"]
    assert found["answers"]["split"] == {
        "users_changed": ["reach_changed"],
        "places_changed": ["reach_changed"],
    }
    assert found["answers"]["asked_again"] == {"rules_moved": ["rules_moved"]}
    assert found["answers"]["new"] == {"tested_since": []}
    assert found["answers"]["dropped"] == []


def test_versions_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "versions", ID, OLD, NEW)
    assert "    text: [-Have-]{+Since then, have+} you trained it further" in told
    assert "    users_changed: split (from reach_changed)\n" in told
    assert "finding C1.7: added. Changed and not tested" in told
    assert "        in words, 2026.2: “The model, its training or its powers have changed” is true;" in told


def test_versions_the_other_way_round_carry_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json(capsys, "versions", ID, NEW, OLD)["answers"] is None
    assert "2026.1 does not say how answers to 2026.2 carry over." in run(capsys, "versions", ID, NEW, OLD)


def test_answers_and_what_the_difference_does(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "answers", MAIN, FILES["v04"], FILES["v05"])
    assert {each["question"] for each in found["answers"]} >= {"safety_tests"}
    assert found["outcome"]["changes"] is True
    assert "R2.1" in found["outcome"]["findings"]["added"]
    assert found["outcome"]["after"]["on"] == "2026-11-23"  # the case's own day, for both
    told = run(capsys, "answers", MAIN, FILES["v04"], FILES["v05"])
    assert "    + finding R2.1\n" in told


def test_answers_that_are_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "answers", MAIN, FILES["v04"], FILES["v04"])
    assert told.startswith("The answers are the same.\n\nOutcome, on 2026-11-23\n    ")
    assert told.endswith("unchanged\n")


def test_answers_under_an_older_version_and_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    files = CASES / "c01-nothing-has-changed.yaml", CASES / "c04-date-lost.yaml"
    found = as_json(capsys, "answers", ID, *files, "--version", OLD, "--on", "2027-02-01")
    assert found["answers"] == [
        {
            "question": "months_since",
            "before": 5,
            "after": "unknown",
            "before_in_words": "5 months",
            "after_in_words": "Not known",
        }
    ]
    assert (found["outcome"]["before"]["provisional"], found["outcome"]["after"]["provisional"]) == (
        False,
        True,
    )
    assert found["outcome"]["before"]["on"] == "2027-02-01"


def test_outcomes_of_the_same_answers_under_two_versions(capsys: pytest.CaptureFixture[str]) -> None:
    file = CASES / "c02-newer-version-behind-the-api.yaml"
    found = as_json(capsys, "outcomes", ID, OLD, NEW, file)
    assert found["carried"]["answers"]["places_changed"] == ["new_market"]
    assert found["carried"]["asked_again"] == ["users_changed", "rules_moved"]
    assert found["outcome"]["before"]["version"] == OLD
    assert found["outcome"]["after"]["version"] == NEW
    assert "tested_since" in found["outcome"]["after"]["unanswered"]
    told = run(capsys, "outcomes", ID, OLD, NEW, file)
    assert "asked again: What has changed in who uses it?" in told


def test_outcomes_need_a_way_between_the_versions(capsys: pytest.CaptureFixture[str]) -> None:
    file = LIBRARY / ID / NEW / "cases" / "c01-nothing-has-changed.yaml"
    assert main(["compare", "outcomes", ID, NEW, OLD, str(file)]) == 2
    assert "2026.1 does not say how answers to 2026.2 carry over." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["versions", "what", OLD, NEW], 2, "There is no questionnaire `what`."),
        (["versions", ID, OLD, "2030"], 2, "has no version 2030."),
        (["answers", MAIN, "no.yaml", "no.yaml"], 1, "no.yaml:1: cannot be read"),
        (["outcomes", ID, OLD, NEW, "no.yaml"], 1, "no.yaml:1: cannot be read"),
    ],
)
def test_what_is_not_there_is_said(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *arguments]) == code
    assert message in capsys.readouterr().err


def test_a_day_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["compare", "answers", MAIN, "a.yaml", "b.yaml", "--on", "soon"])
    assert "`soon` is not a day. Write it as 2026-11-23." in capsys.readouterr().err
