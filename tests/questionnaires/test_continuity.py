"""questionnaires.continuity: one broken carry-over for each message, with its place and remedy."""

from pathlib import Path

import pytest

from questionnaires import load
from questionnaires.__main__ import main
from questionnaires.continuity import check

from .two_versions import CARRIES_OVER, write_both

# name -> what is replaced, by what, the piece on whose line the fault is, message, remedy
BROKEN: dict[str, tuple[str, str, str, str, str]] = {
    "a version that is not there": (
        'from: "1"',
        'from: "0"',
        'from: "0"',
        "there is no version 0 before this one.",
        "There are: 1.",
    ),
    "a version after itself": (
        'from: "1"',
        'from: "2"',
        'from: "2"',
        "there is no version 2 before this one.",
        "There are: 1.",
    ),
    "a newer question that is not there": (
        "    species: {from",
        "    speices: {from",
        "speices",
        "2 has no question `speices`.",
        "Did you mean `species`?",
    ),
    "an older question that is not there": (
        "noises: {from: habits}",
        "noises: {from: habit}",
        "noises: {from: habit}",
        "1 has no question `habit`.",
        "Did you mean `habits`?",
    ),
    "an own id that is new": (
        "noises: {from: habits}",
        "noises: {}",
        "noises: {}",
        "1 has no question `noises`.",
        "",
    ),
    "kept that is not there": (
        "kept: [weight]",
        "kept: [wieght]",
        "kept:",
        "2 has no question `wieght`.",
        "Did you mean `weight`?",
    ),
    "kept that is new": (
        "kept: [weight]",
        "kept: [weight, vaccinated]",
        "kept:",
        "1 has no question `vaccinated`.",
        "Remove it.",
    ),
    "dropped that never was": (
        "dropped: [name]",
        "dropped: [name, age]",
        "dropped:",
        "1 has no question `age`.",
        "Remove it.",
    ),
    "an older choice that is not there": (
        "{fish: goldfish}",
        "{fsih: goldfish}",
        "species: {",
        "1 had no choice `fsih` there.",
        "Did you mean `fish`?",
    ),
    "a newer choice that is not there": (
        "{fish: goldfish}",
        "{fish: godlfish}",
        "species: {",
        "`species` has no choice `godlfish`.",
        "Did you mean `goldfish`?",
    ),
    "an older question that goes nowhere": (
        "dropped: [name]",
        "dropped: []",
        "carries_over:",
        "nothing takes the answers to `name` of 1.",
        "Put `name` into `dropped`, or name it in `from`",
    ),
    "kinds that do not fit": (
        "    species: {from",
        "    vaccinated: {from: weight}\n    species: {from",
        "vaccinated: {",
        "`vaccinated` is `yes_no`, and `weight` was `number`.",
        "Put it into `ask_again`: no answer fits both.",
    ),
    "another unit": (
        "unit: kg",
        "unit: g",
        "- id: weight",
        "`weight` is in g, and `weight` was in kg.",
        "Put it into `ask_again`.",
    ),
    "both kept and asked again": (
        "kept: [weight]",
        "kept: [weight, asked_neighbours]",
        "ask_again:",
        "`asked_neighbours` is both `kept` and in `ask_again`.",
        "Keep one of them.",
    ),
    "dropped and taken": (
        "dropped: [name]",
        "dropped: [name, habits]",
        "dropped:",
        "`habits` is dropped, and `answers` takes from it.",
        "Remove one of them.",
    ),
    "dropped and still asked": (
        "dropped: [name]",
        "dropped: [name, weight]",
        "dropped:",
        "`weight` is dropped, and 2 still asks it.",
        "Put it into `ask_again` instead.",
    ),
    "a new text that nobody decided on": (
        "kept: [weight]",
        "kept: []",
        "- id: weight",
        "`weight` changed since 1: its text.",
        "Put it into `kept` of `carries_over` if old answers still hold, else into `ask_again`.",
    ),
    "another reading of unsure": (
        "counts_as: 'no'",
        "counts_as: 'yes'",
        "- id: trained",
        "`trained` changed since 1: what “I am not sure” counts as.",
        "else into `ask_again`.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_told_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    old, new, place, message, remedy = BROKEN[name]
    directory = write_both(tmp_path, (old, new))
    faults = [fault for fault in check(load(directory), directory) if message in fault.message]
    assert faults
    assert remedy in faults[0].remedy
    text = (directory / "questionnaire.yaml").read_text()
    assert faults[0].file.endswith("2/questionnaire.yaml")
    assert faults[0].line == text[: text.index(place)].count("\n") + 1


def test_the_versions_themselves_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(write_both(tmp_path).parent)]) == 0
    assert capsys.readouterr().err == ""


