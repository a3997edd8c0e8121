"""Working on an assessment together: who sees what, who did what, and nothing overwritten unseen."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from compliance.accounts import queries as accounts
from compliance.accounts.models import Role
from compliance.accounts.services import remove_member
from compliance.assessments import colleagues, services
from compliance.assessments.models import AnswerChange, Assessment, Assignment
from tests.cases import MAIN, answers_of
from tests.people import PASSWORD, Team, browser, join, person, with_password
from tests.visiting import Page, Visitor, words

SECTION, IN_SECTION, ELSEWHERE = "safety", "safety_features_touched", "role"


@pytest.fixture
def team(db: None) -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def ours(team: Team) -> Visitor:
    """An assessment of the team's, in the assessor's browser."""
    assessor = team.user("assessor")
    new = services.start(
        questionnaire=MAIN, owner=team.organisation, actor=assessor, model_name="Larkspur 7B"
    )
    return Visitor(new.pk, team.browser("assessor"))


def seen_by(visitor: Visitor, client: Client) -> Visitor:
    return Visitor(visitor.assessment_id, client)


def give(visitor: Visitor, team: Team, *sections: str, questions: tuple[str, ...] = ()) -> Page:
    data = {
        "assignee": team.members["contributor"].pk,
        "sections": list(sections),
        "questions": list(questions),
        "note": "You ran the tests.",
        "due": "2099-12-24",
    }
    return Page(visitor.client.post(visitor.address("assign"), data, follow=True))


def history(page: Page) -> Iterator[str]:
    for each in page.classed("mc-history")[0].iter("li"):
        yield words(each)


# the board --------------------------------------------------------------------------------------------


def board(team: Team, role: str = "assessor") -> Page:
    return Page(team.browser(role).get(reverse("assessments:board", args=[team.organisation.pk])))


def test_the_board_says_state_tier_who_and_due(team: Team, ours: Visitor) -> None:
    assert "Larkspur 7B" in board(team).text
    assert "Not started" in board(team).text
    ours.store(answers_of("v05"))
    text = board(team).text
    assert "Completeprovisional T2" in text
    assert "assessor of Larkspur Labs" in text
    colleagues.set_due(
        assessment_id=ours.assessment_id,
        due=timezone.localdate() - timedelta(days=1),
        actor=team.user("assessor"),
    )
    assert "late" not in board(team).text  # it is complete
    services.start_over(assessment_id=ours.assessment_id)
    assert "late" in board(team).text


def test_who_was_given_something_that_is_open_stands_on_the_board(team: Team, ours: Visitor) -> None:
    give(ours, team, questions=(ELSEWHERE,))
    assert "contributor of Larkspur Labs 24 Dec 2099" in board(team).text
    ours.store({ELSEWHERE: "modify"})
    assert "contributor of Larkspur Labs" not in board(team).text


def test_the_board_takes_as_many_queries_for_many_as_for_one(team: Team, ours: Visitor) -> None:
    client = team.browser("assessor")
    address = reverse("assessments:board", args=[team.organisation.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(10):
        new = services.start(questionnaire=MAIN, owner=team.organisation, actor=team.user("assessor"))
        Visitor(new.pk).store(answers_of("v04"))
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(one) == len(many)


def test_an_empty_board_says_what_to_do(team: Team) -> None:
    assert "Begin with one model that you changed." in board(team).text
    assert "Members with the role of assessor start assessments." in board(team, "signatory").text
    assert "When somebody gives you questions to answer, they stand here" in board(team, "contributor").text


def test_starting_names_the_model(team: Team) -> None:
    client = team.browser("assessor")
    address = reverse("assessments:start_for", args=[team.organisation.pk])
    page = Page(client.post(address, {"model_name": "", "questionnaire": MAIN}))
    assert (page.status, page.errors) == (422, ["Write the name people know it by."])
    page = Page(client.post(address, {"model_name": "Larkspur", "questionnaire": MAIN}, follow=True))
    assert page.heading == "Larkspur"


# what was given to somebody ---------------------------------------------------------------------------


def test_they_are_asked_by_e_mail(team: Team, ours: Visitor) -> None:
    page = give(ours, team, SECTION, questions=(ELSEWHERE,))
    assert page.notices == ["contributor of Larkspur Labs is asked by e-mail."]
    [message] = mail.outbox
    assert message.to == [team.user("contributor").email]
    assert "assessor of Larkspur Labs asks you to answer questions about Larkspur 7B" in message.subject
    assert (
        message.body.strip()
        == f"""assessor of Larkspur Labs asks you to answer questions about Larkspur 7B, for Larkspur Labs:

- Safety features, the whole section
- What do you do with the model?

You ran the tests.

Please answer by 24 December 2099.

