"""The outcome page: for every worked case exactly what it expects, in blocks that cannot be mixed up."""

import re

import pytest

from tests.cases import FILES, answers_of, case, edition
from tests.visiting import Page, Visitor, words

BLOCKS = {
    "law": "Law that may apply: check with counsel",
    "proposed": "Proposed targeted obligations (not law)",
    "promised": "What you promised upstream",
    "guidance": "Guidance",
}
KINDS = {
    "law": "law",
    "proposed": "targeted_obligation",
    "promised": "upstream_contract",
    "guidance": "voluntary",
}


def ids(page: Page, block: str | None = None) -> list[str]:
    """Ids of the findings and items that the page lists, in order; of one block only, if given."""
    (root,) = page.main.xpath(".//section[@aria-labelledby=$name]", name=block) if block else [page.main]
    return [each.get("id") for each in root.find_class("mc-item")]


@pytest.mark.parametrize("number", FILES)
def test_a_case_gives_exactly_what_it_expects(visitor: Visitor, number: str) -> None:
    visitor.store(answers_of(number))
    page, expect = visitor.see("outcome"), case(number).expect
    tier = next(each for each in edition().ladder.tiers if each.id == expect.tier)
    assert page.heading == f"{tier.id}: {tier.name}"
    chips = [words(each) for each in page.classed("mc-chip")]
    change_class = next(each for each in edition().ladder.classes if each.id == expect.change_class)
    assert chips[0] == f"Class of change: {change_class.name}"
    assert chips[1] == ("Provisional, valid 90 days" if expect.provisional else "Final, valid 12 months")
    assert sorted(ids(page)) == sorted([*expect.findings, *expect.items])


@pytest.mark.parametrize("number", ["v05", "v06", "v12", "w08"])
def test_law_proposals_promises_and_guidance_stand_apart(visitor: Visitor, number: str) -> None:
    visitor.store(answers_of(number))
    page = visitor.see("outcome")
    for block, title in BLOCKS.items():
        expected = [each for each in case(number).expect.items if edition().items[each].kind == KINDS[block]]
        if expected:
            assert sorted(ids(page, block)) == sorted(expected)
            assert words(page.main.get_element_by_id(block)) == title
        else:
            assert page.main.xpath(".//section[@aria-labelledby=$name]", name=block) == []


def test_each_finding_says_which_answers_made_it(visitor: Visitor) -> None:
    visitor.store(answers_of("v06"))
    text = words(visitor.see("outcome").main.get_element_by_id("R3.4"))
    question = edition().questions["edit_aim"]
    answer = next(each.text for each in question.choices if each.id == "remove_refusals")
    assert f"To “{question.quoted}” you answered {answer}" in text
    assert "Puts you on at least T3 · Source: " in text


def test_law_is_marked_where_it_lies_ahead_or_was_not_checked(visitor: Visitor) -> None:
    visitor.store(answers_of("v12"))
    page = visitor.see("outcome")
    law = [words(each) for each in page.main.find_class("mc-item") if each.get("id").startswith("LAW-")]
    assert any("not yet checked against the primary text" in each for each in law)
    checked = r"(checked against the primary text|read in a secondary source) on \d+ \w+ \d{4}"
    assert all(re.search(checked, each) for each in law)
    assert not any("checked against the primary text on" in each for each in law if "not yet" in each)


def test_law_is_grouped_by_place(visitor: Visitor) -> None:
    visitor.store(answers_of("v12"))
    (section,) = visitor.see("outcome").main.xpath(".//section[@aria-labelledby='law']")
    assert [words(each) for each in section.iter("h3")] == ["European Union", "United States, single states"]
    lists = [[each.get("id") for each in group] for group in section.find_class("mc-law")]
    assert [{each[:6] for each in group} for group in lists] == [{"LAW-EU"}, {"LAW-US"}]


def test_what_was_not_sure_is_said_beside_the_rule_that_read_it(visitor: Visitor) -> None:
    visitor.store(answers_of("w03"))
    text = words(visitor.see("outcome").main.get_element_by_id("R3.3"))
    assert "you answered I am not sure, which is read as “Yes” until you know" in text


def test_a_provisional_outcome_says_what_would_make_it_final(visitor: Visitor) -> None:
    visitor.store(answers_of("w03"))
    (notice,) = visitor.see("outcome").notices
    text = edition().questions["eu_high_risk_use"].quoted
    assert notice == (f"Provisional: what would make it final Find out, where you are not sure: “{text}”.")


def test_what_was_assumed_is_listed(visitor: Visitor) -> None:
    visitor.store(answers_of("w03"))
    page = visitor.see("outcome")
    (section,) = page.main.xpath(".//section[@aria-labelledby='assumed']")
    assert edition().questions["eu_high_risk_use"].quoted in words(section)


def test_before_the_end_it_says_at_least(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "modifications": ["weight_editing"], "edit_aim": "remove_refusals"})
    page = visitor.see("outcome")
    assert page.heading.startswith("So far at least T3: ")
    assert "Get the PDF" not in page.links()
    assert "Not final: questions are open" in [words(each) for each in page.classed("mc-chip")]
    ladder = [words(each) for each in page.main.xpath(".//figure")[0].find_class("mc-rung")]
    assert [each.split()[0] for each in ladder if each.endswith("still possible")] == ["T3", "T4"]
    assert any(re.fullmatch(r"Answer the \d+ open questions", each) for each in page.links())


def test_with_too_little_answered_nothing_is_stated(visitor: Visitor) -> None:
    for answers in ({}, {"role": "modify", "modifications": ["prompt"]}):
        visitor.store(answers)
        page = visitor.see("outcome")
        assert "You do not change a model" not in page.text
        assert "Your change is of the usual kind" not in page.text
        assert "Class of change" not in page.text
        assert "No guidance and no law" not in page.text
    assert visitor.see("outcome").heading == "So far at least T1: Voluntary guidance"
    empty = Visitor.begin().see("outcome")
    assert empty.heading == "Too early to say"
    assert "Still possible: T0, T1, T2, T3, T4, UPSTREAM." in empty.text


def test_a_change_whose_own_class_is_open_is_not_listed_with_one(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "modifications": ["prompt", "sampling"]})
    (table,) = visitor.see("outcome").classed("mc-table")
    assert [words(row) for row in table.find("tbody")] == ["Sampling settingsConfiguration"]


def test_an_estimate_is_said_to_be_one(visitor: Visitor) -> None:
    visitor.store(answers_of("v20"))
    (section,) = visitor.see("outcome").main.xpath(".//section[@aria-labelledby='assumed']")
    assert "Not known: estimated from other answers, as 7.2 × 10²³ FLOP." in words(section)
    assert "cautious" not in words(section)


def test_somebody_who_trained_the_base_is_sent_upstream(visitor: Visitor) -> None:
    visitor.store({"role": "trained_base"})
    page = visitor.see("outcome")
    gate = next(each for each in edition().ladder.gates)
    assert page.heading == gate.name
    assert gate.meaning in page.text
    assert "Class of change" not in page.text


def test_the_words_compliant_and_certified_are_nowhere(visitor: Visitor) -> None:
    for number in ("v02", "v06", "v12"):
        visitor.store(answers_of(number))
        for name in ("outcome", "check", "tasks"):
            assert not re.search(r"\b(compliant|certified)\b", visitor.see(name).text, re.IGNORECASE)
