"""“Bring what you have”: nothing is saved that nobody chose, and nothing is overwritten unseen."""

import html as entities
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from compliance.accounts import limits
from compliance.assessments import colleagues, services
from compliance.assessments.models import AnswerChange
from compliance.assessments.uploads import MOST_BODY
from tests.assessments.prefill.proposing import sample
from tests.cases import MAIN
from tests.people import Team
from tests.visiting import Page, Visitor

CARD = "lora-card.md"
BASE = "meta-llama/Llama-3.1-70B-Instruct"


def bring(visitor: Visitor, *names: str, text: str = "", **files: bytes) -> Page:
    brought = [SimpleUploadedFile(each, sample(each)) for each in names]
    brought += [SimpleUploadedFile(name.replace("__", "."), content) for name, content in files.items()]
    return Page(visitor.client.post(visitor.address("bring"), {"brought": brought, "text": text}))


def fields(page: Page) -> dict[str, Any]:
    """The hidden fields of a review."""
    return {each.get("name"): each.get("value") for each in page.main.xpath(".//input[@type='hidden']")}


def key(page: Page, question: str, answer: str) -> str:
    """The value that takes an answer, by the words beside it."""
    for each in page.main.xpath(".//input[@name=$name]", name=f"take__{question}"):
        (label,) = page.main.xpath(".//label[@for=$id]", id=each.get("id"))
        if label.text_content().strip().endswith(answer):
            return str(each.get("value"))
    raise AssertionError(f"{answer} is not proposed for {question}")


def take(visitor: Visitor, page: Page, action: str = "save", **chosen: Any) -> Page:
    data = {**fields(page), "action": action, **{f"take__{name}": value for name, value in chosen.items()}}
    return Page(visitor.client.post(visitor.address("bring"), data))


def ticked(page: Page) -> list[str]:
    return [each for each in page.chosen if each]


def test_it_is_offered_on_the_first_question_and_in_the_task_list(visitor: Visitor) -> None:
    address = visitor.address("bring")
    assert visitor.question("role").links()["Bring what you have"] == address
    assert visitor.see("tasks").links()["Bring what you have"] == address
    visitor.store({"role": "modify"})
    assert "Bring what you have" not in visitor.question("role").links()
    assert visitor.see("tasks").links()["Bring what you have"] == address


def test_questions_that_no_file_answers_do_not_offer_it(db: None) -> None:
    visitor = Visitor.begin(questionnaire="what-changed")
    assert "Bring what you have" not in visitor.see("tasks").links()
    page = bring(visitor, CARD)
    assert page.status == 200
    assert "found nothing that answers" in page.text


def test_proposals_are_shown_in_words_with_their_source_and_nothing_is_chosen(visitor: Visitor) -> None:
    page = bring(visitor, CARD)
    assert page.status == 200
    assert page.heading == "What your files propose"
    assert "Which model do you start from? Not answered yet." in page.text
    assert f"“{BASE}”" in page.text or BASE in page.text
    assert "lora-card.md, line 2 · base_model" in page.text
    assert "the file says it" in page.text
    assert "the file suggests it" in page.text
    assert ticked(page) == []
    assert visitor.answers == {}


def test_what_is_taken_is_saved_and_the_rest_is_not(visitor: Visitor) -> None:
    page = bring(visitor, CARD)
    role = key(page, "role", "We change it, adapt it or build on it")
    adapter = key(page, "modifications", "An adapter")
    saved = take(visitor, page, role=role, modifications=adapter)
    assert saved.leads_to == visitor.address("tasks")
    assert visitor.answers == {"role": "modify", "modifications": ["adapter_tuning"]}
    assert visitor.see("tasks").notices[0] == (
        "2 answers are saved. Their history says where each is from; the files were not kept."
    )


def test_the_history_of_an_answer_says_where_it_is_from(visitor: Visitor) -> None:
    page = bring(visitor, CARD, "adapter_config.json")
    take(visitor, page, base_model=key(page, "base_model", BASE))
    why = AnswerChange.objects.get(question="base_model").why
    assert why.startswith(f"From lora-card.md, base_model, line 2: “{BASE}”; adapter_config.json, ")
    assert "From lora-card.md" in visitor.see("answer", "base_model").text


