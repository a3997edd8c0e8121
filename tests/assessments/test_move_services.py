"""services.move and services.move_back: nothing is lost, whatever is clicked in whichever order."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from compliance.assessments import services
from compliance.assessments.models import Answer, Assessment
from compliance.assessments.services import Gone, Moved, Submission
from questionnaires import NotTheNext, UnknownQuestionnaire
from tests.visiting import Visitor

from .older import ANSWERS, CARRIED, NEW, OLD, older_visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def older(db: None) -> Visitor:
    return older_visitor()


def move(visitor: Visitor) -> Assessment:
    return services.move(assessment_id=visitor.assessment_id, seen=OLD, to=NEW)


def back(visitor: Visitor) -> Assessment:
    return services.move_back(assessment_id=visitor.assessment_id, seen=NEW)


def test_an_assessment_begins_with_the_newest_published_version() -> None:
    assert services.start(questionnaire="what-changed").version == NEW


def test_moving_answers_what_carries_over_and_keeps_the_rest_where_it_was(older: Visitor) -> None:
    moved = move(older)
    assert (moved.version, moved.moved_from) == (NEW, OLD)
    assert older.answers == CARRIED
    assert dict(Answer.objects.filter(version=OLD).values_list("question", "value")) == ANSWERS


def test_moving_twice_is_moving_once(older: Visitor) -> None:
    move(older)
    before = list(Answer.objects.order_by("pk").values())
    assert move(older).version == NEW
    assert list(Answer.objects.order_by("pk").values()) == before


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_are_one_move() -> None:
    visitor = older_visitor()

    def click(_: int) -> str:
        try:
            return move(visitor).version
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(click, range(4))) == [NEW] * 4
    assert visitor.answers == CARRIED
    assert set(Answer.objects.filter(version=NEW).values_list("revision", flat=True)) == {1}


def test_an_answer_to_the_older_version_is_not_saved_after_the_move(older: Visitor) -> None:
    move(older)
    late = {"months_since": Submission(9, 1)}
    with pytest.raises(Moved):
        services.save_answers(assessment_id=older.assessment_id, submissions=late, version=OLD)
    assert older.answers == CARRIED


def test_going_back_finds_the_answers_as_they_were(older: Visitor) -> None:
    move(older)
    older.store({"months_since": 9, "rules_moved": "yes"})
    assert back(older).version == OLD
    assert older.answers == ANSWERS
    assert back(older).version == OLD  # a second click


def test_what_was_answered_in_the_newer_version_returns_with_the_next_move(older: Visitor) -> None:
    move(older)
    older.store({"rules_moved": "yes", "months_since": 9})
    back(older)
    move(older)
    assert older.answers == {**CARRIED, "rules_moved": "yes", "months_since": 9}


def test_of_two_answers_the_later_counts(older: Visitor) -> None:
    move(older)
    older.store({"months_since": 9})
    back(older)
    older.store({"months_since": 11, "reach_changed": ["none"]})
    move(older)
    expected = {**CARRIED, "months_since": 11, "users_changed": ["none"], "places_changed": ["none"]}
    assert older.answers == expected


def test_what_was_cleared_or_unticked_meanwhile_is_not_brought_back(older: Visitor) -> None:
    move(older)
    back(older)
    older.store({"events_since": None, "reach_changed": ["new_sector"]})
    move(older)
    gone = ("events_since", "users_changed")
    expected = {each: value for each, value in CARRIED.items() if each not in gone}
    assert older.answers == {**expected, "places_changed": ["new_sector"]}


def test_a_window_older_than_the_move_does_not_overwrite_what_it_wrote(older: Visitor) -> None:
    move(older)
    late = {"months_since": Submission(9, 0)}
    conflicts = services.save_answers(assessment_id=older.assessment_id, submissions=late, version=NEW)
    assert conflicts["months_since"].saved == 3


def test_starting_over_clears_the_answers_to_every_version(older: Visitor) -> None:
    move(older)
    services.start_over(assessment_id=older.assessment_id)
    assert older.answers == {}
    back(older)
    assert older.answers == {}


def test_deleting_leaves_nothing_of_any_version(older: Visitor) -> None:
    move(older)
    services.delete(assessment_id=older.assessment_id)
    assert not Answer.objects.exists()


def test_who_was_never_moved_does_not_go_back(older: Visitor) -> None:
    assert services.move_back(assessment_id=older.assessment_id, seen=OLD).version == OLD


def test_no_way_leads_back_or_nowhere(older: Visitor) -> None:
    key = older.assessment_id
    with pytest.raises(NotTheNext):
        services.move(assessment_id=key, seen=NEW, to=OLD)
    with pytest.raises(UnknownQuestionnaire):
        services.move(assessment_id=key, seen=OLD, to="2030")
    with pytest.raises(Gone):
        services.move(assessment_id=uuid4(), seen=OLD, to=NEW)
    with pytest.raises(Gone):
        services.move_back(assessment_id=uuid4(), seen=NEW)
    assert older.answers == ANSWERS
