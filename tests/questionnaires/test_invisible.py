"""Invisible characters that can make a name read as another are found; joiners of a script are not."""

import pytest

from questionnaires.invisible import invisible, named

DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e"
OTHERS = "\u200b\u2060\ufeff\xad\u3164\u2028\U000e0041"


@pytest.mark.parametrize("character", [*DIRECTIONS, *OTHERS])
def test_what_nobody_sees_is_found(character: str) -> None:
    assert invisible(f"Ac{character}me {character}") == character


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "क्\u200dष", "क्\u200cष", "Łódź – “quoted”", "株式会社", "٪\u0601١"]
)
def test_what_a_script_needs_is_not(text: str) -> None:
    assert invisible(text) == ""


@pytest.mark.parametrize("text", ["Ac\u200dme", "\u200cAcme", "模\u200d型"])
def test_a_joiner_where_nothing_joins_is(text: str) -> None:
    assert len(invisible(text)) == 1


def test_they_are_told_by_name() -> None:
    assert named("\u202e\u2066") == "right-to-left override (U+202E), left-to-right isolate (U+2066)"
