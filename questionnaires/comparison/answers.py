"""Two sets of answers to the same questions, in words."""

from dataclasses import dataclass

from questionnaires.answering import is_answered
from questionnaires.editions import Edition
from questionnaires.encoding import Answers
from questionnaires.explanation import answer_in_words
from questionnaires.schema import Question


@dataclass(frozen=True)
class AnswerChange:
    """A question that is answered differently; `before` and `after` are the answers in words."""

    question: Question
    before: str
    after: str


def compare_answers(edition: Edition, before: Answers, after: Answers) -> tuple[AnswerChange, ...]:
    """The questions that are answered differently, in the order of the questionnaire."""
    return tuple(
        AnswerChange(question, _words(question, before), _words(question, after))
        for question in edition.questions.values()
        if _plain(question, before) != _plain(question, after)
    )


def _words(question: Question, answers: Answers) -> str:
    return answer_in_words(question, answers.get(question.id))


def _plain(question: Question, answers: Answers) -> object:
    """A value as it counts: choices have no order, and every kind of empty is unanswered."""
    value = answers.get(question.id)
    if not is_answered(value):
        return None
    return frozenset(value) if isinstance(value, list | tuple) else value
