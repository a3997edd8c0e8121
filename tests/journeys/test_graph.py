"""The graph in a real browser, with its own fonts: words on lines meet nothing, wide and narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

ADDRESS = "/rules/downstream-modification/2026.1/graph/"
# All pairs of words, and of words and cards, that meet in one strip.
MEETINGS = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const boxes = css => [...svg.querySelectorAll(css)].map(each => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0);
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
  const words = boxes('.g-when text:not(.g-halo), .g-lane-label'), cards = boxes('.g-card > rect');
  return words.flatMap(([one, box], i) => [...words.slice(i + 1), ...cards]
    .filter(([, other]) => meet(box, other)).map(([other]) => `${one.textContent} / ${other.textContent}`));
})"""


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (320, "dark")])
def test_words_on_lines_meet_nothing(open_page: Callable[..., Page], width: int, scheme: str) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(ADDRESS)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.querySelectorAll('.g-when text').length") > 100
    assert page.evaluate(MEETINGS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width  # only the picture scrolls sideways
