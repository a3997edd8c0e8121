"""Where things stand: nothing overlaps, nothing runs out of its box, every line arrives."""

import time
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import questionnaires
from questionnaires import classify, load
from questionnaires.graph import NARROW, WIDE, Drawing, Graph, graph, layout, path
from questionnaires.graph.cards import SMALL, TEXT, Card, Text
from questionnaires.graph.lanes import LANE_LABEL
from questionnaires.graph.layout import SHEET, Layout
from questionnaires.graph.lettering import width
from tests.benchmarks import growth
from tests.cases import case, edition

ON = date(2026, 11, 23)


def large(folder: Path, size: int) -> Graph:
    growth.write(folder / f"large-{size}" / "1", size)
    return graph(load(folder / f"large-{size}" / "1"), ON)


@pytest.fixture(scope="module", params=["main", "main with a path", "narrow", "second", "large"])
def arranged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Graph, Layout]:
    main = graph(edition(), ON)
    way = path(main, classify(edition(), case("w08").answers, ON))
    if request.param == "large":
        drawn = large(tmp_path_factory.mktemp("large"), 120)
        return drawn, layout(drawn)
    if request.param == "second":
        drawn = graph(questionnaires.edition("what-changed"), ON)
        return drawn, layout(drawn)
    return main, {
        "main": layout(main),
        "main with a path": layout(main, way),
        "narrow": layout(main, way, NARROW),
    }[request.param]


def cards(found: Layout) -> list[Card]:
    return [card for strip in found.strips for card in strip.cards]


def test_cards_and_rows_stand_one_below_the_other(arranged: tuple[Graph, Layout]) -> None:
    for above, below in pairwise(cards(arranged[1])):
        assert above.bottom < below.top <= below.frame < below.bottom
    for card in cards(arranged[1]):
        rows = [(row.top, row.bottom) for row in card.rows]
        assert all(card.frame < top < bottom < card.bottom for top, bottom in rows)
        assert all(above[1] <= below[0] for above, below in pairwise(rows))


def test_no_line_of_text_runs_out_of_its_card_or_into_another(arranged: tuple[Graph, Layout]) -> None:
    for card in cards(arranged[1]):
        sized: list[tuple[Text, float]] = []
        for row in card.rows:
            sized += [(text, TEXT) for text in row.texts] + [(text, SMALL) for text in row.answer]
        for text, size in sized:
            assert card.x < text.x
            assert text.x + _width(text, size) < card.x + card.width
            assert card.frame + size * 0.8 < text.y < card.bottom - 3
        heights = sorted(text.y for text, _ in sized)
        assert all(below - above >= SMALL for above, below in pairwise(heights))


def _width(text: Text, size: float) -> float:
    return sum(width(run.text, size) for run in text.line)


def test_lines_leave_where_their_question_stands_and_arrive_at_each_card(
    arranged: tuple[Graph, Layout],
) -> None:
    drawn, found = arranged
    rows = {row.id: (card, row) for card in cards(found) for row in card.rows}
    arrivals = {(lane.source, end.block) for lane in found.lanes for end in lane.ends}
    assert arrivals == {(edge.source, rows[edge.target][0].block.id) for edge in drawn.edges}
    entries = {
        (source, height, card.block.id, label.index)
        for card in cards(found)
        for label in card.labels
        for source, height in label.entries
    }
    for lane in found.lanes:
        row = rows[lane.source][1]
        assert row.top < lane.start < row.bottom
        assert all((lane.source, end.height, end.block, end.label) in entries for end in lane.ends)
    assert len(entries) == sum(len(lane.ends) for lane in found.lanes)


def test_no_two_lines_run_in_the_same_place(arranged: tuple[Graph, Layout]) -> None:
    found = arranged[1]
    beside = defaultdict(list)
    for lane in found.lanes:
        assert found.right < lane.x < found.width
        beside[lane.x].append((lane.top, lane.bottom))
    for spans in beside.values():
        assert all(above[1] < below[0] for above, below in pairwise(sorted(spans)))
    leaving = [lane.start for lane in found.lanes]
    arriving = [end.height for lane in found.lanes for end in lane.ends]
    assert len({*leaving, *arriving}) == len(leaving) + len(arriving)


def test_labels_of_neighbouring_lines_keep_clear_of_each_other(arranged: tuple[Graph, Layout]) -> None:
    drawn, found = arranged
    columns = sorted({lane.x for lane in found.lanes})
    widest = max(width(drawn.nodes[lane.source].label.removeprefix("Q"), LANE_LABEL) for lane in found.lanes)
    assert all(right - left >= widest for left, right in pairwise(columns))


def test_strips_cover_the_picture_without_cutting_a_card(arranged: tuple[Graph, Layout]) -> None:
    found = arranged[1]
    assert found.strips[0].top == 0
    assert found.strips[-1].bottom == found.height
    assert all(above.bottom == below.top for above, below in pairwise(found.strips))
    for strip in found.strips:
        assert all(strip.top < card.top and card.bottom < strip.bottom for card in strip.cards)
        assert strip.bottom - strip.top <= SHEET * found.width + 60 or len(strip.cards) == 1
    assert [strip.section.id for strip in found.strips if strip.first] == [s.id for s in arranged[0].sections]


def test_the_picture_is_wide_enough_for_its_lines_and_no_wider_than_it_must() -> None:
    found = layout(graph(edition(), ON))
    assert WIDE < found.width < 1_050  # the site's pages offer 1,072 pixels


def test_480_questions_are_drawn_in_no_time(tmp_path: Path) -> None:
    drawn = large(tmp_path, 480)
    begin = time.perf_counter()
    picture = Drawing(drawn, layout(drawn)).alone()
    assert time.perf_counter() - begin < 5  # some tenths of a second; a busy machine is no fault
    assert picture.count("<circle") == len(layout(drawn).lanes)


def test_each_line_arrives_at_the_words_that_say_when_it_is_taken(arranged: tuple[Graph, Layout]) -> None:
    drawn, found = arranged
    for card in cards(found):
        for label in card.labels:
            said = {span.text for span in card.block.lines[label.index].spans if span.role == "label"}
            sources = [source for source, _ in label.entries]
            assert said == {drawn.nodes[each].label for each in sources if each != "tier"}
            assert len(sources) == len(set(sources))
            first = label.texts[0]
            assert all(first.y - SMALL * 0.8 < height < first.y + 3 for _, height in label.entries)
