"""What a move to a newer version makes of answers. Of two answers, one in each version, the later counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import questionnaires
from questionnaires import Carried, Edition, NotTheNext

from .models import Answer


@dataclass(frozen=True)
class Latest:
    """The answers after a move, and how those to the older version carry over."""

    carried: Carried
    answers: Mapping[str, Any]


def way(questionnaire: str, old: str, new: str) -> tuple[Edition, ...]:
    """The editions from one version to a newer one. Raises NotTheNext and UnknownQuestionnaire."""
    found = questionnaires.way(
        questionnaires.edition(questionnaire, old), questionnaires.edition(questionnaire, new)
    )
    if not found:
        raise NotTheNext(f"There is no way from {old} to {new}.")
    return found


def latest(editions: Sequence[Edition], stored: Iterable[Answer]) -> Latest:
    """The answers to the last of some editions: those to the first, carried over, and those given there
    already, by whoever had moved before and went back."""
    here: dict[str, Answer] = {}
    there: dict[str, Answer] = {}
    for each in stored:
        {editions[0].version: here, editions[-1].version: there}.get(each.version, {})[each.question] = each
    given = {each: answer.value for each, answer in here.items() if answer.value is not None}
    carried = questionnaires.carry_along(editions, given)
    values: dict[str, Any] = {}
    for question, route in carried.routes.items():
        answer = there.get(question)
        newest = max((here[each].updated_at for each in route.origins if each in here), default=None)
        if answer is not None and (newest is None or newest <= answer.updated_at):
            values[question] = answer.value
        else:
            values[question] = carried.answers.get(question)
    return Latest(carried, {each: value for each, value in values.items() if value is not None})
