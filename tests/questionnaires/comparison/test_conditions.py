"""Changed conditions in plain words: of every key that holds any, in the versions that have it."""

from datetime import date
from pathlib import Path

import pytest

import questionnaires
from questionnaires import compare_versions, load
from questionnaires.comparison import VersionChange, said
from tests.benchmarks import growth
from tests.cases import edition

ON = date(2026, 11, 23)
# Of two questionnaires that have nothing in common, everything is removed or added.
ALL = compare_versions([questionnaires.edition("what-changed", "2026.1"), edition()])


def told(found: VersionChange, what: str, part: str, key: str) -> list[tuple[str, str]]:
    return [
        (each.edition.version, str(each))
        for change in found.changes
        for edit in change.edits
        if (change.what, change.id, *edit.path) == (what, part, key)
        for each in said(found, change, edit, ON)
    ]


@pytest.mark.parametrize(
    ("what", "key"),
    [
        *(("question", "ask_if"), ("question", "exempt"), ("fact", "is"), ("fact", "cases")),
        *(("finding", "when"), ("gate", "when"), ("item", "when")),
        *(("finding", "notes"), ("tier", "notes")),
    ],
)
def test_each_key_that_holds_conditions_has_words(what: str, key: str) -> None:
    lines = [
        (change, edit)
        for change in ALL.changes
        for edit in change.edits
        if (change.what, *edit.path) == (what, key)
    ]
    assert lines
    for change, edit in lines:
        words = list(said(ALL, change, edit, ON))
        assert words or (key == "exempt" and "everywhere" not in str(edit.after))
        assert {each.edition for each in words} <= {ALL.old if edit.after is None else ALL.new}


def test_an_exemption_says_where_it_holds() -> None:
    assert told(ALL, "question", "safety_features_outcome", "exempt") == [
        ("2026.1", "“Who can use the product or get the weights?” is “Nobody yet” or “Only our own staff”")
    ]


def test_a_text_has_no_condition() -> None:
    assert told(ALL, "question", "role", "text") == []


def test_a_definition_by_cases_says_each_case_of_both_versions(tmp_path: Path) -> None:
    before = load(growth.write(tmp_path / "made-up" / "1", 6))
    other = {'version: "1"': 'version: "2"', "'fact_0 || yes_0 == \"yes\"', is: some": "'fact_0', is: some"}
    after = load(growth.write(tmp_path / "made-up" / "2", 6, other))
    found = compare_versions([before, after])
    words = [text for _, text in told(found, "fact", "level_0", "cases")]
    assert words[1] == "“some” if “fact 0” is true; or “Y” is “Yes”"
    assert words[4] == "“some” if “fact 0” is true"
    assert words[2] == words[5] == "otherwise “little”"
