"""What somebody mistakes who writes an edition for the first time: one message, on its line, to work by."""

from pathlib import Path

import pytest

from questionnaires.__main__ import main

from .broken import FILES, Mistake, assert_told_once, write

Q, LADDER, CASE = "questionnaire.yaml", "rulebooks/ladder.yaml", "cases/fish.yaml"

WEIGHT = "        why: The lift has a limit.\n"
ASK_IF = 'ask_if: kind == "dog"'
IN_LADDER = 'when: loud || atLeast(size_class, "big")'


MISTAKES: dict[str, Mistake] = {
    # keys
    "a misspelt key that is needed": (
        Q,
        WEIGHT,
        WEIGHT.replace("why", "wyh"),
        "no key `wyh`",
        "Did you mean `why`?",
    ),
    "a capital": (Q, WEIGHT, WEIGHT.replace("why", "Why"), "no key `Why` here.", "Did you mean `why`?"),
    "a hyphen in a key": (
        Q,
        ASK_IF,
        ASK_IF.replace("ask_if", "ask-if"),
        "no key `ask-if`",
        "Did you mean `ask_if`?",
    ),
    "the plural": (
        LADDER,
        'source: {work: HOUSE, part: "3"}',
        "sources: {work: HOUSE}",
        "`sources`",
        "`source`?",
    ),
    # values
    "an id with a hyphen": (Q, "id: weight", "id: my-weight", "`id` is `my-weight`.", "Write `my_weight`?"),
    "an id with a capital": (Q, "id: weight", "id: Weight", "`id` is `Weight`.", "Write `weight`?"),
    "an id with a space": (Q, "id: weight", "id: how heavy", "`id` is `how heavy`.", "Write `how_heavy`?"),
    "a number where text is needed": (
        LADDER,
        'part: "3"',
        "part: 3",
        "`part` is not text but a number.",
        'Put it in quotes: "3".',
    ),
    "true for yes": (
        Q,
        "{counts_as: 'no'}",
        "{counts_as: false}",
        "`counts_as` is not text but true or false.",
        "Write 'yes', 'no' or another text, in quotes.",
    ),
    "a date in German": (
        LADDER,
        "as_of: 2026-11-23",
        "as_of: 23.11.2026",
        "`as_of`: `23.11.2026` is not a date.",
        "Write it as 2026-11-23: year, month, day.",
    ),
    "a date in American": (
        LADDER,
        "as_of: 2026-11-23",
        "as_of: 11/23/2026",
        "`11/23/2026` is not a date.",
        "Write year, month and day, as 2026-11-23.",
    ),
    "a source without work": (
        LADDER,
        '{work: HOUSE, part: "3"}',
        '{part: "3"}',
        "the key `work` is missing.",
        "Add it.",
    ),
    "a source as text": (
        LADDER,
        '{work: HOUSE, part: "3"}',
        "House rules, 3",
        "`source` is not a mapping but text.",
        "Write its keys: `{work: ...}`.",
    ),
    "a list for one": (LADDER, "tier: P1", "tier: [P1]", "`tier` is not text but a list.", "Write one value"),
    "one for a list": (
        Q,
        "rulebooks: [ladder, law]",
        "rulebooks: ladder",
        "`rulebooks` is not a list but text.",
        "Write `[ladder]`.",
    ),
    "texts for choices": (
        Q,
        "- {id: chews, text: It chews}",
        "- It chews",
        "part 3 of `choices` is not a mapping but text.",
        "Write its keys: `{id: ..., text: ...}`.",
    ),
    "a number for a mapping": (
        Q,
        "minutes: {from: 1, to: 2}",
        "minutes: 2",
        "`minutes` is not a mapping but a number.",
        "Write its keys: `{from: ..., to: ...}`.",
    ),
    "a number in quotes": (Q, "is: 30}", "is: '30'}", "`is` is not a number but text.", "without quotes"),
    "a decimal comma": (
        Q,
        "minutes: {from: 1,",
        "minutes: {from: 1,5,",
        "no key `5` here.",
        "with a point: 1.5.",
    ),
    "a key without value": (LADDER, IN_LADDER, "when:", "`when` is empty.", "Write it after the colon"),
    "an address without https": (
        Q,
        "short: House rules,",
        "short: House rules, url: www.example.org,",
        "`url` is `www.example.org`.",
        "beginning with `https://`.",
    ),
    "a kind of one's own": (
        Q,
        "kind: number",
        "kind: yes/no",
        "`kind` is `yes/no`.",
        "Did you mean `yes_no`?",
    ),
    # conditions
    "a choice without quotes": (
        Q,
        ASK_IF,
        "ask_if: kind == dog",
        "`kind` is a single choice and can only be compared with its choices.",
        'Write the choice in quotes: `"dog"`.',
    ),
    "a choice alone": (
        LADDER,
        IN_LADDER,
        "when: parrot",
        "there is nothing called `parrot` that may be read here.",
        'A choice of `kind` stands in quotes: `"parrot"`.',
    ),
    "a question that is not there": (
        Q,
        ASK_IF,
        'ask_if: creature == "dog"',
        "there is nothing called `creature`",
        "It can name questions, facts, parameters and lists.",
    ),
    "the text instead of the id": (
        Q,
        ASK_IF,
        'ask_if: kind == "A dog"',
        '`kind` has no choice "A dog".',
        "Did you mean `dog`?",
    ),
    "a list of conditions": (
        LADDER,
        IN_LADDER,
        "when: [loud, loud]",
        "`when` is not a condition but a list.",
        "`&&` and `||` join conditions.",
    ),
    "if as in a spreadsheet": (
        LADDER,
        IN_LADDER,
        "when: if(loud)",
        "there is no function `if`.",
        "Write `test ? this : that`.",
    ),
    # cases
    "false for no in a case": (
        CASE,
        "kind: fish",
        "trained: false",
        "`false` is not a choice.",
        "Write yes or no",
    ),
    "the wrong outcome": (
        CASE,
        "tier: P0",
        "tier: P1",
        "tier is P0, expected P1.",
        "No finding fires, so it is the first of `tiers`, the lowest.",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_first_mistake_is_told_once_on_its_line_with_what_to_do(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_told_once(MISTAKES[name], tmp_path, capsys, monkeypatch)


def test_the_faults_of_all_files_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    directory = write(tmp_path)
    for file, old, new in (
        (Q, WEIGHT, f"\t{WEIGHT.lstrip()}"),
        (LADDER, "tier: P1", "tire: P1"),
        (CASE, "provisional: false", "provisional: no"),
    ):
        (directory / file).write_text(FILES[file].replace(old, new))
    (directory / "rulebooks" / "more.yml").write_text("id: more\n")
    assert main(["check", "pets/1"]) == 1
    places = [line.split(": ")[0] for line in capsys.readouterr().err.splitlines()]
    assert places == [
        f"pets/1/{CASE}:5",
        f"pets/1/{Q}:41",
        f"pets/1/{LADDER}:13",
        "pets/1/rulebooks/more.yml:1",
    ]


def test_a_wrong_work_does_not_hide_a_wrong_condition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = write(tmp_path, LADDER, IN_LADDER, "when: laud")
    file = directory / LADDER
    file.write_text(file.read_text().replace('HOUSE, part: "4"', 'HUOSE, part: "4"'))
    assert main(["check", str(directory)]) == 1
    told = capsys.readouterr().err
    assert "there is nothing called `laud`" in told
    assert "the work `HUOSE` is not in the list of works." in told


def test_an_empty_file_says_which_keys_are_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = write(tmp_path)
    (directory / Q).write_text("")
    assert main(["check", str(directory)]) == 1
    told = capsys.readouterr().err
    assert (
        "questionnaire.yaml:1: is empty. Begin with `key: value`. It needs `id`, `version`, `title`" in told
    )
