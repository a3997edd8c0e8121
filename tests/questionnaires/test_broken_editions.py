"""One broken edition for each message about keys, ids and references: where, what is wrong, what to do."""

from pathlib import Path

import pytest

from questionnaires import InvalidDocument, load
from questionnaires.__main__ import main

from .broken import FILES, Broken, assert_told, write

Q, LADDER, LAW = "questionnaire.yaml", "rulebooks/ladder.yaml", "rulebooks/law.yaml"

BROKEN: dict[str, Broken] = {
    "unknown key": (
        Q,
        "unit: kg",
        "unti: kg",
        "unti",
        "there is no key `unti` here.",
        "Did you mean `unit`?",
    ),
    "missing key": (
        Q,
        "        why: The lift has a limit.\n",
        "",
        "- id: weight",
        "the key `why` is missing.",
        "Add it.",
    ),
    "example outside its limits": (
        Q,
        "        unit: kg\n",
        "        unit: kg\n        example: -3\n",
        "example: -3",
        "question `weight`: the example -3 is outside its limits.",
        "Give one within them.",
    ),
    "duplicate key": (
        Q,
        "unit: kg",
        "unit: kg\n        unit: g",
        "unit: g\n",
        "has the key `unit` twice.",
        "Keep one of them; the first is on line",
    ),
    "uncited rule": (
        LADDER,
        '    source: {work: HOUSE, part: "3"}\n',
        "",
        "- id: F1",
        "the key `source` is missing.",
        "Add it.",
    ),
    "unknown work": (
        LADDER,
        '{work: HOUSE, part: "3"}',
        '{work: HUOSE, part: "3"}',
        "HUOSE",
        "the work `HUOSE` is not in the list of works.",
        "Did you mean `HOUSE`?",
    ),
    "wrong type": (
        Q,
        "exclusive: true",
        "exclusive: 3",
        "exclusive: 3",
        "`exclusive` is not true or false but a number.",
        "Write `true` or `false`, without quotes.",
    ),
    "text that is a number": (
        Q,
        "title: The pet",
        "title: 7",
        "title: 7",
        "`title` is not text but a number.",
        "Put it in quotes",
    ),
    "unknown kind": (
        Q,
        "kind: number",
        "kind: nubmer",
        "nubmer",
        "`kind` is `nubmer`.",
        "It must be 'one', 'many'",
    ),
    "bad date": (
        LAW,
        "valid_from: 2026-01-01",
        "valid_from: 2026-02-30",
        "2026-02-30",
        "is not a date.",
        "Write year, month and day, as 2026-11-23.",
    ),
    "reserved word": (
        Q,
        "id: weight",
        "id: tier",
        "- id: tier",
        "`tier` is a word of the condition language.",
        "Choose another id.",
    ),
    "id used twice": (
        Q,
        "id: weight",
        "id: kind\n        help: x",
        "- id: kind\n        help",
        "the id `kind` is already used on line",
        "need different ids.",
    ),
    "choice twice": (
        Q,
        "id: parrot,",
        "id: fish,",
        "id: fish, text: A parrot",
        "is already there",
        "its own id.",
    ),
    "one choice only": (
        Q,
        "          - {id: barks, text: It barks}\n          - {id: chews, text: It chews}\n",
        "",
        "        choices:\n          - {id: none",
        "needs at least two choices.",
        "List them",
    ),
    "unsure counts as nothing": (
        Q,
        "{counts_as: 'no'}",
        "{counts_as: 'nope'}",
        "counts_as: 'nope'",
        "counts as `nope`, which is no choice.",
        "Did you mean `no`?",
    ),
    "number's key on a choice": (
        Q,
        "ordered: risk",
        "unit: kg",
        "unit: kg\n        text: What kind",
        "`unit` belongs to numbers only.",
        "Remove it",
    ),
    "unknown topic": (
        Q,
        "topic: size",
        "topic: sise",
        "sise",
        "there is no topic `sise`",
        "Did you mean `size`?",
    ),
    "grid of different choices": (
        Q,
        "unsure: {counts_as: 'no'}",
        "topic: size",
        "topics:",
        "the grid `size` has questions with different choices.",
        "use `layout: list`.",
    ),
    "unknown ladder": (
        Q,
        "ladder: ladder",
        "ladder: lader",
        "ladder: lader",
        "there is no rulebook `lader`.",
        "Did you mean",
    ),
    "unlisted rulebook": (
        Q,
        "[ladder, law]",
        "[ladder]",
        "",
        "is not listed in the questionnaire.",
        "Add it to",
    ),
    "missing rulebook": (
        Q,
        "[ladder, law]",
        "[ladder, law, more]",
        "rulebooks:",
        "there is no rulebook `more`.",
        "",
    ),
    "unknown tier": (
        LADDER,
        "tier: P1",
        "tier: P9",
        "tier: P9",
        "there is no tier `P9`.",
        "There are P0, P1.",
    ),
    "law without a check": (
        LAW,
        ", checked_on: 2026-11-23, against: secondary",
        "",
        "source:",
        "does not say when and against what it was checked.",
        "Add `checked_on` and `against`",
    ),
    "ends before it begins": (
        LAW,
        "valid_from: 2026-01-01",
        "valid_from: 2026-01-01\n    valid_to: 2025-01-01",
        "valid_to",
        "`LAW-1` ends before it begins.",
        "Correct one of the dates.",
    ),
    "excludes nobody": (
        LAW,
        "valid_from: 2026-01-01",
        "excludes: [HINT-2]",
        "excludes",
        "there is no item `HINT-2` to exclude.",
        "Did you mean `HINT-1`?",
    ),
    "findings outside the ladder": (
        LAW,
        "summary: What",
        "tiers: [{id: X, name: X, meaning: X}]\nsummary: What",
        "id: law",
        "only the ladder has tiers",
        "Move them there.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_told_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    assert_told(BROKEN[name], tmp_path)


def test_the_edition_itself_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(write(tmp_path))]) == 0
    assert (
        capsys.readouterr().out
        == "pets 1: 6 questions, 1 findings, 2 items, 1 cases, 28 of 28 claims proved\n"
    )


def test_an_id_that_is_not_its_directorys(tmp_path: Path) -> None:
    directory = write(tmp_path)
    moved = directory.rename(tmp_path / "pets" / "2")
    with pytest.raises(InvalidDocument, match=r"the version is `1`, the directory says `2`\. Make them"):
        load(moved)


def test_the_cases_of_a_copy_elsewhere_are_run_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = write(tmp_path, "cases/fish.yaml", "tier: P0", "tier: P1")
    moved = directory.rename(tmp_path / "pets" / "2")
    assert main(["check", str(moved)]) == 1
    told = capsys.readouterr().err
    assert "the version is `1`, the directory says `2`." in told
    assert "tier is P0, expected P1." in told


def test_all_faults_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = write(tmp_path, Q, "unit: kg", "unti: kg")
    (directory / LAW).write_text(
        FILES[LAW].replace("kind: law\naddressee", "kind: lwa\naddressee") + "    oops: 1\n"
    )
    assert main(["check", str(directory)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert [line.split(":")[0].rsplit("/", 1)[-1] for line in told] == [Q, "law.yaml"]
    assert all(line.split(":")[1].isdigit() for line in told)
