"""Twenty people save on one assessment at the same time, as fast as they can, on the site as it is served,
with processes and threads of its own. Nothing that was acknowledged may be lost.

Each saves twenty-five times; with `make campaign`, five hundred times."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import requests

from compliance.assessments.models import Answer
from tests.cases import answers_of
from tests.live import served
from tests.visiting import Visitor

EDITORS = 20
SAVES = 500 if os.environ.get("HYPOTHESIS_PROFILE") == "campaign" else 25
# Each is alone on its page, so that a page that is sent is one answer.
NUMBERS = {"base_training_flop": 2e24, "modification_flop": 9e23, "earlier_modification_flop": 1e22}
QUESTIONS = ["base_model", *NUMBERS]
SECRET = "s" * 32


@dataclass(frozen=True)
class Acknowledged:
    """The site said that this value is saved, to somebody who had that revision in view."""

    question: str
    seen: int
    value: object


class Editor:
    """A browser, without its cost: it reads a page, and sends it with another answer."""

    def __init__(self, number: int, address: str, session: str) -> None:
        self.number, self.address = number, address
        self.client = requests.Session()
        self.client.cookies.update({"sessionid": session, "csrftoken": SECRET})
        self.client.headers["X-CSRFToken"] = SECRET

    def work(self) -> list[Acknowledged]:
        saved = []
        for attempt in range(SAVES):
            question = QUESTIONS[(attempt + self.number) % len(QUESTIONS)]
            version, seen, mark = self.read(question)
            value = self.value(question, attempt)
            data = {"version": version, f"seen__{question}": f"{seen}-{mark}", question: value}
            response = self.client.post(f"{self.address}{question}/", data, allow_redirects=False)
            assert response.status_code in (302, 409), response.text[:1000]
            if response.status_code == 302:
                saved.append(Acknowledged(question, int(seen), value))
        return saved

    def value(self, question: str, attempt: int) -> object:
        """One that nobody else gives."""
        if question in NUMBERS:
            return NUMBERS[question] * (1 + (self.number * 1000 + attempt) / 1e6)
        return f"{self.number} {attempt}"

    def read(self, question: str) -> tuple[str, str, str]:
        response = self.client.get(f"{self.address}{question}/")
        assert response.status_code == 200
        return _parts(response.text, question)


def _parts(page: str, question: str) -> tuple[str, str, str]:
    """Version, revision and mark, as they stand in the form."""
    version = re.search(r'name="version" value="([^"]+)"', page)
    seen = re.search(rf'name="seen__{question}" value="(\d+)-([0-9a-f]+)"', page)
    assert version is not None
    assert seen is not None
    return version[1], seen[1], seen[2]


@pytest.mark.django_db(transaction=True)
def test_every_acknowledged_answer_is_stored_or_was_replaced_by_one_who_had_seen_it() -> None:
    visitor = Visitor.begin()
    visitor.store(answers_of("v10") | NUMBERS)
    session = visitor.client.cookies["sessionid"].value
    first = visitor.standing.stored
    with served() as site:
        address = site + visitor.address("tasks") + "questions/"
        editors = [Editor(number, address, session) for number in range(EDITORS)]
        with ThreadPoolExecutor(EDITORS) as threads:
            saved = [each for found in threads.map(Editor.work, editors) for each in found]
    assert len(saved) > EDITORS * SAVES / 10, "they got in each other's way, not to a standstill"
    for question in QUESTIONS:
        check(visitor, first[question], [each for each in saved if each.question == question])


def check(visitor: Visitor, first: Answer, saved: list[Acknowledged]) -> None:
    """The history is one chain, and each of its steps is one acknowledgement."""
    steps = visitor.standing.assessment.changes.filter(question=first.question, revision__gt=first.revision)
    chain = list(steps.order_by("revision"))
    assert [each.revision for each in chain] == [first.revision + n for n in range(1, len(chain) + 1)]
    assert [each.before for each in chain] == [first.value, *(each.after for each in chain[:-1])]
    acknowledged = sorted((each.seen + 1, each.value) for each in saved)
    assert [(each.revision, each.after) for each in chain] == acknowledged
    assert visitor.answers[first.question] == chain[-1].after
