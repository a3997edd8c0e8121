"""Questions as pages: one topic a page, only what is asked, and which page comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from questionnaires import Edition
from questionnaires.schema import Question, Section, Topic


@dataclass(frozen=True)
class Page:
    """A question, or several that share a topic. `slug` is the topic's or the question's id."""

    slug: str
    section: Section
    topic: Topic | None
    questions: tuple[Question, ...]

    @property
    def title(self) -> str:
        return self.topic.title if self.topic else self.questions[0].text

    @property
    def is_grid(self) -> bool:
        return self.topic is not None and self.topic.layout == "grid"

    def only(self, asked: Iterable[str]) -> tuple[Question, ...]:
        chosen = set(asked)
        return tuple(question for question in self.questions if question.id in chosen)


@lru_cache(maxsize=64)
def pages(edition: Edition) -> dict[str, Page]:
    """All pages by slug, in order."""
    found: dict[str, Page] = {}
    for section in edition.questionnaire.sections:
        topics = {topic.id: topic for topic in section.topics}
        for question in section.questions:
            slug = question.topic or question.id
            page = found.get(slug) or Page(slug, section, topics.get(slug), ())
            found[slug] = Page(slug, section, page.topic, (*page.questions, question))
    return found


def page_of(edition: Edition, question_id: str) -> Page:
    question = edition.questions[question_id]
    return pages(edition)[question.topic or question.id]


def after(edition: Edition, slug: str, unanswered: Iterable[str], *, skip: bool = False) -> Page | None:
    """Where to go from a page: the next one with something unanswered, else the first such, else nowhere.

    Saving stays on the page while it has something unanswered; skipping goes on.
    """
    order = list(pages(edition).values())
    here = next(i for i, page in enumerate(order) if page.slug == slug)
    open_questions = set(unanswered)
    for page in _around(order, here + 1 if skip else here):
        if page.only(open_questions) and not (skip and page.slug == slug):
            return page
    return None


def before(edition: Edition, slug: str, asked: Iterable[str]) -> Page | None:
    """The page before this one that has a question asked."""
    order = list(pages(edition).values())
    here = next(i for i, page in enumerate(order) if page.slug == slug)
    chosen = set(asked)
    return next((page for page in reversed(order[:here]) if page.only(chosen)), None)


def _around(order: list[Page], start: int) -> Iterator[Page]:
    yield from order[start:]
    yield from order[:start]
