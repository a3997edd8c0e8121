"""Words on lines: none meets another, a card or a line that it does not speak of. Measured on the drawing."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

import questionnaires
from questionnaires import classify, load
from questionnaires.graph import NARROW, WIDE, Drawing, Graph, OwnPath, graph, layout, path
from questionnaires.graph.cards import SMALL, Card, Label
from questionnaires.graph.layout import Layout
from questionnaires.graph.lettering import width
from tests.benchmarks import growth
from tests.cases import case, edition

ON = date(2026, 11, 23)
NAMES = list(questionnaires.library())
PIECES = re.compile(r"([MHVql])([^MHVqlz]*)")
ASKED = '\'yes_0 == "yes" || atLeast(one_0, "middle")\''
DEEP = '\'yes_0 == "yes" || (' + ' && (one_0 != "low" || '.join(f'"{c}" in many_0' for c in "abcabcabc")
DEEP += ")" * 9 + "'"


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def made_up(folder: Path, size: int, changes: dict[str, str] | None = None) -> Graph:
    growth.write(folder / "made-up" / "1", size, changes)
    return graph(load(folder / "made-up" / "1"), ON)


@pytest.fixture(scope="module", params=[*NAMES, "with a path", "72 made up", "120 made up", "deep"])
def drawn(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Graph, OwnPath | None]:
    if request.param in NAMES:
        return graph(questionnaires.edition(request.param), ON), None
    if request.param == "with a path":
        main = graph(edition(), ON)
        return main, path(main, classify(edition(), case("w08").answers, ON))
    folder = tmp_path_factory.mktemp("made-up")
    if request.param == "deep":
        return made_up(folder, 6, {ASKED: DEEP}), None
    return made_up(folder, int(request.param.split()[0])), None


@pytest.fixture(scope="module", params=[WIDE, NARROW])
def picture(request: pytest.FixtureRequest, drawn: tuple[Graph, OwnPath | None]) -> tuple[Graph, Layout]:
    return drawn[0], layout(drawn[0], drawn[1], request.param)


def labels(found: Layout) -> Iterator[tuple[Card, Label]]:
    for strip in found.strips:
        for card in strip.cards:
            for label in card.labels:
                yield card, label


def boxes(label: Label) -> list[Box]:
    """What its lines of text cover, in a wide font."""
    return [
        Box(text.x, text.y - SMALL * 0.8, text.x + sum(width(r.text, SMALL) for r in text.line), text.y + 3)
        for text in label.texts
    ]


def segments(found: tuple[Graph, Layout]) -> Iterator[Box]:
    """All lines as they are drawn, piece by piece, each as a box of no height or no width."""
    root = etree.fromstring(Drawing(*found).alone().encode())
    for element in root.iter("{*}path"):
        if "g-line" in element.get("class", ""):
            x = y = 0.0
            for letter, written in PIECES.findall(element.get("d")):
                numbers = [float(each) for each in re.findall(r"-?[\d.]+", written)]
                was = x, y
                match letter:
                    case "M":
                        x, y = numbers
                        continue
                    case "H":
                        x = numbers[0]
                    case "V":
                        y = numbers[0]
                    case "q":
                        x, y = x + numbers[2], y + numbers[3]
                yield Box(min(was[0], x), min(was[1], y), max(was[0], x), max(was[1], y))


def test_no_words_meet_other_words_or_a_card(picture: tuple[Graph, Layout]) -> None:
    found = picture[1]
    words = [box for _, label in labels(found) for box in boxes(label)]
    assert words
    assert not [pair for pair in combinations(words, 2) if pair[0].meets(pair[1])]
    frames = [
        Box(card.x, card.frame, card.x + card.width, card.bottom) for s in found.strips for card in s.cards
    ]
    assert not [(box, frame) for box in words for frame in frames if box.meets(frame)]


def test_words_stay_where_lanes_are_not(picture: tuple[Graph, Layout]) -> None:
    found = picture[1]
    for card, label in labels(found):
        assert all(card.x < box.left and box.right < found.right for box in boxes(label))


def test_only_its_own_lines_run_behind_a_label(picture: tuple[Graph, Layout]) -> None:
    lines = list(segments(picture))
    assert lines
    for _, label in labels(picture[1]):
        own = {round(height, 2) for _, height in label.entries}
        first, *rest = boxes(label)
        behind = [line for line in lines if line.meets(first)]
        assert {line.top for line in behind} | {line.bottom for line in behind} == own
        assert not [line for line in lines for box in rest if line.meets(box)]


def test_no_line_runs_through_a_card(picture: tuple[Graph, Layout]) -> None:
    lines = list(segments(picture))
    for strip in picture[1].strips:
        for card in strip.cards:
            frame = Box(card.x, card.frame, card.x + card.width, card.bottom)
            assert not [line for line in lines if line.meets(frame)]


def test_a_label_says_all_of_its_condition_when_pointed_at() -> None:
    main = graph(edition(), ON)
    root = etree.fromstring(Drawing(main, layout(main)).alone().encode())
    titles = [each.findtext("{*}title") for each in root.iter("{*}g") if each.get("class") == "g-when"]
    assert [each for each in titles if each] == [
        title for block in main.blocks if block.reads for title in block.titles
    ]
    shortened = next(block for block in main.blocks if block.id == "modification_flop")
    assert "and 5 more" in str(shortened.lines[0])
    assert shortened.titles[0].startswith("Asked if “What did you change?” includes at least one of ")
    assert "more" not in shortened.titles[0]


def test_a_label_that_would_be_very_long_is_cut() -> None:
    main = graph(edition(), ON)
    cut = [
        label for _, label in labels(layout(main, None, NARROW)) if label.texts[-1].line[-1].text[-1] == "…"
    ]
    assert all(len(label.texts) == 5 for label in cut)
    assert cut
    assert not [label for _, label in labels(layout(main)) if label.texts[-1].line[-1].text[-1] == "…"]


def test_on_one_s_own_way_the_words_that_decided_are_strong_and_no_others() -> None:
    main = graph(edition(), ON)
    way = path(main, classify(edition(), case("v06").answers, ON))
    root = etree.fromstring(Drawing(main, layout(main, way), way).alone().encode())
    strong = [
        each.findtext("{*}title") for each in root.iter("{*}g") if each.get("class") == "g-when g-taken"
    ]
    assert [each for each in strong if each] == [
        block.titles[i]
        for block in main.blocks
        if block.reads
        for i in range(len(block.lines))
        if i in way.deciding[block.id]
    ]
