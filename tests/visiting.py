"""Visiting the site as a browser does, and reading its pages as people do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from lxml import html

from compliance.assessments import services
from compliance.assessments.queries import Standing, standing
from compliance.assessments.services import Submission

from .cases import MAIN


@dataclass
class Visitor:
    """A browser that has begun an assessment."""

    assessment_id: UUID
    client: Client = field(default_factory=Client)

    @classmethod
    def begin(cls, client: Client | None = None, questionnaire: str = MAIN) -> "Visitor":
        client = client or Client()
        response = client.post(reverse("assessments:start", args=[questionnaire]))
        return cls(resolve(response["Location"]).kwargs["assessment_id"], client)

    def address(self, name: str, *more: str) -> str:
        room = "attestations" if name == "report" else "assessments"
        return reverse(f"{room}:{name}", args=[self.assessment_id, *more])

    def see(self, name: str, *more: str) -> "Page":
        return Page(self.client.get(self.address(name, *more)))

    def question(self, slug: str, query: str = "") -> "Page":
        return Page(self.client.get(self.address("question", slug) + query))

    def send(self, slug: str, data: Mapping[str, Any], action: str = "save", query: str = "") -> "Page":
        """Send a question page's form; `data` may carry the `seen__…` of an older window."""
        address = self.address("question", slug) + query
        return Page(self.client.post(address, {**data, "action": action}))

    def store(self, answers: Mapping[str, Any]) -> None:
        """Answers as if given long ago, without their pages."""
        standing = self.standing
        submissions = {each: Submission(value, standing.revision(each)) for each, value in answers.items()}
        assert not services.save_answers(assessment_id=self.assessment_id, submissions=submissions)

    def revision(self, question: str) -> int:
        return self.standing.revision(question)

    @property
    def standing(self) -> Standing:
        found = standing(self.assessment_id)
        assert found is not None
        return found

    @property
    def answers(self) -> dict[str, Any]:
        return self.standing.answers


class Page:
    """A response, as the person in front of it sees it."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.leads_to = response.get("Location", "")

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.response.content.decode())

    @property
    def main(self) -> html.HtmlElement:
        return self.tree.get_element_by_id("main")

    @property
    def text(self) -> str:
        return words(self.main)

    @property
    def title(self) -> str:
        return words(self.tree.find("head/title"))

    @property
    def heading(self) -> str:
        return words(self.main.find(".//h1"))

    @property
    def errors(self) -> list[str]:
        """The lines of the summary at the top."""
        return [words(each) for box in self.classed("mc-errors") for each in box.iter("li")]

    @property
    def notices(self) -> list[str]:
        return [words(each) for each in self.classed("mc-notice")]

    @property
    def chosen(self) -> list[str]:
        """Values of the ticked boxes and dots."""
        return [each.get("value", "on") for each in self.main.xpath(".//input[@checked]")]

    def classed(self, name: str) -> list[html.HtmlElement]:
        return list(self.main.find_class(name))

    def links(self) -> dict[str, str]:
        """Where the links of the page lead, by their text."""
        return {words(each): each.get("href") for each in self.main.iter("a")}

    def value(self, name: str) -> str:
        """What stands in a field."""
        found = self.main.xpath(".//*[@name=$name]", name=name)[0]
        return str(found.text or "") if found.tag == "textarea" else found.get("value", "")

    def fields(self) -> dict[str, list[str]]:
        """What a browser would send of the form with the questions, as it stands."""
        (form,) = self.classed("mc-ask")
        found: dict[str, list[str]] = {}
        for name, value in form.form_values():
            found.setdefault(name, []).append(value)
        return found

    def hidden(self) -> dict[str, str]:
        """The revisions that this window has seen."""
        return {each.get("name"): each.get("value") for each in self._seen()}

    def _seen(self) -> list[html.HtmlElement]:
        return list(self.main.xpath(".//input[starts-with(@name, 'seen__')]"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
