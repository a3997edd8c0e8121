"""The board of an organisation: state, tier, who and due of each assessment."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from compliance.assessments import colleagues, services
from tests.assessments.together import ELSEWHERE, give
from tests.cases import MAIN, answers_of
from tests.people import Team
from tests.visiting import Page, Visitor


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
