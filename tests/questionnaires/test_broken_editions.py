"""One broken file for each message: where it is, what is wrong, what to do. Never a traceback."""

from pathlib import Path

import pytest

from questionnaires import InvalidDocument, load
from questionnaires.__main__ import main

from .broken import FILES, write

Q, LADDER, LAW = "questionnaire.yaml", "rulebooks/ladder.yaml", "rulebooks/law.yaml"

# name -> file, what is replaced, by what, the piece on whose line the fault is, message, remedy
BROKEN: dict[str, tuple[str, str, str, str, str, str]] = {
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
    # conditions
    "unknown name": (
        Q,
        "weight > limit",
        "wieght > limit",
        "wieght",
        "nothing called `wieght`",
        "Did you mean `weight`?",
    ),
    "unknown choice": (
        Q,
        'ask_if: kind == "dog"',
        'ask_if: kind == "dgo"',
        '"dgo"',
        '`kind` has no choice "dgo".',
        "Did you mean `dog`?",
    ),
    "number with text": (
        Q,
        "weight > limit",
        'weight == "heavy"',
        "weight ==",
        "`weight` is a number and cannot be compared with text.",
        "",
    ),
    "many compared": (
        LADDER,
        "when: loud ||",
        'when: habits == "barks" ||',
        "habits ==",
        "cannot be compared with text.",
        'Write `"barks" in habits`.',
    ),
    "flag compared": (
        LADDER,
        "loud ||",
        "loud == true ||",
        "loud ==",
        "`loud` is already true or false.",
        "Write `loud`",
    ),
    "text read": (
        LADDER,
        "loud ||",
        "name ||",
        "when: name",
        "`name` is a text, not true or false.",
        "cannot read texts.",
    ),
    "single equals": (
        Q,
        'ask_if: kind == "dog"',
        'ask_if: kind = "dog"',
        "kind = ",
        "`=` was not expected",
        "Write `==`",
    ),
    "and in words": (
        LADDER,
        "loud || atLeast",
        "loud and atLeast",
        "loud and",
        "`and` was not expected",
        "Write `&&`",
    ),
    "no such function": (
        LADDER,
        "atLeast(size",
        "atleast(size",
        "atleast",
        "no function `atleast`",
        "Did you mean `atLeast`?",
    ),
    "compares with unsure": (
        LADDER,
        "loud ||",
        'trained == "unsure" ||',
        "trained ==",
        '`trained` never reads as "unsure"',
        'Compare with "no".',
    ),
    "a circle": (
        Q,
        'ask_if: kind == "dog"',
        "ask_if: loud_now",
        "ask_if: loud_now",
        "nothing called `loud_now`",
        "",
    ),
    "over-long condition": (
        LADDER,
        "loud || atLeast",
        "loud" + " || loud" * 300 + " || atLeast",
        "when: loud",
        "2,000 is the most.",
        "Name a part of it as a fact.",
    ),
    "too deep a condition": (
        LADDER,
        'loud || atLeast(size_class, "big")',
        "'" + "!" * 60 + "loud'",
        "when: '!",
        "nests deeper than 40 levels.",
        "Name a part",
    ),
    "fact reads the tier": (
        Q,
        "weight > limit",
        'tier == "P1"',
        'tier == "P1"',
        "nothing called `tier` that may be read here.",
        "Only late questions may read the tier",
    ),
    "finding reads a late question": (
        LADDER,
        "loud ||",
        'asked_neighbours == "no" ||',
        "asked_neighbours",
        "nothing called `asked_neighbours`",
        "",
    ),
    "last case with a when": (
        Q,
        "      - {is: small}\n",
        "      - {when: loud, is: small}\n",
        "{when: loud",
        "so some answers have no case.",
        "Remove it.",
    ),
    "no such value": (
        Q,
        "is: big}",
        "is: bigg}",
        "is: bigg",
        "`bigg` is not one of the values.",
        "Did you mean `big`?",
    ),
    # YAML
    "an anchor": (Q, "title: The pet", "title: &x The pet", "&x", "sets the anchor `&x`.", "not allowed."),
    "an alias": (Q, "title: The pet", "title: *x", "*x", "uses the alias `*x`.", "Write the value out"),
    "a tag": (
        Q,
        "title: The pet",
        "title: !!python/object:os.system The pet",
        "!!python",
        "uses the tag",
        "Remove it",
    ),
    "not YAML": (Q, "title: The pet", "title: ? ? x", "title: ?", "is not YAML", "Check indentation"),
    "a second document": (
        LAW,
        "id: law",
        "---\nid: law\n---\nid: more\n#",
        "",
        "holds a second document.",
        "Keep one",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_told_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    file, old, new, place, message, remedy = BROKEN[name]
    directory = write(tmp_path, file, old, new)
    with pytest.raises(InvalidDocument) as caught:
        load(directory)
    faults = [fault for fault in caught.value.faults if message in fault.message]
    assert faults, str(caught.value)[:2_000]
    assert remedy in faults[0].remedy
    if place:
        text = (directory / file).read_text()
        assert faults[0].file.endswith(file)
        assert faults[0].line == text[: text.index(place)].count("\n") + 1


def test_questions_and_facts_that_read_each_other(tmp_path: Path) -> None:
    directory = write(tmp_path, Q, "        above: 0\n", "        ask_if: loud\n")
    file = directory / Q
    file.write_text(
        file.read_text().replace("is: 'kind in loud_animals && \"barks\" in habits'", "is: weight > 3")
    )
    with pytest.raises(InvalidDocument, match=r"in a circle: .*`weight`.*Break the circle\."):
        load(directory)


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


HOSTILE = {
    "billion laughs": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "10,000 flow levels": "a: " + "[" * 10_000,
    "10,000 block levels": "".join(f"{' ' * i}a:\n" for i in range(1_000)),
    "ten megabytes": "a: " + "x" * 10_000_000,
    "a very long number": "a: " + "9" * 500_000,
    "nothing": "",
    "a list": "- 1\n- 2\n",
    "a NUL": "a: \0b\n",
    "infinity": "id: .inf\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_place(name: str, tmp_path: Path) -> None:
    directory = write(tmp_path)
    (directory / Q).write_text(HOSTILE[name])
    with pytest.raises(InvalidDocument) as caught:
        load(directory)
    assert all(str(fault).split(":")[1].isdigit() for fault in caught.value.faults)


def test_bytes_that_are_not_text(tmp_path: Path) -> None:
    directory = write(tmp_path)
    (directory / Q).write_bytes(b"id: \xff\xfe")
    with pytest.raises(InvalidDocument, match=r"yaml:1: is not UTF-8 \(byte 4\)\. Save it as UTF-8 text\."):
        load(directory)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocument, match=r"cannot be read: No such file or directory\. Check the path"):
        load(tmp_path / "nowhere")