def test_check_tells_the_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = write_both(tmp_path, ("kept: [weight]", "kept: []"))
    assert main(["check", str(directory)]) == 1
    line = (directory / "questionnaire.yaml").read_text().split("- id: weight")[0].count("\n") + 1
    told = capsys.readouterr().err
    assert told.startswith(f"{directory}/questionnaire.yaml:{line}: `weight` changed since 1: its text.")


def test_choices_that_came_or_went_want_a_decision(tmp_path: Path) -> None:
    more = "          - {id: dog, text: A dog}\n"
    same_id = (
        ("    species: {from: kind, choices: {fish: goldfish}}\n", ""),
        ("      - id: species\n", "      - id: kind\n"),
        ('ask_if: species == "dog"', 'ask_if: kind == "dog"'),
        ("'species in loud_animals", "'kind in loud_animals"),
        ("{id: goldfish, text: A goldfish}", "{id: fish, text: A fish}"),
        (more, more + "          - {id: cat, text: A cat}\n"),
    )
    directory = write_both(tmp_path, *same_id)
    law = directory / "rulebooks" / "law.yaml"
    law.write_text(law.read_text().replace("species", "kind"))
    (fault,) = check(load(directory), directory)
    assert fault.message == "`kind` changed since 1: its choices."


def test_a_changed_help_or_reason_asks_for_nothing(tmp_path: Path) -> None:
    directory = write_both(tmp_path, ("why: Trained animals are calmer.", "why: They listen."))
    assert check(load(directory), directory) == []


def test_a_version_before_that_is_broken_is_told(tmp_path: Path) -> None:
    directory = write_both(tmp_path)
    (tmp_path / "pets" / "1" / "questionnaire.yaml").write_text("id: pets\n")
    (fault,) = check(load(directory), directory)
    assert (fault.message, fault.remedy) == ("the version 1 is broken.", "Check and mend it first.")


def test_the_first_version_has_nothing_to_carry(tmp_path: Path) -> None:
    directory = write_both(tmp_path)
    for file in sorted((tmp_path / "pets" / "1").rglob("*.yaml")):
        file.unlink()
    (fault,) = check(load(directory), directory)
    assert fault.remedy == "Remove `carries_over`: this is the first."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dropped: [name]", "droped: [name]", "there is no key `droped` here. Did you mean `dropped`?"),
        ("{from: habits}", "{form: habits}", "there is no key `form` here. Did you mean `from`?"),
        ("dropped: [name]", "dropped: name", "`dropped` is not a list but text. Write `[name]`."),
        ('  from: "1"\n', "", "the key `from` is missing. Add it."),
    ],
)
def test_keys_are_checked_as_all_are(
    old: str, new: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert old in CARRIES_OVER
    assert main(["check", str(write_both(tmp_path, (old, new)))]) == 1
    assert message in capsys.readouterr().err


def test_a_question_may_be_called_like_a_key_of_the_file(tmp_path: Path) -> None:
    renamed = (
        ("- id: vaccinated\n", "- id: work\n"),
        ("    species: {", "    work: {from: trained}\n    species: {"),
    )
    directory = write_both(tmp_path, *renamed)
    assert check(load(directory), directory) == []
