"""manage.py preview: a draft is answered with the site's pages, and everything in it is seen beside them."""

from pathlib import Path

import pytest
from django.test import Client

from compliance.preview.draft import shown
from questionnaires import Fault
from tests.questionnaires.broken import FILES
from tests.visiting import Page, Visitor

Q = "questionnaire.yaml"


def change(draft: Path, old: str, new: str, file: str = Q) -> None:
    text = (draft / file).read_text()
    assert old in text
    (draft / file).write_text(text.replace(old, new))


@pytest.fixture
def visitor(browser: Client) -> Visitor:
    Page(browser.get("/"))  # the draft is on offer from the first request on
    return Visitor.begin(browser, "pets")


def test_the_first_page_is_the_draft_with_its_cases(browser: Client) -> None:
    page = Page(browser.get("/"))
    assert page.heading == "Pets at work"
    assert "fish.yaml as expected" in page.text
    assert "Questions 6" in page.text


def test_only_the_draft_is_on_offer(browser: Client) -> None:
    browser.get("/")
    assert browser.post("/start/downstream-modification/").status_code == 404


def test_it_is_answered_on_the_pages_of_the_site(visitor: Visitor) -> None:
    page = visitor.send("kind", {"kind": "dog"})
    assert page.status == 302
    assert visitor.answers == {"kind": "dog"}
    assert visitor.see("outcome").status == 200
    assert visitor.see("check").status == 200


def test_beside_a_question_stand_findings_facts_items_and_questions_with_their_state(
    visitor: Visitor,
) -> None:
    visitor.store({"kind": "dog"})
    text = visitor.question("habits").text
    assert "F1 A loud animal open kind: A dog waiting for habits, weight" in text
    assert "loud = open" in text
    assert "size_class = small or big" in text
    assert "LAW-1 Leash" in text
    assert "trained asked kind: A dog" in text
    assert "asked_neighbours may be asked" in text


def test_with_each_answer_they_move_on(visitor: Visitor) -> None:
    visitor.store({"kind": "dog", "habits": ["barks"]})
    text = visitor.question("habits").text
    assert "F1 A loud animal fires: P1 kind: A dog habits: It barks" in text
    assert "loud = true" in text
    visitor.store({"kind": "fish", "weight": 1})
    text = visitor.question("habits").text
    assert "Cannot fire: F1" in text
    assert "Not asked: trained asked_neighbours" in text


def test_everything_is_on_one_page(visitor: Visitor) -> None:
    visitor.store({"kind": "fish", "weight": 1})
    text = Page(visitor.client.get(f"/draft/{visitor.assessment_id}/")).text
    assert "F1 A loud animal cannot fire" in text
    assert "size_class = small weight: 1 kg" in text
    assert "LAW-1 Leash not given kind: A fish" in text
    assert "trained not asked Is it trained? kind: A fish" in text


def test_it_is_the_holders_only(visitor: Visitor) -> None:
    stranger = Client(headers={"host": "localhost"})
    assert stranger.get(f"/draft/{visitor.assessment_id}/").status_code == 404


def test_a_case_opens_as_answers(browser: Client) -> None:
    browser.get("/")
    page = Page(browser.post("/draft/cases/fish/", follow=True))
    assert page.heading == "The whole draft with these answers"
    assert "size_class = small" in page.text
    assert browser.post("/draft/cases/nobody/").status_code == 404


def test_a_case_that_fails_is_told_and_stops_nothing(draft: Path, browser: Client) -> None:
    change(draft, "tier: P0", "tier: P1", "cases/fish.yaml")
    page = Page(browser.get("/"))
    assert page.status == 200
    assert "pets/1/cases/fish.yaml:5 tier is P0, expected P1." in page.text


# while it changes --------------------------------------------------------------------------------------


def test_a_change_is_seen_with_the_next_request(draft: Path, visitor: Visitor) -> None:
    change(draft, "text: What does it do?", "text: What are its habits?")
    assert visitor.question("habits").heading == "What are its habits?"


