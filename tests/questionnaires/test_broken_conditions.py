"""One broken condition for each message that an edition gives: where, what is wrong, what to do."""

from pathlib import Path

import pytest

from questionnaires import InvalidDocument, load

from .broken import Broken, assert_told, write

Q, LADDER = "questionnaire.yaml", "rulebooks/ladder.yaml"

BROKEN: dict[str, Broken] = {
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
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_told_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    assert_told(BROKEN[name], tmp_path)


def test_questions_and_facts_that_read_each_other(tmp_path: Path) -> None:
    directory = write(tmp_path, Q, "        above: 0\n", "        ask_if: loud\n")
    file = directory / Q
    file.write_text(
        file.read_text().replace("is: 'kind in loud_animals && \"barks\" in habits'", "is: weight > 3")
    )
    with pytest.raises(InvalidDocument, match=r"in a circle: .*`weight`.*Break the circle\."):
        load(directory)
