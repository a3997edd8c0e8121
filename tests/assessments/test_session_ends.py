"""A session that ends between reading a question and answering it: what was typed is shown, kept, and stands
in its field again as soon as its sender may open the question. At every
question of the real questionnaire."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.accounts.models import Role, User
from compliance.assessments import drafts, services
from compliance.assessments.models import Comment
from tests.cases import MAIN, answers_of, edition
from tests.people import browser, join, organisation, person, with_password
from tests.visiting import Page, Visitor

from .every_question import Asked, every_question

EVERY = pytest.mark.parametrize("name", edition().questions)


@pytest.fixture
def asked(name: str) -> Asked:
    return every_question()[name]


def session_ends() -> None:
    Session.objects.all().delete()


def follow(link: str, client: Client) -> Page:
    return Page(client.get(reverse("assessments:open_link", args=[link])))


def check_that_the_draft_can_be_saved(visitor: Visitor, asked: Asked) -> None:
    page = visitor.question(asked.slug)
    assert page.status == 200
    assert "It is not saved yet" in page.notices[0]
    assert asked.shown(page.fields()) == asked.typed({}, asked.first)
    assert visitor.answers == asked.others, "saved before, and all there"
    assert visitor.send(asked.slug, page.fields()).status == 302
    assert visitor.answers == {**asked.others, asked.id: asked.first}
    assert not any("It is not saved yet" in each for each in visitor.question(asked.slug).notices)


@EVERY
def test_a_guest_gets_it_back_with_the_private_link(visitor: Visitor, asked: Asked) -> None:
    visitor.store(asked.others)
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    fields = visitor.question(asked.slug).fields()
    session_ends()
    page = visitor.send(asked.slug, asked.typed(fields, asked.first))
    assert (page.status, page.heading) == (404, "Not saved yet")
    assert asked.question.text in page.text
    assert visitor.answers == asked.others
    back = Page(visitor.client.post(reverse("assessments:resume"), {"link": token}))
    assert back.leads_to == visitor.address("question", asked.slug)
    check_that_the_draft_can_be_saved(visitor, asked)


# Signing in does not look at the question: one of each kind, and of a page of several, shows it.
ONE_OF_EACH = ["role", "markets", "prompt_bypasses_safety", "modification_flop", "base_model", "hazard_cyber"]


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_member_gets_it_back_by_signing_in(db: None, asked: Asked) -> None:
    user, visitor = member()
    visitor.store(asked.others)
    fields = visitor.question(asked.slug).fields()
    session_ends()
    page = visitor.send(asked.slug, asked.typed(fields, asked.first))
    assert (page.status, page.heading) == (404, "Not saved yet")
    assert page.links()["Sign in"].endswith(f"?next={visitor.address('question', asked.slug)}")
    visitor.client.force_login(user)
    check_that_the_draft_can_be_saved(visitor, asked)


def second_factor_used(user: User) -> dict[str, Any]:
    """What a session holds then."""
    return {each: value for each, value in browser(user).session.items() if each.startswith("account_auth")}


def member() -> tuple[User, Visitor]:
    user, team = person("Ada"), organisation()
    join(team, user, Role.ASSESSOR)
    assessment = services.start(questionnaire=MAIN, owner=team)
    return user, Visitor(assessment.pk, browser(user))


# once, in detail --------------------------------------------------------------------------------------


def lose(visitor: Visitor, slug: str = "role", **data: Any) -> Page:
    """Send an answer after the session has ended."""
    fields = {**visitor.question(slug).fields(), **(data or {"role": "host"})}
    session_ends()
    return visitor.send(slug, fields)


def test_signing_in_by_the_form_leads_back_to_the_question(db: None) -> None:
    user, visitor = member()
    address = lose(visitor).links()["Sign in"]
    with_password(user)
    typed = {"login": user.email, "password": "a long and quiet password"}
    done = Page(visitor.client.post(address, typed))
    assert (done.status, done.leads_to) == (302, visitor.address("question", "role"))
    assert visitor.question("role").chosen == ["host"]


def test_whoever_has_to_use_the_second_factor_first_finds_it_afterwards(db: None) -> None:
    team = organisation()
    user = person("Ada", second_factor=True)
    join(team, user, Role.ASSESSOR, Role.ADMINISTRATOR)
    assessment = services.start(questionnaire=MAIN, owner=team)
    fields = Visitor(assessment.pk, browser(user)).question("role").fields()
    visitor = Visitor(assessment.pk, browser(user, second_factor=False))
    assert "reauthenticate" in visitor.send("role", {**fields, "role": "host"}).leads_to
    session = visitor.client.session
    session.update(second_factor_used(user))
    session.save()
    assert visitor.question("role").chosen == ["host"]


def test_a_link_that_is_followed_elsewhere_in_the_browser_leads_there_too(visitor: Visitor) -> None:
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    lose(visitor)
    assert follow(token, visitor.client).leads_to == visitor.address("question", "role")


def test_several_windows_each_get_back_what_they_sent(visitor: Visitor) -> None:
    visitor.store({each: value for each, value in answers_of("v04").items() if each != "stage"})
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    stage, markets = (visitor.question(each).fields() for each in ("stage", "markets"))
    session_ends()
    visitor.send("stage", {**stage, "stage": "building"})
    visitor.send("markets", {**markets, "markets": ["kr"]})
    follow(token, visitor.client)
    assert visitor.question("markets").chosen == ["kr"]
    assert visitor.question("stage").chosen == ["building"]


def test_what_was_sent_can_be_discarded(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    lose(visitor)
    follow(token, visitor.client)
    page = visitor.send("role", visitor.question("role").fields(), action="discard")
    assert page.leads_to == visitor.address("question", "role")
    assert visitor.question("role").chosen == ["modify"]
    assert visitor.answers == {"role": "modify"}


def test_somebody_elses_newer_answer_is_not_overwritten_by_it(visitor: Visitor) -> None:
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    lose(visitor)
    visitor.store({"role": "modify"})
    follow(token, visitor.client)
    page = visitor.send("role", visitor.question("role").fields())
    assert page.status == 409
    assert visitor.answers == {"role": "modify"}


def test_what_was_saved_meanwhile_all_the_same_is_not_shown_again(visitor: Visitor) -> None:
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    lose(visitor)
    visitor.store({"role": "host"})
    follow(token, visitor.client)
    assert visitor.question("role").notices == []


def test_it_is_kept_for_a_day(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    lose(visitor)
    follow(token, visitor.client)
    later = (timezone.now() + timedelta(days=1, seconds=1)).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    assert visitor.question("role").chosen == []
    assert visitor.client.session[drafts.DRAFTS] == {}


def test_what_is_too_long_to_keep_is_shown_to_be_copied(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = lose(visitor, "base_model", base_model="x" * 30_000)
    assert "copy it before you leave" in page.text
    assert "x" * 30_000 in page.text
    assert drafts.DRAFTS not in visitor.client.session


def test_a_wrong_answer_is_shown_again_as_it_was_sent_and_refused_when_it_is_saved(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_access": "open_weights", "base_training_flop": "unknown"})
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    assert "seven <billion>" in lose(visitor, "base_size", base_parameters="seven <billion>").text
    follow(token, visitor.client)
    page = visitor.question("base_size")
    assert (page.value("base_parameters"), page.errors) == ("seven <billion>", [])
    assert visitor.send("base_size", page.fields()).status == 422


def test_a_stranger_who_sends_an_answer_learns_nothing(visitor: Visitor) -> None:
    """Neither whether there is such an assessment, nor what was answered there."""
    fields = {**visitor.question("role").fields(), "role": "host"}
    visitor.store({"role": "modify"})
    there = Visitor(visitor.assessment_id, Client()).send("role", fields)
    services.delete(assessment_id=visitor.assessment_id)
    not_there = Visitor(visitor.assessment_id, Client()).send("role", fields)
    assert there.status == not_there.status == 404
    assert there.text == not_there.text
    assert "modify" not in there.text.lower().replace("modcheck", "")


def test_the_right_to_one_assessment_shows_no_draft_of_another(visitor: Visitor) -> None:
    other = Visitor.begin()
    token, _link = services.make_private_link(assessment_id=other.assessment_id)
    lose(visitor)
    assert follow(token, visitor.client).leads_to == other.address("tasks")
    assert Visitor(other.assessment_id, visitor.client).question("role").chosen == []
    assert visitor.see("question", "role").status == 404


def test_deleting_the_answers_forgets_what_was_kept(visitor: Visitor) -> None:
    token, _link = services.make_private_link(assessment_id=visitor.assessment_id)
    lose(visitor)
    follow(token, visitor.client)
    visitor.client.post(visitor.address("delete"))
    assert visitor.client.session[drafts.DRAFTS] == {}


def test_an_answer_to_a_question_that_another_window_closed_waits_for_its_return(visitor: Visitor) -> None:
    asked = every_question()["base_access"]
    visitor.store(asked.others)
    fields = visitor.question(asked.slug).fields()
    role = asked.others["role"]
    visitor.store({"role": "use_only"})
    if asked.id in visitor.standing.asked:
        visitor.store({"role": "trained_base"})
    page = visitor.send(asked.slug, asked.typed(fields, asked.first))
    assert (page.status, page.heading) == (409, "Not asked at the moment")
    assert asked.question.text in page.text
    visitor.store({"role": role})
    assert asked.shown(visitor.question(asked.slug).fields()) == asked.typed({}, asked.first)


# the secret of a form ---------------------------------------------------------------------------------


def strict(visitor: Visitor) -> tuple[Client, dict[str, Any]]:
    """A browser that checks forms as a real one is checked, and an answer with a secret that is old."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = visitor.client.cookies
    fields = {**visitor.question("role").fields(), "role": "host", "csrfmiddlewaretoken": "x" * 64}
    return client, fields


