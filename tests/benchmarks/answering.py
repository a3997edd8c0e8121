"""Answering one page of the site: how many queries, and how long beside a minimal view.

A request is a POST that changes one answer, through Django's test client, all middleware and SQLite; the
answer to it is a redirect. The minimal view, through the same middleware, same run, reads the session and
writes one row. Milliseconds, medians of one request.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, resolve, reverse

import questionnaires
from compliance.assessments.models import Assessment
from compliance.assessments.pages import page_of
from compliance.assessments.permissions import HELD
from compliance.assessments.services import Submission, save_answers
from questionnaires import Edition

from .measuring import Answers, cases, goal, median_seconds, milliseconds, row
from .site import HOST

CASE = "Medical LoRA, refusals re-tested"
QUESTION, VALUES = "organisation_size", ("small", "micro")
STORED = (1, 20, None)  # answers stored before; None: all
REQUESTS = 100


def minimal(request: HttpRequest) -> HttpResponse:
    """As little as a page can do that saves something for somebody."""
    held = request.session[HELD]
    Assessment.objects.filter(pk=held[-1]).update(model_name=request.POST["name"])
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [path("minimal/", minimal)]


def lines() -> Iterator[str]:
    """The lines of the page."""
    edition = questionnaires.edition("downstream-modification")
    answers = cases(edition)[CASE][0]
    answers = {QUESTION: answers[QUESTION], **answers}
    yield f"Answering one page: `{QUESTION}` changed, with some answers stored before"
    queries, seconds = [], []
    for stored in STORED:
        visitor = Visitor.with_answers(edition, dict(list(answers.items())[:stored]))
        queries.append(visitor.queries())
        seconds.append(median_seconds(visitor.save, times=REQUESTS))
    with override_settings(ROOT_URLCONF=__name__):
        names = cycle(VALUES)
        floor = median_seconds(lambda: visitor.post("/minimal/", {"name": next(names)}), times=REQUESTS)
    yield row("a minimal view: reads the session, writes a row", milliseconds(floor), "floor")
    for stored, count, taken in zip(STORED, queries, seconds, strict=True):
        label = f"{stored or len(answers)} answer{'' if stored == 1 else 's'} stored"
        yield row(label, milliseconds(taken), f"{taken / floor:.1f} times the floor, {count} queries")
    yield row("the same number of queries", "", goal(len(set(queries)) == 1))


@dataclass
class Visitor:
    """A browser that holds an assessment, and answers one page of it again and again."""

    client: Client
    address: str
    page: Answers
    values: Iterator[str]

    @classmethod
    def with_answers(cls, edition: Edition, answers: Answers) -> "Visitor":
        client = Client(SERVER_NAME=HOST)
        began = client.post(reverse("assessments:start", args=[edition.id]))
        assessment_id: UUID = resolve(began["Location"]).kwargs["assessment_id"]
        submissions = {each: Submission(value, 0) for each, value in answers.items()}
        save_answers(assessment_id=assessment_id, submissions=submissions)
        page = page_of(edition, QUESTION)
        address = reverse("assessments:question", args=[assessment_id, page.slug])
        others = {q.id: answers[q.id] for q in page.questions if q.id in answers}
        return cls(client, address, others, cycle(reversed(VALUES)))

    def save(self) -> None:
        self.post(self.address, {**self.page, QUESTION: next(self.values), "action": "save"})

    def post(self, address: str, data: dict[str, Any]) -> None:
        response = self.client.post(address, data)
        if response.status_code != 302:
            raise RuntimeError(f"{address} answered {response.status_code}, not with a redirect")

    def queries(self) -> int:
        """How many queries one saving takes."""
        self.save()
        with CaptureQueriesContext(connection) as captured:
            self.save()
        return len(captured)
