"""Question pages: answering, skipping, going back, changing; and what comes back when something is wrong."""

import pytest

from tests.cases import answers_of
from tests.visiting import Visitor

CHOOSE = "Choose an answer, or skip the question for now."


def test_the_first_page_asks_one_thing_and_says_where_you_are(visitor: Visitor) -> None:
    page = visitor.question("role")
    assert page.status == 200
    assert page.heading == "What do you do with the model?"
    assert page.text.startswith("Section 1 of 12 · You and your product")
    assert page.chosen == []


def test_saving_goes_on_to_the_next_question(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": "modify"})
    assert (page.status, page.leads_to) == (302, visitor.address("question", "organisation_size"))
    assert visitor.answers == {"role": "modify"}


def test_coming_back_shows_the_answer_that_was_given(visitor: Visitor) -> None:
    visitor.store({"role": "host", "markets": ["eu", "kr"], "base_model": "Larkspur 7B", "stage": "planned"})
    assert visitor.question("role").chosen == ["host"]
    assert visitor.question("markets").chosen == ["eu", "kr"]
    visitor.store({"role": "modify", "organisation_size": "small", "prohibited_purposes": ["none"]})
    assert visitor.question("base_model").value("base_model") == "Larkspur 7B"


def test_back_leads_to_the_question_before(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    assert visitor.question("markets").links()["Back"] == visitor.address("question", "organisation_size")
    assert visitor.question("role").links()["Back"] == visitor.address("tasks")


def test_an_answer_can_be_changed(visitor: Visitor) -> None:
    visitor.send("role", {"role": "modify", "seen__role": 0})
    visitor.send("role", {"role": "host", "seen__role": 1})
    assert visitor.answers == {"role": "host"}


def test_skipping_goes_on_without_an_answer(visitor: Visitor) -> None:
    page = visitor.send("role", {}, action="skip")
    assert page.status == 302
    assert visitor.answers == {}


def test_skipping_keeps_what_was_entered(visitor: Visitor) -> None:
    visitor.send("role", {"role": "modify"}, action="skip")
    assert visitor.answers == {"role": "modify"}


def test_what_was_skipped_is_asked_again_at_the_end(visitor: Visitor) -> None:
    visitor.store({"role": "use_only", "organisation_size": "small", "stage": "released"})
    visitor.send("markets", {}, action="skip")
    page = visitor.send("prohibited_purposes", {"prohibited_purposes": ["none"]})
    assert page.leads_to == visitor.address("question", "markets")


def test_the_last_answer_leads_to_check_your_answers(visitor: Visitor) -> None:
    visitor.store({"role": "use_only", "organisation_size": "small", "stage": "released", "markets": ["uk"]})
    page = visitor.send("prohibited_purposes", {"prohibited_purposes": ["none"]})
    assert page.leads_to == visitor.address("check")


def test_changing_from_check_your_answers_goes_back_there(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "organisation_size": "small"})
    page = visitor.send(
        "organisation_size",
        {"organisation_size": "large", "seen__organisation_size": 1},
        query="?from=check",
    )
    assert page.leads_to == visitor.address("check")
    assert "Back to your answers" in visitor.question("role", "?from=check").links()


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("role", CHOOSE),
        ("markets", CHOOSE),
        ("base_model", "Write an answer, or skip the question for now."),
        ("base_training_flop", "Write a number, or tick that you do not know it."),
    ],
)
def test_saving_without_an_answer_says_so(visitor: Visitor, slug: str, message: str) -> None:
    if slug != "role":
        visitor.store({"role": "modify"})
    page = visitor.send(slug, {})
    assert page.status == 422
    assert page.errors == [message]
    assert page.title.startswith("Error: ")
    assert slug not in visitor.answers


def test_the_summary_leads_to_the_field_and_the_field_says_it_again(visitor: Visitor) -> None:
    page = visitor.send("role", {})
    assert page.links()[CHOOSE] == "#id_role"
    field = page.main.get_element_by_id("id_role")
    assert field.get("aria-describedby").split()[-1] == "role-error"
    assert CHOOSE in page.main.get_element_by_id("role-error").text_content()


