"""Lines of text that fit before anybody has a font."""

import string
from pathlib import Path

from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.conditions.words import Span
from questionnaires.graph.lettering import printable, width, wrap

FONTS = Path(__file__).parents[3] / "compliance" / "static" / "vendor" / "fonts" / "pdf"
ROOM, SIZE = 200.0, 15.0
SPANS = st.lists(
    st.builds(Span, st.text(max_size=40), st.sampled_from(["words", "choice", "label"])),
    min_size=1,
    max_size=6,
)


@given(SPANS, st.integers(0, 3), st.sampled_from([0.0, 90.0]))
def test_every_line_fits_and_no_word_is_lost(spans: list[Span], most: int, less: float) -> None:
    lines = wrap(spans, ROOM, SIZE, most, less)
    for i, line in enumerate(lines):
        assert (
            sum(width(run.text, SIZE) for run in line) <= ROOM - (less if i == 0 and len(line) else 0) + 0.01
        )
    text = "".join(run.text for line in lines for run in line)
    whole = printable("".join(map(str, spans)))
    if most and text.endswith("…") and len(lines) == most:
        return
    assert text.replace(" ", "") == whole.replace(" ", "")


def test_a_line_breaks_between_words_and_not_before_a_comma() -> None:
    spans = [
        Span("Q15", "label"),
        Span(" includes "),
        Span("A scaffold or agent", "choice"),
        Span(", or more"),
    ]
    lines = ["".join(run.text for run in line) for line in wrap(spans, 150, 13.5)]
    assert "".join(lines).replace(" ", "") == "Q15includes“Ascaffoldoragent”,ormore"
    assert not any(line.startswith(",") for line in lines)


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    lines = wrap([Span("word " * 100)], ROOM, SIZE, most=2)
    assert len(lines) == 2
    assert lines[-1][-1].text.endswith("…")


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert printable("a\x00b\x0bc\ud800d\ne") == "ab cd e"


def test_estimates_are_wider_than_the_site_s_font() -> None:
    font = TTFont(FONTS / "SourceSans3-Semibold.ttf.woff2")
    names, advances = font.getBestCmap(), font["hmtx"]
    for text in (
        "What became of the protections you touched?",
        "How many harmful requests did the base refuse, before the change?",
        string.ascii_letters + string.digits,
        "“We change it, adapt it or build on it” or “We store or pass on other people’s models, unchanged”",
        "MWMWMWMW wwww 10²⁵ FLOP — 50 %",
    ):
        real = sum(advances[names[ord(each)]][0] for each in text) / font["head"].unitsPerEm
        assert real * SIZE <= width(text, SIZE)
