"""The task list: sections and their states, and where each leads."""

from tests.cases import answers_of, edition
from tests.visiting import Visitor, words


def states(visitor: Visitor) -> dict[str, str]:
    """Each section's title with its state, as the list shows them."""
    found = {}
    for line in visitor.see("tasks").classed("mc-task"):
        (state,) = line.find_class("mc-state")
        found[words(line[0])] = words(state)
    return found


def test_all_sections_are_listed_in_order(visitor: Visitor) -> None:
    assert list(states(visitor)) == [section.title for section in edition().questionnaire.sections]


def test_a_section_is_not_started_then_partly_answered_then_done(visitor: Visitor) -> None:
    assert states(visitor)["You and your product"] == "Not started"
    visitor.store({"role": "use_only", "markets": ["uk"]})
    assert states(visitor)["You and your product"] == "2 of 5 answered"
    visitor.store(answers_of("v02"))
    assert states(visitor)["You and your product"] == "Done"


def test_a_section_that_waits_for_earlier_answers_says_so_and_leads_nowhere(visitor: Visitor) -> None:
    assert states(visitor)["Details of each change"] == "Cannot start yet"
    assert "Details of each change" not in visitor.see("tasks").links()


def test_a_section_that_is_not_needed_says_so_and_leads_nowhere(visitor: Visitor) -> None:
    visitor.store(answers_of("v02"))
    assert states(visitor)["Hazards"] == "Not needed"
    assert "Hazards" not in visitor.see("tasks").links()


def test_a_section_leads_to_what_is_open_in_it(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "organisation_size": "small"})
    links = visitor.see("tasks").links()
    assert links["You and your product"] == visitor.address("question", "markets")
    assert links["Continue with “You and your product”"] == visitor.address("question", "markets")


def test_a_section_that_is_done_leads_to_its_beginning(visitor: Visitor) -> None:
    visitor.store(answers_of("v02"))
    assert visitor.see("tasks").links()["You and your product"] == visitor.address("question", "role")


def test_one_begins_then_continues_then_checks(visitor: Visitor) -> None:
    assert visitor.see("tasks").links()["Begin"] == visitor.address("question", "role")
    visitor.store(answers_of("v02"))
    links = visitor.see("tasks").links()
    assert links["Check your answers"] == visitor.address("check")
    assert links["See the outcome"] == visitor.address("outcome")


def test_starting_over_asks_first_then_clears(visitor: Visitor) -> None:
    visitor.store(answers_of("v02"))
    page = visitor.see("start_over")
    assert page.heading == "Start over?"
    assert "This clears 5 answers. Your private links stay good, and attached files stay." in page.text
    assert visitor.answers == answers_of("v02")
    assert visitor.client.post(visitor.address("start_over")).status_code == 302
    assert visitor.answers == {}
    assert visitor.see("tasks").notices == ["All answers are cleared."]


def test_deleting_asks_first_and_says_what_stays(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.see("delete")
    assert page.heading == "Delete everything?"
    gone = "This removes one answer, the outcome, every attached file and every private link."
    assert gone in page.text
    assert visitor.answers == {"role": "modify"}