def test_what_is_missing_on_a_page_of_several_does_not_cost_the_rest(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_access": "open_weights", "base_training_flop": "unknown"})
    page = visitor.send("base_size", {"base_parameters": "70B", "base_training_tokens": ""})
    assert page.status == 422
    assert page.errors == [
        "Write a number, or tick that you do not know it. (On how many tokens was the base trained?)"
    ]
    assert visitor.answers["base_parameters"] == 70e9
    assert page.value("base_parameters") == "70B"
    again = {**page.hidden(), "base_parameters": "70B", "base_training_tokens": "15T"}
    assert visitor.send("base_size", again).status == 302


def test_a_forged_choice_is_refused(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": "emperor"})
    assert page.status == 422
    assert page.errors == ["That is not one of the choices. Choose one of those listed."]
    assert visitor.answers == {}


def test_a_forged_choice_among_others_is_refused_and_the_others_stay_ticked(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.send("markets", {"markets": ["eu", "atlantis"]})
    assert page.status == 422
    assert page.errors == ["That is not one of the choices. Choose one of those listed."]
    assert page.chosen == ["eu"]
    assert "markets" not in visitor.answers


def test_not_sure_is_refused_where_it_is_not_offered(visitor: Visitor) -> None:
    assert visitor.send("role", {"role": "unsure"}).status == 422


def test_a_choice_that_is_sent_twice_is_refused(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.send("markets", {"markets": ["eu", "eu"]})
    assert (page.status, page.errors) == (422, ["A choice is listed twice. List each once."])


def test_a_forged_unit_is_refused(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_access": "open_weights"})
    page = visitor.send("base_training_flop", {"base_training_flop": "5", "unit__base_training_flop": "x"})
    assert (page.status, page.errors) == (422, ["That is not one of the units. Choose one of those listed."])
    assert "base_training_flop" not in visitor.answers


@pytest.mark.parametrize("seen", ["x", "-1", "99999999999999999999", "1.5"])
def test_a_forged_revision_overwrites_nothing(visitor: Visitor, seen: str) -> None:
    visitor.store({"role": "modify"})
    page = visitor.send("role", {"role": "host", "seen__role": seen})
    assert page.status == 409
    assert visitor.answers == {"role": "modify"}


def test_none_together_with_something_is_refused(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "organisation_size": "small", "markets": ["eu"], "stage": "planned"})
    page = visitor.send("prohibited_purposes", {"prohibited_purposes": ["none", "csam"]})
    assert page.status == 422
    assert page.errors == ["“None of these” excludes the other choices. Keep it or them, not both."]
    assert page.chosen == ["none", "csam"]
    assert "prohibited_purposes" not in visitor.answers


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.send("base_model", {"base_model": "x" * 201})
    assert page.status == 422
    assert page.errors == ["Use 200 characters at most; these are 201."]
    assert page.value("base_model") == "x" * 201
    assert "base_model" not in visitor.answers


UNKNOWN = {"unknown__base_training_flop": "on"}


@pytest.fixture
def asked(visitor: Visitor) -> Visitor:
    visitor.store({"role": "modify", "base_access": "open_weights"})
    return visitor


def test_a_number_that_nobody_has_is_an_answer(asked: Visitor) -> None:
    assert asked.send("base_training_flop", {"base_training_flop": "", **UNKNOWN}).status == 302
    assert asked.answers["base_training_flop"] == "unknown"


def test_a_number_typed_where_it_was_not_known_takes_that_back(asked: Visitor) -> None:
    """Without script the tick is still there."""
    asked.store({"base_training_flop": "unknown"})
    data = {"base_training_flop": "1e24", "seen__base_training_flop": 1, **UNKNOWN}
    assert asked.send("base_training_flop", data).status == 302
    assert asked.answers["base_training_flop"] == 1e24


def test_not_knowing_takes_back_the_number_that_still_stands_in_the_field(asked: Visitor) -> None:
    asked.store({"base_training_flop": 1e24})
    data = {"base_training_flop": "1e24", "seen__base_training_flop": 1, **UNKNOWN}
    assert asked.send("base_training_flop", data).status == 302
    assert asked.answers["base_training_flop"] == "unknown"


def test_a_new_number_and_not_knowing_it_cannot_both_be(asked: Visitor) -> None:
    page = asked.send("base_training_flop", {"base_training_flop": "1e24", **UNKNOWN})
    assert page.status == 422
    assert page.errors == ["You wrote a number and ticked “I do not know”. Keep one of them."]
    assert (page.value("base_training_flop"), page.chosen) == ("1e24", ["on"])
    assert "base_training_flop" not in asked.answers


@pytest.fixture
def rates(visitor: Visitor) -> Visitor:
    visitor.store({**answers_of("v04"), "refusal_rate_before": 50.0, "refusal_rate_after": 50.0})
    return visitor


KNOWN = {"unknown__attack_success_before": "on", "unknown__attack_success_after": "on"}


def test_a_share_typed_as_a_fraction_is_asked_back(rates: Visitor) -> None:
    typed = {**KNOWN, "refusal_rate_before": "0.97", "refusal_rate_after": "96"}
    page = rates.send("rates", typed)
    assert page.status == 422
    assert page.errors[0].startswith("Did you mean 97 %? What you wrote reads as 0.97 %.")
    assert "I do mean 0.97 %" in page.text
    assert page.value("refusal_rate_before") == "0.97"
    assert (rates.answers["refusal_rate_before"], rates.answers["refusal_rate_after"]) == (50.0, 96.0)
    corrected = {**KNOWN, **page.hidden(), "refusal_rate_before": "97", "refusal_rate_after": "96"}
    assert rates.send("rates", corrected).status == 302
    assert rates.answers["refusal_rate_before"] == 97.0


def test_whoever_means_less_than_one_per_cent_says_so_and_is_not_asked_again(rates: Visitor) -> None:
    typed = {**KNOWN, "refusal_rate_before": "97", "refusal_rate_after": "0.4"}
    page = rates.send("rates", typed)
    meant = {"meant__refusal_rate_after": page.value("meant__refusal_rate_after")}
    assert rates.send("rates", {**typed, **page.hidden(), **meant}).status == 302
    assert rates.answers["refusal_rate_after"] == 0.4
    again = {**typed, **rates.question("rates").hidden(), "refusal_rate_before": "98"}
    assert rates.send("rates", again).status == 302


@pytest.mark.parametrize(
    ("typed", "asked_back"), [("0", False), ("0.01", True), ("1", True), ("1.01", False)]
)
def test_asked_back_is_what_lies_above_nothing_and_up_to_one(
    rates: Visitor, typed: str, asked_back: bool
) -> None:
    page = rates.send("rates", {**KNOWN, "refusal_rate_before": typed, "refusal_rate_after": "2"})
    assert (page.status == 422) is asked_back


def test_blanks_are_no_answer(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    assert visitor.send("base_model", {"base_model": "  \r\n "}).status == 422


def test_a_text_that_reads_as_another_is_refused(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.send("base_model", {"base_model": "Larkspur \u202e7B"})
    assert page.status == 422
    assert "right-to-left override (U+202E). Remove it." in page.errors[0]


def test_markup_in_a_text_is_shown_as_text(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_model": "<script>alert(1)</script>"})
    for page in (visitor.question("base_model"), visitor.see("check")):
        assert "<script>alert" not in page.response.content.decode()
        assert "<script>alert(1)</script>" in page.text


def test_clearing_takes_an_answer_back(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.send("role", {"seen__role": 1}, action="clear")
    assert page.leads_to == visitor.address("question", "role")
    assert visitor.answers == {}
    assert visitor.question("role").notices == ["Cleared. Answer again whenever you like."]


def test_clearing_is_offered_only_where_there_is_an_answer(visitor: Visitor) -> None:
    assert "Clear this answer" not in visitor.question("role").text
    visitor.store({"role": "modify"})
    assert "Clear this answer" in visitor.question("role").text


def test_a_question_that_is_not_asked_says_why(visitor: Visitor) -> None:
    visitor.store({"role": "use_only"})
    page = visitor.question("base_model")
    assert page.heading == "Not asked at the moment"
    assert page.links()["Go on with the next question"] == visitor.address("question", "organisation_size")


def test_an_older_window_is_told_that_its_question_closed(visitor: Visitor) -> None:
    visitor.store({"role": "use_only"})
    page = visitor.send("base_model", {"base_model": "Larkspur"})
    assert (page.status, page.heading) == (409, "Not asked at the moment")
    assert page.notices == [
        "What you just sent was not saved: another answer, changed in another window, closed this question."
    ]


def test_an_answer_kept_from_a_closed_branch_returns_with_it(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_model": "Larkspur"})
    visitor.store({"role": "use_only"})
    assert "Kept, but not counted" in visitor.see("check").text
    visitor.store({"role": "modify"})
    assert visitor.question("base_model").value("base_model") == "Larkspur"


def test_there_is_no_page_for_what_is_no_question(visitor: Visitor) -> None:
    page = visitor.question("favourite-colour")
    assert (page.status, page.heading) == (404, "Page not found")


def test_not_sure_says_what_it_costs(visitor: Visitor) -> None:
    visitor.store(answers_of("v01"))
    hint = "Counts as yes until you know; the outcome is then provisional"
    assert f"I am not sure {hint}" in visitor.question("retrieval").text


def test_the_page_says_why_we_ask_and_which_rules_read_the_answer(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.question("base_access")
    assert "Why we ask, and the source" in page.text
    assert "Source: " in page.text