def test_after_signing_in_elsewhere_an_older_window_keeps_what_was_typed(visitor: Visitor) -> None:
    client, fields = strict(visitor)
    address = visitor.address("question", "role")
    page = Page(client.post(address, fields, headers={"Origin": "http://testserver"}))
    assert (page.status, page.heading) == (403, "Not saved yet")
    assert page.links()["Back to the question"] == address
    assert visitor.answers == {}
    assert visitor.question("role").chosen == ["host"]


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://example.org"}, {"Origin": "null"}])
def test_another_site_cannot_plant_an_answer(visitor: Visitor, headers: dict[str, str]) -> None:
    client, fields = strict(visitor)
    page = Page(client.post(visitor.address("question", "role"), fields, headers=headers))
    assert (page.status, page.heading) == (403, "This form is no longer good")
    assert visitor.question("role").chosen == []


# what is written about answers ------------------------------------------------------------------------

WRITTEN = {
    "answer": ("text", "I doubt it.\nAsk Ben.", "Comment"),
    "describe": ("model_name", "Larkspur 8B", "Name of your model or service"),
    "copy": ("model_version", "of March", "Version or date (optional)"),
    "assign": ("note", "You ran the tests.", "Note (optional)"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_about_answers_is_not_lost_either(db: None, name: str) -> None:
    user, visitor = member()
    field, text, label = WRITTEN[name]
    address = visitor.address(name, *(["role"] if name == "answer" else []))
    chosen = {"sections": ["safety", "tests"], "assignee": user.memberships.get().pk}
    session_ends()
    page = Page(visitor.client.post(address, {field: text, **(chosen if name == "assign" else {})}))
    assert (page.status, page.heading) == (404, "Not saved yet")
    assert label in page.text
    assert text.split("\n")[0] in page.text
    assert page.links()["Sign in"].endswith(f"?next={address}")
    visitor.client.force_login(user)
    page = Page(visitor.client.get(address))
    assert page.value(field).strip() == text
    assert any("It is not saved yet" in each for each in page.notices)
    if name == "assign":
        assert page.chosen == ["safety", "tests"]
    page = Page(visitor.client.post(address, {"action": "discard", field: text}))
    assert page.leads_to == address
    page = Page(visitor.client.get(address))
    assert page.value(field) != text
    assert not any("It is not saved yet" in each for each in page.notices)


def test_a_comment_that_was_kept_is_added_once_and_not_kept_any_more(db: None) -> None:
    user, visitor = member()
    address = visitor.address("answer", "role")
    session_ends()
    visitor.client.post(address, {"text": "I doubt it."})
    visitor.client.force_login(user)
    page = Page(visitor.client.get(address))
    assert visitor.client.post(address, {"text": page.value("text")}).status_code == 302
    assert [each.text.strip() for each in Comment.objects.all()] == ["I doubt it."]
    assert Page(visitor.client.get(address)).value("text").strip() == ""


def test_what_is_written_is_shown_on_its_own_page_only(db: None) -> None:
    user, visitor = member()
    session_ends()
    visitor.client.post(visitor.address("answer", "role"), {"text": "I doubt it."})
    visitor.client.force_login(user)
    assert Page(visitor.client.get(visitor.address("answer", "markets"))).value("text").strip() == ""
