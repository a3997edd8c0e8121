"""How answers to one version of a questionnaire carry over to the next. Pure: two editions and answers in,
answers out.

A question keeps the answer to the same id, unless the newer file's `carries_over` says otherwise. Nothing is
invented: an answer that does not fit in whole is asked again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from .answering import is_answered, problem
from .editions import Edition, values_offered
from .encoding import Answers
from .schema import CarriesOver, Question

How = Literal["same", "renamed", "split", "merged", "asked_again", "new"]
CHOOSING = frozenset({"one", "many", "yes_no"})


class NotTheNext(ValueError):
    """The newer edition does not say how answers to the older one carry over."""


@dataclass(frozen=True)
class Route:
    """Where the answer to a question of the newer version comes from."""

    question: str
    origins: tuple[str, ...]  # questions of the older version; none for a new question
    how: How
    choices: Mapping[str, str] = field(default_factory=dict)  # an older choice: the newer one


@dataclass(frozen=True)
class Carried:
    """What becomes of answers on the way to a newer version."""

    before: Mapping[str, Any]
    answers: dict[str, Any]
    routes: Mapping[str, Route]  # by question of the newer version

    @cached_property
    def renamed(self) -> dict[str, tuple[str, ...]]:
        """Newer questions whose answer came from elsewhere, with where from."""
        return {each: self.routes[each].origins for each in self.answers if self.routes[each].how != "same"}

    @cached_property
    def asked_again(self) -> tuple[str, ...]:
        """Newer questions whose older answer does not carry over."""
        return tuple(
            each for each, route in self.routes.items() if each not in self.answers and self.given(route)
        )

    @cached_property
    def dropped(self) -> tuple[str, ...]:
        """Older questions that were answered and that nothing in the newer version takes its answer from."""
        taken = {origin for route in self.routes.values() for origin in route.origins}
        return tuple(each for each, value in self.before.items() if is_answered(value) and each not in taken)

    def given(self, route: Route) -> tuple[str, ...]:
        """The older questions of a route that were answered."""
        return tuple(each for each in route.origins if is_answered(self.before.get(each)))


def routes(old: Edition, new: Edition) -> dict[str, Route]:
    """Where each question of the newer edition takes its answer from. Raises NotTheNext."""
    rule = new.questionnaire.carries_over
    if rule is None or (old.id, old.version) != (new.id, rule.from_):
        raise NotTheNext(f"{new.id} {new.version} does not say how answers to {old.version} carry over.")
    origins = {each: _origins(each, rule, old) for each in new.questions}
    parts: dict[str, int] = {}
    for each, found in origins.items():
        for origin in found if each not in rule.ask_again else ():
            parts[origin] = parts.get(origin, 0) + 1
    return {each: _route(each, found, rule, parts) for each, found in origins.items()}


def _origins(question: str, rule: CarriesOver, old: Edition) -> tuple[str, ...]:
    named = rule.answers[question].from_ if question in rule.answers else ()
    return tuple(each for each in named or (question,) if each in old.questions and each not in rule.dropped)


def _route(question: str, origins: tuple[str, ...], rule: CarriesOver, parts: Mapping[str, int]) -> Route:
    how: How = "same" if origins == (question,) else "renamed"
    if not origins:
        how = "new"
    elif question in rule.ask_again:
        how = "asked_again"
    elif len(origins) > 1:
        how = "merged"
    elif parts[origins[0]] > 1:
        how = "split"
    return Route(question, origins, how, rule.answers[question].choices if question in rule.answers else {})


def carry_over(old: Edition, new: Edition, answers: Answers) -> Carried:
    """Carry answers, allowed ones, over to the next version. Raises NotTheNext."""
    found = routes(old, new)
    values = {each: _value(route, found, old, new, answers) for each, route in found.items()}
    carried = {each: value for each, value in values.items() if value is not None}
    return Carried(dict(answers), carried, found)


def carry_along(editions: Sequence[Edition], answers: Answers) -> Carried:
    """Carry answers from the first of several editions, each the next of the one before, to the last."""
    start = {each: Route(each, (each,), "same") for each in editions[0].questions}
    here = Carried(dict(answers), dict(answers), start)
    for old, new in pairwise(editions):
        step = carry_over(old, new, here.answers)
        here = Carried(here.before, step.answers, _joined(here.routes, step.routes))
    return here


def routes_along(editions: Sequence[Edition]) -> dict[str, Route]:
    """Where each question of the last of several editions takes its answer from in the first."""
    return dict(carry_along(editions, {}).routes)


def _joined(first: Mapping[str, Route], second: Mapping[str, Route]) -> dict[str, Route]:
    return {each: _over(first, route) for each, route in second.items()}


def _over(first: Mapping[str, Route], route: Route) -> Route:
    """A route that goes on where others ended."""
    before = [first[each] for each in route.origins]
    origins = tuple(dict.fromkeys(origin for each in before for origin in each.origins))
    hows = {route.how, *(each.how for each in before)} - {"same", "new"}
    order: tuple[How, ...] = ("asked_again", "merged", "split", "renamed")
    how: How = next((each for each in order if each in hows), "same")
    choices = {old: route.choices.get(here, here) for each in before for old, here in each.choices.items()}
    return Route(route.question, origins, how if origins else "new", {**route.choices, **choices})


# one value ----------------------------------------------------------------------------------------------


def _value(
    route: Route, every: Mapping[str, Route], old: Edition, new: Edition, answers: Answers
) -> Any | None:
    """The answer to a newer question; None where it has to be asked."""
    question = new.questions[route.question]
    given = [answers.get(each) for each in route.origins]
    if route.how in ("asked_again", "new") or not all(is_answered(each) for each in given):
        return None
    values = [
        _translated(old.questions[origin], value, route, every, new)
        for origin, value in zip(route.origins, given, strict=True)
    ]
    value = _together(question, values)
    return value if value is not None and problem(question, value) is None else None


def _translated(
    origin: Question, value: Any, route: Route, every: Mapping[str, Route], new: Edition
) -> list[Any] | None:
    """An older answer as choices of the newer question, or alone in a list; None where it does not fit."""
    question = new.questions[route.question]
    if origin.kind not in CHOOSING or question.kind not in CHOOSING:
        same = origin.kind == question.kind and origin.unit == question.unit
        return [value] if same else None
    ticked = list(value) if origin.kind == "many" else [value]
    found: list[Any] = []
    for each in ticked:
        choice = _choice(each, route, new)
        if choice is not None:
            found.append(choice)
        elif origin.kind != "many" or not any(
            _choice(each, other, new) for other in _beside(origin.id, route, every)
        ):
            return None
    return found if found or not ticked else None


def _choice(choice: str, route: Route, new: Edition) -> str | None:
    """The newer question's choice for an older one."""
    renamed = route.choices.get(choice, choice)
    return renamed if renamed in values_offered(new.questions[route.question]) else None


def _beside(origin: str, route: Route, every: Mapping[str, Route]) -> Iterator[Route]:
    """The other parts of a question that was split: what is ticked there does not belong here."""
    for each in every.values():
        if origin in each.origins and each.question != route.question and each.how != "asked_again":
            yield each


def _together(question: Question, values: Sequence[list[Any] | None]) -> Any | None:
    """One answer out of those of all origins; None where they do not agree."""
    found: list[Any] = []
    for each in values:
        if each is None:
            return None
        found += each
    if question.kind == "many":
        chosen = list(dict.fromkeys(found))
        alone = {choice.id for choice in question.choices if choice.exclusive}
        return [each for each in chosen if each not in alone] or chosen
    return found[0] if found and all(each == found[0] for each in found) else None
