"""questionnaires.comparison.wording: both texts can be read out of the marked one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.comparison import Piece, pieces

TEXTS = st.lists(st.sampled_from(["the", "old", "new", " ", "  ", "\n", ",", "rule", "é", "(x)"])).map(
    "".join
)


def text(found: tuple[Piece, ...], without: str) -> str:
    return "".join(piece.text for piece in found if piece.kind != without)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_it_whole(before: str, after: str) -> None:
    found = pieces(before, after)
    assert text(found, "added") == before
    assert text(found, "removed") == after
    assert all(piece.text for piece in found)
    assert before != after or all(piece.kind == "same" for piece in found)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("How heavy is it?", "How heavy is it now?", "How heavy is it{+ now+}?"),
        ("It has tools", "It had tools", "It [-has-]{+had+} tools"),
        ("a big red dog is here", "a small blue dog is here", "a [-big red-]{+small blue+} dog is here"),
        ("", "new", "{+new+}"),
        ("gone", "", "[-gone-]"),
        ("one two three four", "entirely other words", "[-one two three four-]{+entirely other words+}"),
    ],
)
def test_words_are_marked_and_not_letters(before: str, after: str, marked: str) -> None:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    assert "".join(marks[piece.kind].format(piece.text) for piece in pieces(before, after)) == marked
