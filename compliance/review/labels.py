"""What a submission is found by: the values of its statement that a queue is filtered by, and its words."""

import re
import unicodedata
from collections.abc import Iterator

import questionnaires
from compliance.attestations.statement import Statement

LONGEST = 100  # characters of a label
WORD = re.compile(r"\w+")
LISTED = ("markets", "sectors", "base_model")  # answers that a queue is filtered by


def of(statement: Statement) -> set[str]:
    """Its labels, such as `tier:T3`, `finding:R1.2`, `word:lora`, and `base:gemma` of its base model."""
    return {each[:LONGEST] for each in (*_values(statement), *_words(statement))}


def words(text: str) -> list[str]:
    """The words of a text as they are searched for: neither case nor width nor ligatures count."""
    return WORD.findall(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def sought(kind: str, text: str) -> list[str]:
    """The labels that all have to be there where somebody looks for the words of a text."""
    return list(dict.fromkeys(f"{kind}:{each}"[:LONGEST] for each in words(text)))


def _values(statement: Statement) -> Iterator[str]:
    outcome, answers = statement["outcome"], statement["answers"]
    yield f"questionnaire:{statement['questionnaire']['id']}"
    yield f"tier:{outcome['tier']}"
    yield f"class:{outcome['change_class']}"
    yield f"provisional:{'yes' if outcome['provisional'] else 'no'}"
    yield from (f"finding:{each['id']}" for each in outcome["findings"])
    yield from (f"item:{each['id']}" for each in outcome["items"])
    for question in LISTED:
        given = answers.get(question)
        for each in given if isinstance(given, list) else [given]:
            if each:
                yield f"{question}:{each.casefold()}"


def _words(statement: Statement) -> Iterator[str]:
    """Of everything that somebody wrote, and of the names of the files."""
    answers = statement["answers"]
    written = [*statement["subject"].values(), *(each["name"] for each in statement["evidence"])]
    written += [answers[each] for each in _texts(statement)]
    if statement["signatory"]:
        written += statement["signatory"].values()
    for text in written:
        yield from sought("word", text)
    yield from sought("base", answers.get("base_model") or "")


def _texts(statement: Statement) -> Iterator[str]:
    """Questions that were answered in words; where it is not known any more, by words or one choice."""
    asked = statement["questionnaire"]
    try:
        known = questionnaires.edition(asked["id"], asked["version"]).questions
    except questionnaires.UnknownQuestionnaire:
        known = {}
    for each, answer in statement["answers"].items():
        if isinstance(answer, str) and (each not in known or known[each].kind == "text"):
            yield each