def test_what_only_fills_gaps_is_ticked_on_demand_and_saved_only_then(visitor: Visitor) -> None:
    page = bring(visitor, CARD)
    shown = take(visitor, page, action="gaps")
    assert shown.status == 200
    assert ticked(shown) == [key(page, "base_model", BASE), key(page, "modifications", "An adapter")]
    assert visitor.answers == {}
    chosen = {"base_model": ticked(shown)[0], "modifications": ticked(shown)[1]}
    take(visitor, shown, **chosen)
    assert visitor.answers == {"base_model": BASE, "modifications": ["adapter_tuning"]}


def test_ticking_gaps_keeps_what_was_ticked_by_hand(visitor: Visitor) -> None:
    page = bring(visitor, CARD)
    role = key(page, "role", "We change it, adapt it or build on it")
    assert role in ticked(take(visitor, page, action="gaps", role=role))


def test_an_answer_of_today_is_shown_and_stays_unless_it_is_replaced(visitor: Visitor) -> None:
    visitor.store({"base_model": "Something else"})
    page = bring(visitor, CARD)
    assert "Your answer today: Something else" in page.text
    assert f"Replace it: {BASE}" in page.text
    gaps = ticked(take(visitor, page, action="gaps"))
    assert key(page, "base_model", BASE) not in gaps
    take(visitor, page, base_model=key(page, "base_model", BASE))
    assert visitor.answers["base_model"] == BASE


def test_a_choice_is_added_to_those_of_today(visitor: Visitor) -> None:
    visitor.store({"modifications": ["prompt", "retrieval"]})
    page = bring(visitor, CARD)
    assert "Add: An adapter" in page.text
    take(visitor, page, modifications=key(page, "modifications", "An adapter"))
    assert visitor.answers["modifications"] == ["prompt", "retrieval", "adapter_tuning"]


def test_a_choice_takes_the_place_of_one_that_excludes_it(visitor: Visitor) -> None:
    visitor.store({"modifications": ["none"]})
    page = bring(visitor, CARD)
    assert "Replace it: An adapter" in page.text
    take(visitor, page, modifications=key(page, "modifications", "An adapter"))
    assert visitor.answers["modifications"] == ["adapter_tuning"]


def test_what_is_answered_like_that_already_needs_no_choice(visitor: Visitor) -> None:
    visitor.store({"base_model": BASE})
    page = bring(visitor, CARD)
    assert not page.main.xpath(".//input[@name='take__base_model']")
    assert f"Which model do you start from? {BASE}" in page.text


def test_files_that_disagree_leave_the_choice_to_people(visitor: Visitor) -> None:
    page = bring(visitor, CARD, "axolotl-qlora.yaml")
    assert "Your files disagree." in page.text
    options = page.main.xpath(".//input[@name='take__base_model']")
    assert [each.get("type") for each in options] == ["radio"] * 3
    assert [each.get("value") for each in options if each.get("checked") is not None] == [""]
    gaps = ticked(take(visitor, page, action="gaps"))
    assert key(page, "base_model", BASE) not in gaps


def test_a_file_that_agrees_with_today_is_told_beside_one_that_does_not(visitor: Visitor) -> None:
    visitor.store({"base_model": BASE})
    page = bring(visitor, CARD, "axolotl-qlora.yaml")
    assert "So says lora-card.md too; your files disagree." in page.text


def test_what_is_not_asked_is_kept_and_says_so(visitor: Visitor) -> None:
    visitor.store({"role": "use_only"})
    page = bring(visitor, CARD)
    assert "Not asked so far" in page.text
    take(visitor, page, base_model=key(page, "base_model", BASE))
    assert visitor.answers["base_model"] == BASE
    assert "base_model" not in visitor.standing.asked


def test_an_answer_given_meanwhile_is_not_overwritten(visitor: Visitor) -> None:
    page = bring(visitor, CARD)
    visitor.store({"base_model": "Typed meanwhile"})
    both = {
        "base_model": key(page, "base_model", BASE),
        "modifications": key(page, "modifications", "An adapter"),
    }
    again = take(visitor, page, **both)
    assert again.status == 409
    assert "answered in another window" in again.errors[0]
    assert visitor.answers == {"base_model": "Typed meanwhile", "modifications": ["adapter_tuning"]}
    assert "Your answer today: Typed meanwhile" in again.text
    assert take(visitor, again, base_model=both["base_model"]).status == 302
    assert visitor.answers["base_model"] == BASE


