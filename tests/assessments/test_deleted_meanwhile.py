"""Deleted in one window while another is just saving: a plain answer, nothing half done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from compliance.assessments import services
from compliance.assessments.models import Answer, Assessment, PrivateLink
from tests.cases import answers_of
from tests.visiting import Page, Visitor


class DeletesInBetween:
    """Runs queries as they are; just before the first transaction, deletes the assessment as another window
    would."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.done = visitor, False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT") and not self.done:
            self.done = True
            services.delete(assessment_id=self.visitor.assessment_id)
        return execute(sql, params, many, context)


@pytest.mark.parametrize("name", ["question", "private_link", "start_over", "report", "move_back"])
def test_whoever_saves_then_is_told_that_there_is_nothing_any_more(visitor: Visitor, name: str) -> None:
    visitor.store(answers_of("v02"))
    address = visitor.address(name, *(["role"] if name == "question" else []))
    data = {"role": "host", "seen__role": 1, "organisation": "A", "model_name": "B"}
    between = DeletesInBetween(visitor)
    with connection.execute_wrapper(between):
        page = Page(visitor.client.post(address, data))
    assert between.done
    assert (page.status, page.heading) == (404, "Page not found")
    for model in (Assessment, Answer, PrivateLink):
        assert not model.objects.exists()
