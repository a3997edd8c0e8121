"""A team that works on an assessment together."""

from collections.abc import Iterator

from django.test import Client

from tests.people import Team
from tests.visiting import Page, Visitor, words

SECTION, IN_SECTION, ELSEWHERE = "safety", "safety_features_touched", "role"


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