def test_saving_twice_does_no_harm(visitor: Visitor) -> None:
    page = bring(visitor, CARD)
    chosen = {"base_model": key(page, "base_model", BASE)}
    assert take(visitor, page, **chosen).status == 302
    assert take(visitor, page, **chosen).status == 422  # nothing is left to take
    assert AnswerChange.objects.filter(question="base_model").count() == 1


def test_nothing_chosen_is_told(visitor: Visitor) -> None:
    page = take(visitor, bring(visitor, CARD))
    assert page.status == 422
    assert "Nothing is chosen yet" in page.errors[0]


def test_an_older_version_in_view_is_told(visitor: Visitor) -> None:
    page = bring(visitor, CARD)
    data = fields(page) | {"version": "2020.1", "take__base_model": key(page, "base_model", BASE)}
    again = Page(visitor.client.post(visitor.address("bring"), data))
    assert again.status == 409
    assert "in another window" in again.errors[0]
    assert visitor.answers == {}


def test_proposals_of_another_assessment_or_changed_ones_are_refused(visitor: Visitor) -> None:
    page = bring(visitor, CARD)
    other = Visitor.begin(visitor.client)
    chosen = {"base_model": key(page, "base_model", BASE)}
    assert take(other, page, **chosen).status == 422
    changed = fields(page) | {"sheet": "x" + fields(page)["sheet"], "take__base_model": chosen["base_model"]}
    answer = Page(visitor.client.post(visitor.address("bring"), changed))
    assert answer.status == 422
    assert "Bring the files again" in answer.errors[0]
    assert visitor.answers == other.answers == {}


@pytest.mark.parametrize("data", [{"sheet": ""}, {"sheet": "x", "seen__role": "x"}])
def test_a_form_that_no_page_of_ours_sent_is_refused(visitor: Visitor, data: dict[str, str]) -> None:
    assert visitor.client.post(visitor.address("bring"), data).status_code == 422


def test_a_file_that_cannot_be_read_is_told_and_does_not_stop_the_others(visitor: Visitor) -> None:
    page = bring(visitor, "broken-card.md", CARD)
    assert page.status == 200
    assert "broken-card.md has a fault in its front matter" in page.notices[0]
    assert "(line 6)" in page.notices[0]
    assert BASE in page.text


def test_only_unreadable_files_are_an_error_with_a_remedy(visitor: Visitor) -> None:
    page = bring(visitor, weights__gguf=b"GGUF\0\0")
    assert page.status == 422
    assert page.errors == [
        "weights.gguf holds the weights themselves. They are not needed. Bring the model card beside them."
    ]
    assert page.title.startswith("Error:")


def test_pasted_text_is_read_like_a_file_and_kept_where_it_is_wrong(visitor: Visitor) -> None:
    assert BASE in bring(visitor, text=sample(CARD).decode()).text
    page = bring(visitor, text="{broken")
    assert page.status == 422
    assert "Pasted text is not JSON" in page.errors[0]
    assert page.value("text").strip() == "{broken"


def test_nothing_brought_is_told(visitor: Visitor) -> None:
    page = bring(visitor)
    assert page.status == 422
    assert page.errors == ["Choose a file, or paste its text below."]


def test_too_many_files_are_told(visitor: Visitor) -> None:
    page = bring(visitor, *[CARD] * 7)
    assert page.errors == ["Choose 6 files at most; these are 7."]


def test_too_much_at_once_is_not_even_read(visitor: Visitor) -> None:
    page = bring(visitor, log__json=b"x" * (MOST_BODY + 1))
    assert page.status == 413
    assert visitor.address("bring") in page.links().values()


def test_too_often_is_told_and_what_was_typed_is_kept(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.RATES, "upload", "1/h/key")
    assert bring(visitor, CARD).status == 200
    page = bring(visitor, text="base_model: a/b")
    assert page.status == 429
    assert page.value("text").strip() == "base_model: a/b"


