"""An edition's conditions in plain words: what each question, fact, rule and item depends on, on a day.

The texts are those of the files. Whoever needs less room lets questions be called by their numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from .conditions import Boolean
from .conditions.tree import cases
from .conditions.wording import Noun, Vocabulary, amount_in_words, in_words
from .conditions.words import Span, Statement, Words
from .editions import Edition, values_offered
from .explanation import choice_in_words, number_in_words
from .schema import Fact, Question

MOST = 4  # choices named in a row where there is little room


@dataclass(frozen=True)
class CaseInWords:
    """One line of a definition by cases: the value, and when it is that (None: in all other cases)."""

    value: Statement
    when: Words | None


class PlainWords:
    """What the conditions of an edition say. Parts are worked out when they are asked for."""

    def __init__(self, edition: Edition, vocabulary: Vocabulary) -> None:
        self.edition, self.vocabulary = edition, vocabulary

    def ask(self, question_id: str) -> Words | None:
        """When a question is asked; None where it is asked of everybody."""
        tree = self.edition.trees.asks[question_id]
        return None if tree is None else in_words(tree, self.vocabulary)

    @cached_property
    def gates(self) -> Mapping[str, Words]:
        return {each: in_words(tree, self.vocabulary) for each, tree in self.edition.trees.gates.items()}

    @cached_property
    def findings(self) -> Mapping[str, Words]:
        return {each: in_words(tree, self.vocabulary) for each, tree in self.edition.trees.findings.items()}

    @cached_property
    def items(self) -> Mapping[str, Words]:
        return {each: in_words(tree, self.vocabulary) for each, tree in self.edition.trees.items.items()}

    def notes(self, owner_id: str) -> tuple[Words, ...]:
        """When each note of a tier, finding or item applies."""
        return tuple(in_words(tree, self.vocabulary) for tree in self.edition.trees.notes.get(owner_id, ()))

    def flag(self, fact_id: str) -> Words:
        """When a fact of yes or no is true."""
        return in_words(self.edition.trees.flags[fact_id], self.vocabulary)

    def cases(self, fact_id: str) -> tuple[CaseInWords, ...]:
        """The values of a fact that is a number or an ordered choice; the first case that holds counts."""
        trees = self.edition.trees
        if fact_id in trees.ordered:
            called = self.vocabulary.nouns[fact_id].values
            return tuple(
                CaseInWords(Statement((Span(called[value], "choice", value),)), self._when(when))
                for when, value in trees.ordered[fact_id]
            )
        return tuple(
            CaseInWords(amount_in_words(value, self.vocabulary), self._when(when))
            for when, value in cases(trees.amounts[fact_id])
        )

    def _when(self, tree: Boolean | None) -> Words | None:
        return None if tree is None else in_words(tree, self.vocabulary)


@lru_cache(maxsize=32)
def plain_words(edition: Edition, on: date) -> PlainWords:
    """An edition's conditions with the parameters in force on a day, questions called by their texts."""
    return PlainWords(edition, _vocabulary(edition, on))


def brief_words(edition: Edition, on: date, labels: Mapping[str, str]) -> PlainWords:
    """The same in little room: questions called by their labels, facts with theirs before their text, and of
    many choices only the first few."""
    full = plain_words(edition, on).vocabulary
    nouns = {
        each: replace(noun, label=labels.get(each, ""), text="" if noun.role == "question" else noun.text)
        for each, noun in full.nouns.items()
    }
    return PlainWords(edition, replace(full, nouns=nouns, most=MOST))


def _vocabulary(edition: Edition, on: date) -> Vocabulary:
    questions = {each.id: _question(each) for each in edition.questions.values()}
    classes = {each.id: each.name for each in edition.ladder.classes}
    named = {edition.ladder.change_class: classes}
    facts = {each.id: _fact(each, named.get(each.id, {})) for each in edition.questionnaire.facts}
    tiers = {each.id: f"{each.id} ({each.name})" for each in edition.ladder.tiers}
    tiers |= {each.outcome: each.name for each in edition.ladder.gates}
    outcome = {"tier": Noun("the tier", "words", tiers), "findings": Noun("the rules that hold", "words")}
    parameters = edition.parameters(on)
    return Vocabulary(
        edition.trees.symbols,
        {**questions, **facts, **outcome},
        parameters,
        number_in_words,
        questions=frozenset(questions),
    )


def _question(question: Question) -> Noun:
    values = {each: choice_in_words(question, each) for each in values_offered(question)}
    return Noun(question.text, "question", values, question.unit or "")


def _fact(fact: Fact, named: Mapping[str, str]) -> Noun:
    values = {each: named.get(each, each.replace("_", " ")) for each in fact.values}
    return Noun((fact.text or fact.id.replace("_", " ")).rstrip("."), "fact", values)
