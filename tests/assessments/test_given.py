"""Questions that were given to a colleague: what they are told, see and may answer."""

from datetime import timedelta

from django.core import mail
from django.test import Client
from django.utils import timezone

from compliance.accounts.services import remove_member
from compliance.assessments.models import AnswerChange, Assignment
from tests.assessments.together import ELSEWHERE, IN_SECTION, SECTION, give, seen_by
from tests.cases import answers_of
from tests.people import PASSWORD, Team, browser, join, person, with_password
from tests.visiting import Page, Visitor, words


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