def test_one_file_too_large_is_told(visitor: Visitor) -> None:
    page = bring(visitor, log__json=b"x" * 2_100_000)
    assert "2,000,000 bytes is the most" in page.errors[0]
    assert "--header-only" in page.errors[0]


def test_what_a_file_says_is_shown_as_text(visitor: Visitor) -> None:
    text = (
        '---\nbase_model: "acme/<script>alert(1)</script>"\nlicense: "<b>x"\ntags: ["<i>lora", lora]\n---\n'
    )
    page = bring(visitor, **{"<img src=x>__md": text.encode()})
    assert b"<script>alert" not in page.response.content
    assert b"<img src=x" not in page.response.content


def test_direction_overrides_never_reach_the_page(visitor: Visitor) -> None:
    text = '---\nbase_model: acme/Base-8B\ntags: [lora]\nquantized_by: "ann\u202egnp"\n---\n'
    page = bring(visitor, **{"a\u202eb__md": text.encode()})
    assert "\u202e" not in page.response.content.decode()


def test_the_proposals_in_the_form_stay_small(visitor: Visitor) -> None:
    page = bring(visitor, "merge-card.md", "adapter_config.json", "axolotl-qlora.yaml", "rates.json", CARD)
    assert len(fields(page)["sheet"]) < 20_000


def test_every_field_has_a_label_and_a_name_of_its_own(visitor: Visitor) -> None:
    page = bring(visitor, CARD, "axolotl-qlora.yaml", "rates.json")
    ids = re.findall(r' id="([^"]+)"', entities.unescape(page.response.content.decode()))
    assert len(ids) == len(set(ids))


# organisations -----------------------------------------------------------------------------------------


@pytest.fixture
def team(db: None) -> Team:
    return Team("Larkspur Labs")


def owned(team: Team, role: str) -> Visitor:
    assessment = services.start(questionnaire=MAIN, owner=team.organisation, actor=team.user("assessor"))
    return Visitor(assessment.pk, team.browser(role))


def test_assessors_bring_files_and_the_history_names_them(team: Team) -> None:
    visitor = owned(team, "assessor")
    page = bring(visitor, CARD)
    assert take(visitor, page, base_model=key(page, "base_model", BASE)).status == 302
    change = AnswerChange.objects.get(question="base_model")
    assert change.actor == team.user("assessor")
    assert change.why.startswith("From lora-card.md")


def test_whoever_was_given_questions_gets_proposals_for_them_and_for_no_others(team: Team) -> None:
    visitor = owned(team, "contributor")
    visitor.store({"role": "modify", "base_access": "open_weights"})
    assert visitor.client.get(visitor.address("bring")).status_code == 404
    colleagues.assign(
        assessment_id=visitor.assessment_id,
        actor=team.user("assessor"),
        assignee=team.members["contributor"],
        sections=[],
        questions=["base_model"],
        note="",
        due=None,
        address="http://testserver/",
    )
    assert "Bring what you have" in visitor.see("tasks").links()
    page = bring(visitor, CARD)
    assert {each.name for each in page.main.iter("input") if "take__" in (each.name or "")} == {
        "take__base_model"
    }
    assert "We change it" not in page.text
    assert "We downloaded weights" not in page.text
    forged = {"take__modifications": ["0", "1", "2", "3", "4", "5"]}
    taken = {"take__base_model": key(page, "base_model", BASE), "action": "save"}
    response = visitor.client.post(visitor.address("bring"), {**fields(page), **taken, **forged})
    assert response.status_code == 302
    assert set(visitor.answers) == {"role", "base_access", "base_model"}
    page = bring(visitor, "rates.json")
    assert "found nothing that answers one of these questions" in page.text


def test_those_who_only_read_are_not_offered_it(team: Team) -> None:
    visitor = owned(team, "reviewer")
    assert "Bring what you have" not in visitor.see("tasks").links()
    assert visitor.client.get(visitor.address("bring")).status_code == 403


def test_strangers_find_nothing(visitor: Visitor) -> None:
    assert Client().post(visitor.address("bring"), {"sheet": "x"}).status_code == 404
