"""The picture as a file: valid, whole, said in words too, and harmless whatever the texts hold."""

import re
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

import questionnaires
from questionnaires import classify
from questionnaires.graph import Drawing, Graph, graph, layout, path, style
from tests.cases import answers_of, edition

ON = date(2026, 11, 23)
SVG = "{http://www.w3.org/2000/svg}"
GRAPH = graph(edition(), ON)
EDITION_LAST = edition().questionnaire.sections[-1].title


def alone(drawn: Graph) -> etree._Element:
    return etree.fromstring(Drawing(drawn, layout(drawn)).alone().encode())


@pytest.mark.parametrize("name", list(questionnaires.library()))
def test_a_picture_that_stands_alone_is_xml_and_says_what_it_shows(name: str) -> None:
    drawn = graph(questionnaires.edition(name), ON)
    root = alone(drawn)
    assert root.tag == f"{SVG}svg"
    assert [child.tag for child in root[:3]] == [f"{SVG}title", f"{SVG}desc", f"{SVG}style"]
    assert name in str(root[0].text)
    assert f"{len(drawn.edition.questions)} questions" in str(root[1].text)


def test_every_question_and_every_section_is_in_it() -> None:
    text = " ".join(" ".join(alone(GRAPH).itertext()).split())
    for section in edition().questionnaire.sections:
        assert section.title in text
    labels = [str(each.text) for each in alone(GRAPH).iter(f"{SVG}text") if each.get("class") == "g-label"]
    assert labels == [node.label for node in GRAPH.nodes.values()]


def test_it_holds_no_script_and_fetches_nothing() -> None:
    drawing = Drawing(GRAPH, layout(GRAPH), address=lambda node: f"/rules/#{node.id}")
    root = etree.fromstring(drawing.alone().encode())
    assert {etree.QName(each).localname for each in root.iter()} == {
        *("svg", "title", "desc", "style", "rect", "text", "tspan", "g", "path", "circle", "a")
    }
    assert not re.search(r"url\(|@import|https?:", style())
    for each in root.iter():
        assert not {key for key in each.attrib if key.startswith("on") or key == "style"}


def test_names_lead_where_they_are_explained() -> None:
    drawing = Drawing(GRAPH, layout(GRAPH), address=lambda node: f"/rules/#{node.kind}-{node.id}")
    found = [each.get("href") for each in etree.fromstring(drawing.alone().encode()).iter(f"{SVG}a")]
    assert found == [f"/rules/#{node.kind}-{node.id}" for node in GRAPH.nodes.values()]


def test_strips_show_each_name_once_and_label_the_lines_that_pass() -> None:
    drawing = Drawing(GRAPH, layout(GRAPH))
    strips = [etree.fromstring(strip) for strip in drawing.strips()]
    labels = [each.text for strip in strips for each in strip.iter("text") if each.get("class") == "g-label"]
    assert labels == [node.label for node in GRAPH.nodes.values()]
    last = next(strip for strip in strips if strip.get("aria-label") == EDITION_LAST)
    passing = [each.text for each in last.iter("text") if each.get("class") == "g-lane-label"]
    assert "1" in passing  # the first answer decides until the end


@pytest.mark.parametrize(("scale", "width"), [(1.0, 916.0), (1.5, 1374.0)])
def test_a_size_is_a_size(scale: float, width: float) -> None:
    strips = [etree.fromstring(strip) for strip in Drawing(GRAPH, layout(GRAPH)).strips(scale)]
    assert {float(strip.get("width") or 0) for strip in strips} == {width}
    height = sum(float(strip.get("height") or 0) for strip in strips)
    assert height == pytest.approx(scale * layout(GRAPH).height)


def test_filling_the_width_leaves_the_height_to_the_page() -> None:
    strip = etree.fromstring(Drawing(GRAPH, layout(GRAPH)).strips(None)[0])
    assert (strip.get("width"), strip.get("height")) == ("100%", None)


def test_one_s_own_way_is_told_by_words_and_strokes_not_by_colour_alone() -> None:
    outcome = classify(edition(), answers_of("v06"), ON)
    way = path(GRAPH, outcome)
    root = etree.fromstring(Drawing(GRAPH, layout(GRAPH, way), way).alone().encode())
    cards = [each for each in root.iter(f"{SVG}g") if "g-card" in (each.get("class") or "")]
    for card in cards:
        said = {str(each.text) for each in card.iter(f"{SVG}text") if each.get("class") == "g-state"}
        if "g-fact" not in card.get("class", ""):
            assert said == {"asked" if "is-on" in card.get("class", "") else "not asked"}
    assert "stroke-dasharray" in style()
    answers = {str(each.text) for each in root.iter(f"{SVG}text") if each.get("class") == "g-answer"}
    assert "Remove refusals" in answers


HOSTILE = '<script>alert(1)</script> & "quoted" ]]> \x00\x1b'


def test_an_answer_is_text_whatever_it_holds() -> None:
    outcome = classify(edition(), {**answers_of("v06"), "base_model": HOSTILE}, ON)
    way = path(GRAPH, outcome)
    for picture in (drawing := Drawing(GRAPH, layout(GRAPH, way), way)).strips():
        etree.fromstring(picture)
    root = etree.fromstring(drawing.alone().encode())
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>alert(1)</script>" in "".join(root.itertext())


def test_a_very_long_answer_is_cut() -> None:
    outcome = classify(edition(), {**answers_of("v06"), "base_model": "x" * 200 + " y" * 200}, ON)
    way = path(GRAPH, outcome)
    card = layout(GRAPH, way).strips[1].cards[0]
    assert len(card.rows[0].answer) == 3
    assert card.rows[0].answer[-1].line[-1].text.endswith("…")


def test_texts_of_a_questionnaire_are_text_too() -> None:
    sheet = edition().questionnaire
    sections = tuple(
        section.model_copy(update={"title": f"{section.title} {HOSTILE}"}) for section in sheet.sections
    )
    changed = replace(edition(), questionnaire=sheet.model_copy(update={"sections": sections}))
    drawn = graph(changed, ON)
    for picture in Drawing(drawn, layout(drawn)).strips():
        etree.fromstring(picture)
    assert not list(alone(drawn).iter(f"{SVG}script"))