Here they are:

http://testserver{ours.address("tasks")}

--
Modcheck. This mail was sent by a machine; nobody reads answers to it."""
    )


def test_the_link_of_the_e_mail_leads_there_over_signing_in(team: Team, ours: Visitor) -> None:
    give(ours, team, SECTION)
    user = with_password(person("Carl"))
    team.members["contributor"].user = user
    team.members["contributor"].save()
    client = Client()
    address = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
    page = Page(client.get(address))
    assert page.status == 404
    typed = {"login": user.email, "password": PASSWORD}
    page = Page(client.post(page.links()["Sign in"], typed, follow=True))
    assert page.heading == "Larkspur 7B"


def test_whoever_is_no_member_any_more_is_told_whom_to_ask(ours: Visitor) -> None:
    page = seen_by(ours, browser(person("Carl"))).see("tasks")
    assert (page.status, page.heading) == (404, "Page not found")
    assert "You are signed in as carl@example.org. If somebody sent you here, ask them." in page.text


def test_they_see_what_was_given_and_nothing_else(team: Team, ours: Visitor) -> None:
    ours.store(answers_of("v05"))
    theirs = seen_by(ours, team.browser("contributor"))
    assert theirs.see("tasks").status == 404
    give(ours, team, SECTION)
    tasks = theirs.see("tasks")
    assert [words(each) for each in tasks.main.find(".//ol").iter("a")] == ["Safety features"]
    assert "T2" not in tasks.text
    assert theirs.question(IN_SECTION).status == 200
    other = theirs.question(ELSEWHERE)
    assert "We change it" not in other.text
    for name in ("check", "outcome", "try", "own_graph", "report"):
        assert theirs.see(name).status == 403
    assert theirs.see("answer", IN_SECTION).status == 200
    assert theirs.see("answer", ELSEWHERE).status == 404


def test_they_see_who_asked_for_what_and_why_there_and_at_each_question(team: Team, ours: Visitor) -> None:
    ours.store({ELSEWHERE: "modify"})
    give(ours, team, SECTION, questions=("markets",))
    theirs = seen_by(ours, team.browser("contributor"))
    asked = "assessor of Larkspur Labs asks you to answer this by 24 December 2099: "
    what = "Safety features, the whole section Where is the product offered or used? "
    assert theirs.see("tasks").notices == [f"{asked}{what}You ran the tests."]
    assert theirs.question("markets").notices == [f"{asked}You ran the tests."]
    assert seen_by(ours, team.browser("assessor")).question("markets").notices == []


def test_what_cannot_start_yet_is_listed_and_told(team: Team, ours: Visitor) -> None:
    give(ours, team, "upstream")
    page = seen_by(ours, team.browser("contributor")).see("tasks")
    assert [words(each) for each in page.main.find(".//ol").iter("li")] == [
        "The upstream developer’s terms Cannot start yet"
    ]
    assert "Nothing is open for you now. Other answers decide" in page.text


def test_a_question_that_was_not_given_says_so_and_not_that_it_is_not_asked(
    team: Team, ours: Visitor
) -> None:
    ours.store({ELSEWHERE: "use_only"})
    give(ours, team, SECTION)
    theirs = seen_by(ours, team.browser("contributor"))
    page = theirs.question(ELSEWHERE)
    assert (page.status, page.heading) == (403, "Not for you")
    assert "was not given to you" in page.text
    assert theirs.see("attach", ELSEWHERE).heading == "Not for you"
    page = theirs.question(IN_SECTION)
    assert (page.status, page.heading) == (200, "Not asked at the moment")
    assert "With those that are there it is not asked; that may change." in page.text


def test_a_day_that_is_over_is_no_date_to_answer_by(team: Team, ours: Visitor) -> None:
    data = {"assignee": team.members["contributor"].pk, "sections": [SECTION], "due": "2020-02-29"}
    page = Page(ours.client.post(ours.address("assign"), data))
    assert page.errors == ["That day is over. Choose today or a later one."]
    assert not Assignment.objects.exists()


def test_what_is_late_is_marked_where_it_was_given(team: Team, ours: Visitor) -> None:
    give(ours, team, questions=(ELSEWHERE,))
    Assignment.objects.update(due=timezone.localdate() - timedelta(days=1))
    assert "late" in [words(each) for each in ours.see("assign").classed("mc-mark")]
    assert "late" in seen_by(ours, team.browser("contributor")).see("tasks").notices[0]
    ours.store({ELSEWHERE: "modify"})
    assert ours.see("assign").classed("mc-mark") == []


def test_colleagues_see_whom_an_open_question_was_given_to(team: Team, ours: Visitor) -> None:
    give(ours, team, questions=(ELSEWHERE,))
    give(ours, team, questions=(ELSEWHERE,))
    line = "What do you do with the model?Given to contributor of Larkspur Labs"
    assert line in ours.see("check").text
    ours.store({ELSEWHERE: "modify"})
    assert "Given to" not in ours.see("check").text


def test_they_answer_it_and_cannot_answer_anything_else(team: Team, ours: Visitor) -> None:
    ours.store(answers_of("v05"))
    before = ours.answers
    give(ours, team, SECTION)
    theirs = seen_by(ours, team.browser("contributor"))
    theirs.send(ELSEWHERE, {ELSEWHERE: "host"})
    assert ours.answers == before
    page = theirs.question(IN_SECTION)
    theirs.send(IN_SECTION, {IN_SECTION: ["refusal"], **page.hidden()})
    assert ours.answers[IN_SECTION] == ["refusal"]
    change = AnswerChange.objects.filter(question=IN_SECTION).latest("pk")
    assert change.actor == team.user("contributor")


def test_a_page_shared_with_others_shows_them_their_questions_only(team: Team, ours: Visitor) -> None:
    ours.store(answers_of("w08"))
    give(ours, team, questions=("hazard_cyber",))
    page = seen_by(ours, team.browser("contributor")).question("hazard_domains")
    names = {each.get("name") for each in page.main.iter("input") if each.get("type") == "radio"}
    assert names == {"hazard_cyber"}


def test_what_is_taken_back_is_gone_for_them(team: Team, ours: Visitor) -> None:
    give(ours, team, SECTION)
    theirs = seen_by(ours, team.browser("contributor"))
    assert theirs.see("tasks").status == 200
    ours.client.post(ours.address("unassign", str(Assignment.objects.get().pk)))
    assert theirs.see("tasks").status == 404


def test_it_ends_with_their_membership_and_does_not_come_back(team: Team, ours: Visitor) -> None:
    give(ours, team, SECTION)
    user = team.user("contributor")
    remove_member(
        organisation=team.organisation,
        actor=team.user("administrator"),
        member_id=team.members["contributor"].pk,
    )
    assert seen_by(ours, team.browser("contributor")).see("tasks").status == 404
    join(team.organisation, user)
    assert seen_by(ours, team.browser("contributor")).see("tasks").status == 404


def test_nothing_chosen_is_told_and_what_was_typed_stays(team: Team, ours: Visitor) -> None:
    page = give(ours, team)
    assert page.errors == ["Choose at least one section or question."]
    assert page.value("note").strip() == "You ran the tests."


def test_only_members_can_be_asked(team: Team, ours: Visitor) -> None:
    stranger = join(Team("Foxglove").organisation, person("Somebody"))
    data = {"assignee": stranger.pk, "sections": [SECTION]}
    page = Page(ours.client.post(ours.address("assign"), data))
    assert page.errors == ["Choose whom to ask."]
    assert not Assignment.objects.exists()


# readers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["signatory", "reviewer", "administrator"])
def test_readers_read_everything_and_change_no_answer(team: Team, ours: Visitor, role: str) -> None:
    ours.store(answers_of("v05"))
    theirs = seen_by(ours, team.browser(role))
    assert "Change" not in theirs.see("check").links()
    assert theirs.see("outcome").heading
    assert theirs.question(ELSEWHERE).leads_to == theirs.address("answer", ELSEWHERE)
    before = ours.answers
    theirs.send(ELSEWHERE, {ELSEWHERE: "host"})
    assert ours.answers == before


# history, reasons, comments ---------------------------------------------------------------------------


def test_each_change_has_who_when_from_what_to_what_and_why(team: Team, ours: Visitor) -> None:
    ours.send(ELSEWHERE, {ELSEWHERE: "modify", "why": "Asked Ben."})
    seen = ours.question(ELSEWHERE).hidden()
    ours.send(ELSEWHERE, {ELSEWHERE: "host", **seen})
    newest, oldest = history(ours.see("answer", ELSEWHERE))
    assert "assessor of Larkspur Labs" in newest
    assert "We change it, adapt it or build on it → We store or pass on" in newest
    assert "Asked Ben." in oldest


def test_colleagues_talk_about_an_answer(team: Team, ours: Visitor) -> None:
    reviewer = seen_by(ours, team.browser("reviewer"))
    address = reviewer.address("answer", ELSEWHERE)
    assert Page(reviewer.client.post(address, {"text": " "})).errors == ["Write what you want to say."]
    reviewer.client.post(address, {"text": "Is this <b>right</b>?\nI doubt it."})
    page = ours.see("answer", ELSEWHERE)
    assert "reviewer of Larkspur LabsIs this <b>right</b>?I doubt it." in page.text
    assert "One comment" in ours.question(ELSEWHERE).text


def test_guests_have_a_history_and_nobody_to_talk_to(visitor: Visitor) -> None:
    visitor.send(ELSEWHERE, {ELSEWHERE: "modify"})
    page = visitor.see("answer", ELSEWHERE)
    assert "a guest" in next(history(page))
    visitor.client.post(visitor.address("answer", ELSEWHERE), {"text": "Hello"})
    assert not Assessment.objects.get(pk=visitor.assessment_id).comments.exists()


def test_the_later_of_two_sees_both_values_and_whose_it_was(team: Team, ours: Visitor) -> None:
    colleague = join(team.organisation, person("Ben"), Role.ASSESSOR)
    seen = ours.question(ELSEWHERE).hidden()
    services.save_answers(
        assessment_id=ours.assessment_id,
        submissions={ELSEWHERE: services.Submission("host", 0)},
        actor=colleague.user,
    )
    page = ours.send(ELSEWHERE, {ELSEWHERE: "modify", **seen})
    assert page.status == 409
    assert "Saved meanwhile by Ben: We store or pass on other people’s models" in page.text
    assert "modify" in page.chosen
    ours.send(ELSEWHERE, {ELSEWHERE: "modify", **page.hidden()})
    assert ours.answers == {ELSEWHERE: "modify"}


def test_everything_is_in_the_log(team: Team, ours: Visitor) -> None:
    ours.send(ELSEWHERE, {ELSEWHERE: "modify"})
    give(ours, team, SECTION)
    ours.client.post(ours.address("unassign", str(Assignment.objects.get().pk)))
    ours.client.post(ours.address("answer", ELSEWHERE), {"text": "Hello"})
    ours.client.post(ours.address("describe"), {"model_name": "Other", "due": "2027-01-31"})
    ours.client.post(ours.address("copy"), {"model_name": "Copy"})
    ours.client.post(ours.address("start_over"))
    ours.client.post(ours.address("delete"))
    done = [each.action.removeprefix("assessment.") for each in accounts.audit_entries(team.organisation)]
    assert done[::-1] == [
        "started",
        "answered",
        "assigned",
        "unassigned",
        "commented",
        "described",
        "described",
        "copied",
        "started_over",
        "deleted",
    ]


def test_what_ends_an_assessment_of_an_organisation_says_which_and_for_whom(
    team: Team, ours: Visitor
) -> None:
    ours.store({ELSEWHERE: "modify"})
    page = ours.see("delete")
    assert page.heading == "Delete Larkspur 7B?"
    assert "For everybody at Larkspur Labs, this removes the assessment with one answer" in page.text
    text = ours.see("start_over").text
    assert "start another assessment from this one instead" in text
    assert "private link" not in page.text + text


# copies and guests ------------------------------------------------------------------------------------


def test_a_copy_starts_from_the_answers_and_leaves_the_first_alone(team: Team, ours: Visitor) -> None:
    ours.store({ELSEWHERE: "modify", IN_SECTION: ["none"]})
    page = Page(ours.client.post(ours.address("copy"), {"model_name": "Larkspur 8B"}, follow=True))
    assert page.notices[0] == "This is the copy. Check each answer: they were given for another model."
    new = Assessment.objects.exclude(pk=ours.assessment_id).get()
    copied = Visitor(new.pk, ours.client)
    assert copied.answers == ours.answers
    assert "Copied from Larkspur 7B" in next(history(copied.see("answer", ELSEWHERE)))
    copied.send(ELSEWHERE, {ELSEWHERE: "host", **copied.question(ELSEWHERE).hidden()})
    assert ours.answers[ELSEWHERE] == "modify"


def test_what_is_taken_along_is_closed_to_its_private_links(team: Team) -> None:
    guest = Visitor.begin(team.browser("assessor"))
    token, _link = services.make_private_link(assessment_id=guest.assessment_id)
    address = reverse("assessments:open_link", args=[token])
    assert Client().get(address).status_code == 302
    guest.client.post(reverse("assessments:take_along", args=[team.organisation.pk]))
    assert Client().get(address).status_code == 410
    assert guest.see("private_link").status == 404
    assert guest.see("tasks").status == 200
    assert Assessment.objects.get().expires_at is None


def test_what_belongs_to_somebody_is_not_taken_along(team: Team, ours: Visitor) -> None:
    other = Team("Foxglove")
    taken = colleagues.take_along(
        assessment_ids=[ours.assessment_id], organisation=other.organisation, actor=other.user("assessor")
    )
    assert taken == []
    assert ours.standing.assessment.owner == team.organisation


def test_what_an_organisation_owns_does_not_expire(team: Team, ours: Visitor) -> None:
    services.forget_expired()
    assert ours.see("tasks").status == 200
