"""The graph as a page and as a picture alone, public and with one's own path; the rules in words."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree, html

import questionnaires
from questionnaires.graph import style
from tests.cases import MAIN, answers_of, edition
from tests.visiting import Page, Visitor, words

ROUTES = ("graph", "graph_picture", "rules")


def address(name: str, questionnaire: str = MAIN, version: str = "2026.1") -> str:
    return reverse(f"assessments:{name}", args=[questionnaire, version])


def visit(name: str, query: str = "", questionnaire: str = MAIN) -> Page:
    return Page(Client().get(address(name, questionnaire) + query))


# the graph ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("questionnaire", list(questionnaires.library()))
@pytest.mark.parametrize("name", ROUTES)
def test_everybody_sees_it_without_a_query(name: str, questionnaire: str) -> None:
    assert visit(name, questionnaire=questionnaire).status == 200  # no database fixture: a query would fail


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize(("questionnaire", "version"), [("none", "2026.1"), (MAIN, "1999.1")])
def test_of_what_is_not_there_there_is_no_picture(
    db: None, name: str, questionnaire: str, version: str
) -> None:
    assert Client().get(address(name, questionnaire, version)).status_code == 404


def test_the_page_shows_all_questions_and_the_way_to_the_words() -> None:
    page = visit("graph")
    text = " ".join(page.text.split())
    for section in edition().questionnaire.sections:
        assert section.title in text
    assert page.links()["The picture alone"] == address("graph_picture")
    assert page.links()["The same in words"] == address("rules") + "#questions"


def test_names_in_the_picture_lead_to_their_place_among_the_rules() -> None:
    there = set(visit("rules").tree.xpath("//@id"))
    for tree in (visit("graph").tree, html.fromstring(Client().get(address("graph_picture")).content)):
        targets = set(tree.xpath("//svg//a/@href"))
        assert len(targets) == 81
        assert {each.partition("#")[0] for each in targets} == {address("rules")}
        assert {each.partition("#")[2] for each in targets} <= there


@pytest.mark.parametrize(("query", "width"), [("", "916"), ("?size=fit", "100%"), ("?size=large", "1374")])
def test_the_picture_has_three_sizes_and_needs_no_script(query: str, width: str) -> None:
    page = visit("graph", query)
    assert set(page.main.xpath(".//*[not(contains(@class, 'narrow'))]/svg/@width")) == {width}
    current = [words(each) for each in page.main.xpath(".//nav//a[@aria-current]")]
    assert current == [{"": "Actual size", "?size=fit": "Fit the width", "?size=large": "Large"}[query]]


def test_an_unknown_size_is_the_actual_one() -> None:
    assert visit("graph", "?size=huge").text == visit("graph").text


def test_a_picture_alone_is_svg_whose_style_the_policy_lets_through() -> None:
    response = Client().get(address("graph_picture"))
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert "".join(root.xpath("//*[local-name()='style']/text()")) == style()
    policy = dict(each.strip().split(" ", 1) for each in response["Content-Security-Policy"].split(";"))
    assert re.fullmatch(r"'self' 'sha256-[\w+/]+='", policy["style-src"])
    assert policy["script-src"] == "'self'"


def test_other_pages_let_no_style_through() -> None:
    policy = Client().get(address("graph"))["Content-Security-Policy"]
    assert "sha256" not in policy
    assert "unsafe" not in policy


# one's own path ------------------------------------------------------------------------------------------


def test_one_s_own_path_shows_what_was_asked_and_answered(visitor: Visitor) -> None:
    visitor.store(answers_of("v06"))
    page = visitor.see("own_graph")
    assert page.heading == "Your path through the questions"
    answers = {words(each) for each in page.main.xpath(".//*[@class='g-answer']")}
    assert {"Remove refusals", "Direct edits of weights or activations"} <= answers
    states = {words(each) for each in page.main.xpath(".//*[@class='g-state']")}
    assert states == {"asked", "not asked"}
    alone = visitor.client.get(visitor.address("own_graph_picture"))
    assert b"Remove refusals" in alone.content
    assert alone["Content-Type"].startswith("image/svg+xml")


def test_nobody_keeps_a_copy_of_it(visitor: Visitor) -> None:
    for name in ("own_graph", "own_graph_picture"):
        assert "no-store" in visitor.see(name).response["Cache-Control"]


def test_at_the_beginning_nothing_is_answered(visitor: Visitor) -> None:
    page = visitor.see("own_graph")
    said = {words(each) for each in page.main.xpath(".//*[@class='g-state']")}
    assert "may be asked" in said
    assert "not answered yet" in page.text


@pytest.mark.parametrize("name", ["tasks", "outcome"])
def test_it_is_reached_from_the_list_and_the_outcome(name: str, visitor: Visitor) -> None:
    links = visitor.see(name).links()
    assert links["Your path as a picture"] == visitor.address("own_graph")


# the rules in words -------------------------------------------------------------------------------------


def rule(page: Page, place: str) -> str:
    return words(page.main.get_element_by_id(place))


def test_a_rule_stands_in_words_before_the_condition_that_runs() -> None:
    page = visit("rules")
    text = rule(page, "R4.4")
    assert "Holds if all of these are true:" in text
    assert "“It is contained safety research that the upstream developer allows” is not true" in text
    assert text.index("Holds if") < text.index('atLeast(hazard_cbrn, "substantial") && !contained')
    assert "Source:" in text


def test_groups_are_lists_within_lists() -> None:
    element = visit("rules").main.get_element_by_id("R4.2")
    outer = element.xpath("./div[@class='mc-said']/ul/li")
    assert len(outer) == 3
    assert [len(each.xpath("./ul/li")) for each in outer] == [0, 2, 0]


def test_every_question_fact_and_rule_says_when() -> None:
    page, found = visit("rules"), edition()
    for question in found.questions.values():
        lead = "Asked if" if question.ask_if else "Asked of everybody."
        assert lead in rule(page, f"question-{question.id}")
    for fact in found.questionnaire.facts:
        lead = "True if" if fact.kind == "boolean" else "Otherwise"
        assert lead in rule(page, f"fact-{fact.id}")
    for item in found.items.values():
        assert "Given if" in rule(page, item.id)
        assert item.when in page.main.get_element_by_id(item.id).xpath("string(.//code)")
    for gate in found.gates.values():
        assert "Comes before the ladder if" in rule(page, gate.id)


def test_a_definition_by_cases_is_in_order_and_ends_with_otherwise() -> None:
    lines = [words(each) for each in visit("rules").main.get_element_by_id("fact-decline").xpath("./ol/li")]
    assert [line.split(" if ")[0] for line in lines] == [
        "“unknown”",
        "“major”",
        "“material”",
        "Otherwise “none”.",
    ]


def test_questions_and_facts_are_called_as_in_the_picture() -> None:
    page = visit("rules")
    assert "Q15 · modifications" in rule(page, "question-modifications")
    assert "A · modified" in rule(page, "fact-modified")
    assert "· threshold" not in rule(page, "fact-threshold")  # no question is asked because of it


def test_links_in_words_lead_somewhere_on_the_page() -> None:
    for name in questionnaires.library():
        page = visit("rules", questionnaire=name)
        ids = page.tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        targets = {each[1:] for each in page.main.xpath(".//a/@href") if each.startswith("#")}
        assert targets <= set(ids)


def test_the_long_page_has_its_contents_at_hand_wide_and_narrow() -> None:
    main = visit("rules").main
    fold, side = main.xpath(".//details[@class='mc-fold']//a/@href"), main.xpath(".//aside//a/@href")
    assert fold == side
    assert {"#findings", "#questions", "#facts"} <= set(side)
    jumps = set(main.xpath(".//ul[@class='mc-links']//a/@href"))
    assert {f"#section-{each.id}" for each in edition().questionnaire.sections} <= jumps
    assert {f"#{each}" for each in (*edition().findings, *edition().items)} <= jumps
