"""questionnaires.comparison.versions: what was added, removed, reworded, re-ruled and moved."""

from pathlib import Path

import pytest

import questionnaires
from questionnaires import compare_versions
from questionnaires.comparison import PartChange, VersionChange
from tests.cases import MAIN
from tests.questionnaires.two_versions import both

WHAT_CHANGED = [questionnaires.edition("what-changed", each) for each in ("2026.1", "2026.2")]


@pytest.fixture
def pets(tmp_path: Path) -> VersionChange:
    return compare_versions(both(tmp_path))


def of(found: VersionChange, what: str, part_id: str) -> PartChange | None:
    return next((each for each in found.changes if (each.what, each.id) == (what, part_id)), None)


def only(found: VersionChange, what: str, part_id: str) -> PartChange:
    change = of(found, what, part_id)
    assert change is not None
    return change


def edits(change: PartChange) -> dict[str, tuple[str | None, str | None]]:
    return {".".join(each.path): (each.before, each.after) for each in change.edits}


def test_a_version_beside_itself_differs_in_nothing() -> None:
    edition = questionnaires.edition(MAIN)
    found = compare_versions([edition, edition])
    assert found.changes == ()


def test_what_was_added_and_removed(pets: VersionChange) -> None:
    kinds = {each.id: each.kind for each in pets.of("question")}
    assert {each for each, kind in kinds.items() if kind == "added"} == {"noises", "damage", "vaccinated"}
    assert {each for each, kind in kinds.items() if kind == "removed"} == {"habits", "name"}
    assert edits(only(pets, "question", "vaccinated"))["text"] == (None, "Is it vaccinated?")
    assert edits(only(pets, "question", "name"))["text"] == ("What is its name?", None)


def test_a_reworded_question(pets: VersionChange) -> None:
    change = only(pets, "question", "weight")
    assert (change.kind, change.reworded, change.reruled, change.moved) == ("changed", True, False, False)
    assert edits(change) == {"text": ("How heavy is it?", "How much does it weigh?")}


def test_a_renamed_question_and_choice_are_names_and_not_rules(pets: VersionChange) -> None:
    change = only(pets, "question", "species")
    assert (change.was, change.kind, change.reruled) == ("kind", "changed", False)
    assert edits(change) == {
        "choices.goldfish.id": ("fish", "goldfish"),
        "choices.goldfish.text": ("A fish", "A goldfish"),
    }


def test_a_condition_that_changed(pets: VersionChange) -> None:
    change = only(pets, "item", "LAW-1")
    assert (change.reworded, change.reruled) == (False, True)
    assert edits(change) == {"when": ('kind == "dog"', 'species == "dog"')}


def test_a_number_with_a_new_dated_value(pets: VersionChange) -> None:
    assert edits(only(pets, "parameter", "limit")) == {
        "values": ("30 from 2026-01-01", "30 from 2026-01-01; 25 from 2027-01-01")
    }


def test_a_rule_that_says_the_same_and_reads_what_changed(pets: VersionChange) -> None:
    finding = only(pets, "finding", "F1")
    assert finding.edits == ()
    assert finding.through == ("limit", "loud")  # by way of a fact that is as it was
    assert only(pets, "fact", "size_class").through == ("limit",)


def test_a_rule_that_reads_nothing_that_changed_is_not_told(pets: VersionChange) -> None:
    assert of(pets, "item", "HINT-1") is None
    assert of(pets, "tier", "P0") is None


def test_a_list_counts_in_the_rules_that_read_it() -> None:
    found = compare_versions(WHAT_CHANGED)
    assert edits(only(found, "list", "small_changes_of_power")) == {
        "values": ("fewer, similar_tools", "fewer, more_tools")
    }
    finding = only(found, "finding", "C1.3")  # its condition is the same text
    assert (finding.edits, finding.through) == ((), ("small_changes_of_power",))


def test_a_question_in_another_section(tmp_path: Path) -> None:
    question = "      - id: asked_neighbours\n"
    section = "  - id: neighbours\n    title: Neighbours\n    questions:\n"
    found = compare_versions(both(tmp_path, (question, section + question)))
    change = only(found, "question", "asked_neighbours")
    assert (change.moved_from, change.moved_to) == ("The pet", "Neighbours")
    assert only(found, "section", "neighbours").kind == "added"


def test_a_question_elsewhere_in_the_order(tmp_path: Path) -> None:
    block = """\
      - id: weight
        kind: number
        text: How much does it weigh?
        why: The lift has a limit.
        source: {work: HOUSE}
        above: 0
        unit: kg
        topic: size
"""
    first = "      - id: species\n"
    found = compare_versions(both(tmp_path, (block, ""), (first, block + first)))
    moved = {each.id for each in found.of("question") if each.moved}
    assert moved == {"weight"}
    assert only(found, "question", "weight").moved_from == "elsewhere"


def test_what_becomes_of_answers(pets: VersionChange) -> None:
    assert pets.routes is not None
    assert {each: route.how for each, route in pets.routes.items() if route.how != "same"} == {
        "species": "renamed",
        "noises": "split",
        "damage": "split",
        "vaccinated": "new",
        "asked_neighbours": "asked_again",
    }
    assert pets.dropped == ("name",)


def test_versions_without_a_way_between_them_are_compared_without_answers(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    found = compare_versions([new, old])
    assert found.routes is None
    assert found.dropped == ()
    assert only(found, "question", "species").kind == "removed"


def test_the_versions_of_the_library() -> None:
    found = compare_versions(WHAT_CHANGED)
    kinds = {each.what for each in found.changes}
    assert kinds == {"question", "parameter", "list", "fact", "finding", "item"}
    assert only(found, "finding", "C2.2").through == ("small_training_percent",)
    assert only(found, "finding", "C1.7").kind == "added"
    assert of(found, "finding", "C2.1") is None
