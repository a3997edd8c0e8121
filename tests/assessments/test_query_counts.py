"""However many questions are answered, a page makes the same number of queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import answers_of
from tests.visiting import Visitor

# The longest worked case, in the order of its pages.
ANSWERS = answers_of("w08")
FIRST = {each: ANSWERS[each] for each in ("role", "modifications", "base_access", "release")}


def save(visitor: Visitor, release: str, seen: int) -> int:
    return visitor.send("release", {"release": release, "seen__release": seen}).status


REQUESTS: dict[str, Callable[[Visitor], int]] = {
    "question": lambda visitor: visitor.question("release").status,
    "grid": lambda visitor: visitor.question("hazard_domains").status,
    "tasks": lambda visitor: visitor.see("tasks").status,
    "check": lambda visitor: visitor.see("check").status,
    "outcome": lambda visitor: visitor.see("outcome").status,
    "move": lambda visitor: visitor.see("move").status,
    "graph": lambda visitor: visitor.see("own_graph").status,
    "graph alone": lambda visitor: visitor.see("own_graph_picture").status,
    "private link": lambda visitor: visitor.see("private_link").status,
    "home": lambda visitor: visitor.client.get("/").status_code,
    "save": lambda visitor: save(visitor, "internal", 1),
    "save a blank": lambda visitor: visitor.send("release", {}).status,
    "conflict": lambda visitor: save(visitor, "internal", 0),
}


def count(visitor: Visitor, what: str, how_many: int) -> int:
    """Queries that one request makes after so many questions were answered."""
    visitor.store(FIRST | dict(list(ANSWERS.items())[:how_many]))
    visitor.see("tasks")  # the first request of a process fills its caches
    with CaptureQueriesContext(connection) as queries:
        assert REQUESTS[what](visitor) in (200, 302, 409, 422)
    return len(queries)


@pytest.mark.parametrize("what", REQUESTS)
def test_the_number_of_queries_does_not_grow_with_the_answers(db: None, what: str) -> None:
    counts = [count(Visitor.begin(), what, how_many) for how_many in (1, 20, len(ANSWERS))]
    assert len(set(counts)) == 1, f"{what}: {counts} queries after 1, 20 and {len(ANSWERS)} answers"


def test_a_page_of_five_questions_is_saved_in_as_many_queries_as_one_of_one(visitor: Visitor) -> None:
    visitor.store(FIRST)
    grid = {
        f"hazard_{each}": "some" for each in ("cyber", "cbrn", "persuasion", "autonomy", "intimate_media")
    }
    with CaptureQueriesContext(connection) as five:
        assert visitor.send("hazard_domains", grid).status == 302
    with CaptureQueriesContext(connection) as one:
        assert save(visitor, "internal", 1) == 302
    assert len(five) == len(one)


def test_reading_takes_a_handful_of_queries_and_saving_not_many_more(visitor: Visitor) -> None:
    assert count(visitor, "question", len(ANSWERS)) <= 4  # session, assessment, answers, files
    assert count(Visitor.begin(), "save", len(ANSWERS)) <= 12  # history and savepoints of the test included