def test_a_broken_draft_shows_each_fault_with_its_line_and_the_remedy(draft: Path, visitor: Visitor) -> None:
    change(draft, "unit: kg", "unti: kg")
    change(draft, 'ask_if: kind == "dog"', 'ask_if: kind = "dog"')
    page = visitor.question("habits")
    assert (page.status, page.heading) == (503, "2 things to put right")
    line = 1 + FILES[Q][: FILES[Q].index("unit: kg")].count("\n")
    assert f"pets/1/questionnaire.yaml:{line} there is no key unti here. Did you mean unit?" in page.text
    assert f"→ {line} unti: kg" in page.text
    assert "Write == to compare." in page.text


def test_mended_the_page_is_there_again_with_the_answers(draft: Path, visitor: Visitor) -> None:
    visitor.send("kind", {"kind": "dog"})
    change(draft, "unit: kg", "unti: kg")
    assert visitor.question("habits").status == 503
    change(draft, "unti: kg", "unit: kg")
    assert visitor.question("habits").heading == "What does it do?"
    assert visitor.answers == {"kind": "dog"}


def test_an_answer_sent_while_it_is_broken_is_not_lost(draft: Path, visitor: Visitor) -> None:
    change(draft, "unit: kg", "unti: kg")
    assert visitor.send("kind", {"kind": "dog"}).status == 302
    change(draft, "unti: kg", "unit: kg")
    assert visitor.answers == {"kind": "dog"}


def test_a_draft_that_was_never_right_shows_its_faults_too(draft: Path) -> None:
    change(draft, "unit: kg", "unti: kg")
    browser = Client(headers={"host": "localhost"})
    assert Page(browser.get("/")).heading == "One thing to put right"
    assert browser.post("/start/pets/").status_code == 503
    change(draft, "unti: kg", "unit: kg")
    assert Page(browser.get("/")).heading == "Pets at work"


def test_a_draft_without_any_file(draft: Path) -> None:
    (draft / Q).unlink()
    page = Page(Client(headers={"host": "localhost"}).get("/"))
    assert page.status == 503
    assert "cannot be read: No such file or directory." in page.text


def test_an_answer_that_fits_no_more_is_asked_again(draft: Path, visitor: Visitor) -> None:
    visitor.send("kind", {"kind": "parrot"})
    change(draft, "parrot", "bird")
    assert visitor.see("tasks").status == 200
    assert visitor.answers == {}


def test_the_stamp_changes_with_the_files_and_with_nothing_else(draft: Path, browser: Client) -> None:
    first = browser.get("/draft/stamp/").content
    assert browser.get("/draft/stamp/").content == first
    (draft / "notes.txt").write_text("not part of it")
    assert browser.get("/draft/stamp/").content == first
    change(draft, "unit: kg", "unti: kg")
    response = browser.get("/draft/stamp/")
    assert (response.status_code, response.content != first) == (200, True)


# what the proof finds ----------------------------------------------------------------------------------


def test_a_sound_draft_is_said_to_be_so(browser: Client) -> None:
    assert "Nothing: every question, choice, finding and item can be reached" in Page(browser.get("/")).text


def test_parts_that_no_answers_reach_are_told_with_their_line(draft: Path, visitor: Visitor) -> None:
    change(draft, 'ask_if: kind == "dog"', 'ask_if: kind == "dog" && kind == "fish"')
    text = Page(visitor.client.get("/")).text
    line = 1 + FILES[Q][: FILES[Q].index("- id: trained")].count("\n")
    assert f"pets/1/questionnaire.yaml:{line} " in text
    assert "trained can never be asked" in text
    assert "trained can never be asked" in visitor.question("kind").text  # and beside the questions


# this machine only -------------------------------------------------------------------------------------


def test_another_machine_is_refused(draft: Path) -> None:
    response = Client(headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.7").get("/")
    assert response.status_code == 403


def test_another_name_is_refused(draft: Path) -> None:
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400


def test_a_fault_without_a_file_is_shown_without_lines(tmp_path: Path) -> None:
    assert shown(Fault(str(tmp_path / "none.yaml"), 3, "m", "r")).lines == ()
