"""What templates of the desk need: a question's words, and the history in words."""

from django import template
from django.utils.html import format_html

import questionnaires
from compliance.attestations.statement import read
from compliance.review.actions import PUBLIC, Action, in_history
from compliance.review.models import Event, State, Submission
from questionnaires import UnknownQuestionnaire

register = template.Library()


@register.simple_tag
def question_of(submission: Submission, question_id: str) -> str:
    """A question in the words of the version that was answered; its id where that is not on offer."""
    found = read(submission.statement)["questionnaire"]
    try:
        return questionnaires.edition(found["id"], found["version"]).questions[question_id].quoted
    except (UnknownQuestionnaire, KeyError):
        return question_id


@register.simple_tag
def event_for_sender(event: Event) -> str:
    """What happened, without who."""
    words = str(PUBLIC[Action(event.kind)])
    return f"{words}: {_outcome(event)}" if "outcome" in event.details else words


@register.simple_tag
def event_for_reviewers(event: Event) -> str:
    """What happened, and who did it."""
    words = in_history(event)
    if "outcome" in event.details:
        words = f"{words} ({_outcome(event)})"
    return format_html("<bdi>{}</bdi> {}", event.actor_name, words) if event.actor_name else words


def _outcome(event: Event) -> str:
    return str(State(event.details["outcome"]).label)
