"""Working on an assessment together: who sees what, who did what, and nothing overwritten unseen."""

import pytest
from django.test import Client
from django.urls import reverse

from compliance.accounts import queries as accounts
from compliance.accounts.models import Role
from compliance.assessments import colleagues, services
from compliance.assessments.models import Assessment, Assignment
from tests.assessments.together import ELSEWHERE, IN_SECTION, SECTION, give, history, seen_by
from tests.cases import answers_of
from tests.people import Team, join, person
from tests.visiting import Page, Visitor

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
