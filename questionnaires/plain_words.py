"""An edition's conditions in plain words: what each question, fact, rule and item depends on, on a day.

The texts are those of the files. Whoever needs less room lets questions be called by their numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from .conditions import Boolean
from .conditions.tree import cases as by_cases
from .conditions.wording import Noun, Vocabulary, amount_in_words, in_words
from .conditions.words import Span, Statement, Words
from .editions import Edition, values_offered
from .explanation import choice_in_words, number_in_words
from .schema import Fact, Note, Question

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

    @cached_property
    def asks(self) -> Mapping[str, Words | None]:
        """When each question is asked; None where it is asked of everybody."""
        return {each: self._when(tree) for each, tree in self.edition.trees.asks.items()}

    @cached_property
    def flags(self) -> Mapping[str, Words]:
        """When each fact of yes or no is true."""
        return self._all(self.edition.trees.flags)

    @cached_property
    def cases(self) -> Mapping[str, tuple[CaseInWords, ...]]:
        """The values of each fact that is a number or an ordered choice; the first case that holds counts."""
        trees, nouns = self.edition.trees, self.vocabulary.nouns
        numbers = {
            each: tuple((when, amount_in_words(value, self.vocabulary)) for when, value in by_cases(tree))
            for each, tree in trees.amounts.items()
        }
        ordered = {
            each: tuple(
                (when, Statement((Span(nouns[each].values[value], "choice", value),))) for when, value in of
            )
            for each, of in trees.ordered.items()
        }
        return {
            each: tuple(CaseInWords(value, self._when(when)) for when, value in of)
            for each, of in {**numbers, **ordered}.items()
        }

    @cached_property
    def gates(self) -> Mapping[str, Words]:
        return self._all(self.edition.trees.gates)

    @cached_property
    def findings(self) -> Mapping[str, Words]:
        return self._all(self.edition.trees.findings)

    @cached_property
    def items(self) -> Mapping[str, Words]:
        return self._all(self.edition.trees.items)

    @cached_property
    def exempt(self) -> Mapping[str, tuple[Words | None, ...]]:
        """Where each exemption of a question from the prover's claims holds; None: everywhere."""
        return {each: tuple(map(self._when, trees)) for each, trees in self.edition.trees.exempt.items()}

    @cached_property
    def notes(self) -> Mapping[str, tuple[tuple[Note, Words], ...]]:
        """The notes of each tier, finding and item, and when each is added."""
        trees = self.edition.trees.notes
        return {
            owner: tuple(
                (note, in_words(tree, self.vocabulary)) for note, tree in zip(of, trees[owner], strict=True)
            )
            for owner, of in self.edition.notes.items()
        }

    def _when(self, tree: Boolean | None) -> Words | None:
        return None if tree is None else in_words(tree, self.vocabulary)

    def _all(self, trees: Mapping[str, Boolean]) -> Mapping[str, Words]:
        return {each: in_words(tree, self.vocabulary) for each, tree in trees.items()}


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
    return Noun(question.quoted, "question", values, question.unit or "")


def _fact(fact: Fact, named: Mapping[str, str]) -> Noun:
    values = {each: named.get(each, each.replace("_", " ")) for each in fact.values}
    return Noun((fact.text or fact.id.replace("_", " ")).rstrip("."), "fact", values)
