"""An authority's desk, to test with."""

from django.test import Client
from django.urls import reverse

from compliance.accounts.models import Kind, Membership, Role
from compliance.review.models import Submission
from tests.people import Team, join, person
from tests.review.generating import store, submissions
from tests.visiting import Page


class Desk:
    """An authority's desk in a reviewer's browser."""

    def __init__(self, name: str = "Authority") -> None:
        self.team = Team(name, Kind.REGULATOR)
        self.authority = self.team.organisation
        self.client: Client = self.team.browser("reviewer")
        self.colleague: Membership = join(self.authority, person(f"Ann of {name}"), Role.REVIEWER)

    def receive(self, number: int) -> list[Submission]:
        return store(self.authority, submissions(self.authority, number, reviewers=[self.colleague.user]))

    def address(self, name: str = "queue", *more: object) -> str:
        return reverse(f"review:{name}", args=[self.authority.pk, *more])

    def see(self, query: str = "state=open", name: str = "queue") -> Page:
        return Page(self.client.get(f"{self.address(name)}?{query}"))

    def follow(self, page: Page, link: str) -> Page:
        return Page(self.client.get(self.address() + page.links()[link]))

    def assign(self, ids: list[object], assignee: object, query: str = "") -> Page:
        data = {"submission": [str(each) for each in ids], "assignee": str(assignee), "query": query}
        return Page(self.client.post(self.address("assign"), data))


def rows(page: Page) -> list[str]:
    """Where each row leads."""
    return [each.get("href") for each in page.main.xpath(".//tbody/tr/th/a")]
