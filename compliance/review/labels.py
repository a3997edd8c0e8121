"""What a submission is found by: the values of its statement that a queue is filtered by, and its words."""

import re
from collections.abc import Iterator

from compliance.attestations.statement import Statement

LONGEST = 100  # characters of a label
WORD = re.compile(r"\w+")
LISTED = ("markets", "sectors", "base_model")  # answers that a queue is filtered by


def of(statement: Statement) -> set[str]:
    """Its labels, such as `tier:T3`, `finding:R1.2` or `word:lora`."""
    return {each[:LONGEST] for each in (*_values(statement), *_words(statement))}


def words(text: str) -> list[str]:
    """The words of a text as they are searched for: case and width do not count."""
    return [each.casefold() for each in WORD.findall(text)]


def _values(statement: Statement) -> Iterator[str]:
    outcome, answers = statement["outcome"], statement["answers"]
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
    written = [*statement["subject"].values(), *(each["name"] for each in statement["evidence"])]
    written += [each for each in statement["answers"].values() if isinstance(each, str)]
    if statement["signatory"]:
        written += statement["signatory"].values()
    yield from (f"word:{each}" for text in written for each in words(text))
