"""What somebody mistakes who writes YAML for the first time: one message, on its line, to work by."""

from pathlib import Path

import pytest

from .broken import Mistake, assert_told_once

Q, LADDER = "questionnaire.yaml", "rulebooks/ladder.yaml"

WEIGHT = "        why: The lift has a limit.\n"
ASK_IF = 'ask_if: kind == "dog"'
IN_LADDER = 'when: loud || atLeast(size_class, "big")'


MISTAKES: dict[str, Mistake] = {
    # indentation
    "one space too few": (
        Q,
        WEIGHT,
        WEIGHT[1:],
        "is indented by 7 spaces, which fits nothing above it.",
        "A key beside the one on line 40 is indented by 8; this one is less.",
    ),
    "one space too many": (
        Q,
        WEIGHT,
        f" {WEIGHT}",
        "is indented by 9 spaces, which fits nothing above it.",
        "A key beside the one on line 40 is indented by 8; this one is more.",
    ),
    "a tab": (Q, WEIGHT, f"\t{WEIGHT.lstrip()}", "has a tab.", "Use spaces instead"),
    "a tab after a key": (Q, "minutes: {", "minutes:\t{", "has a tab.", "Use spaces instead"),
    "spaces of a word processor": (
        Q,
        WEIGHT,
        "\u00a0" * 8 + WEIGHT.lstrip(),
        "begins with a no-break space, as word processors make it.",
        "Delete the space",
    ),
    "no space after a dash": (
        Q,
        "- id: weight",
        "-id: weight",
        "has no space after the dash.",
        "Write `- id:`.",
    ),
    "a dash forgotten": (
        Q,
        "      - id: weight",
        "        id: weight",
        "has the key `id` twice.",
        "If another part begins here, put a dash before it: `- id: ...`.",
    ),
    "keys where a list is needed": (
        Q,
        "sections:\n  - id: pet",
        "sections:\n    id: pet",
        "`sections` is not a list but a mapping.",
        "Begin each part with a dash: `- id: ...`.",
    ),
    # colons
    "no colon": (
        Q,
        "why: The lift",
        "why The lift",
        "`why The lift has a limit.` is not a key with a value.",
        "Write `key: value`",
    ),
    "no space after a colon": (
        Q,
        "why: The lift",
        "why:The lift",
        "has no space after the colon.",
        "Write `why: The lift has a limit.`.",
    ),
    "no space after a colon in braces": (
        Q,
        "{counts_as: 'no'}",
        "{counts_as:no}",
        "there is no key `counts_as:no` here.",
        "Put a space after the colon: `counts_as: no`.",
    ),
    "a colon in a text": (
        Q,
        "text: How heavy is it?",
        "text: Weight: how much?",
        "has a colon inside its text.",
        "Put the whole text in quotes.",
    ),
    "a text that goes on below its key": (
        Q,
        "summary: May the pet come along?",
        "summary: May the pet\ncome along?",
        "`come along?` is not a key with a value.",
        "what goes on from the line above is indented more",
    ),
    # quotes
    "a quote not closed": (
        Q,
        "text: How heavy is it?",
        'text: "How heavy is it?',
        'has a quotation mark " that is not closed.',
        'Close it with ".',
    ),
    "an apostrophe": (
        Q,
        "why: The lift has",
        "why: 'The lift's",
        "has an apostrophe inside a text in single quotes.",
        "Write it twice",
    ),
    "quotes in quotes": (
        Q,
        "why: The lift has a limit.",
        'why: "The "lift" has one"',
        "has double quotes inside a text in double quotes.",
        "Put the text in single quotes",
    ),
    "quotes of YAML and of the condition": (
        Q,
        ASK_IF,
        'ask_if: "kind == "dog""',
        "has a condition in which the quotation marks end too early.",
        "Put the whole condition in single quotes: `ask_if: 'kind == \"dog\"'`.",
    ),
    "a condition that begins with a choice": (
        LADDER,
        "when: '\"F1\" in findings'",
        'when: "F1" in findings',
        "has a condition in which the quotation marks end too early.",
        "Put the whole condition in single quotes: `when: '\"F1\" in findings'`.",
    ),
    "a condition that begins with an exclamation mark": (
        LADDER,
        IN_LADDER,
        "when: !loud",
        "uses the tag `!loud`.",
        "What begins with `!` needs quotes around all of it",
    ),
    "curly quotes around a value": (
        Q,
        'version: "1"',
        "version: “1”",
        "`version` is `“1”`.",
        'Use straight quotes: "1".',
    ),
    "curly quotes in a condition": (
        LADDER,
        '"big")',
        "“big”)",
        "`“` was not expected here.",
        "Use straight quotes",
    ),
    "a text that begins with a sign": (
        Q,
        "text: How heavy is it?",
        "text: @home, how heavy is it?",
        "has a text that begins with `@`.",
        "Put the text in quotes.",
    ),
    "a text that begins with a star": (
        Q,
        "text: How heavy is it?",
        "text: *How* heavy is it?",
        "uses the alias `*How*`.",
        "A text that begins with `*` needs quotes.",
    ),
    "a brace not closed": (
        Q,
        "minutes: {from: 1, to: 2}",
        "minutes: {from: 1, to: 2",
        "has a `{` after which a comma or `}` is missing.",
        "Put commas between the parts and `}` at the end",
    ),
    "a comma forgotten": (
        Q,
        "minutes: {from: 1, to: 2}",
        "minutes: {from: 1 to: 2}",
        "has a `{` after which a comma or `}` is missing.",
        "Put commas between",
    ),
    "a bracket not closed": (
        Q,
        "title: The pet",
        "title: [The pet",
        "has a `[` after which a comma or `]` is missing.",
        "Put commas between",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_first_mistake_is_told_once_on_its_line_with_what_to_do(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_told_once(MISTAKES[name], tmp_path, capsys, monkeypatch)
