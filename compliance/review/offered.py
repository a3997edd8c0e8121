"""What a queue can be filtered by, in the words of the questionnaires on offer: ids and what they are called.
Where versions differ, the newest has the word."""

from collections.abc import Iterator

import questionnaires
from questionnaires import Edition

Choices = list[tuple[str, str]]


def tiers() -> Choices:
    """The highest of each ladder first, then what its gates may say instead of a tier."""
    found: dict[str, str] = {}
    for edition in _editions():
        found |= {each.id: each.name for each in reversed(edition.ladder.tiers)}
        found |= {each.outcome: each.name for each in edition.ladder.gates}
    return [(each, f"{each}: {name}") for each, name in found.items()]


def classes() -> Choices:
    return list({each.id: each.name for edition in _editions() for each in edition.ladder.classes}.items())


def findings() -> Choices:
    found = {each.id: each.title for edition in _editions() for each in edition.findings.values()}
    return [(each, f"{each}: {title}") for each, title in found.items()]


def items() -> Choices:
    found = {each.id: each.title for edition in _editions() for each in edition.items.values()}
    return [(each, f"{each}: {title}") for each, title in found.items()]


def choices(question: str) -> Choices:
    """The choices of a question, wherever it is asked."""
    found: dict[str, str] = {}
    for edition in _editions():
        if question in edition.questions:
            found |= {each.id: each.text for each in edition.questions[question].choices}
    return list(found.items())


def asked() -> Choices:
    """The questionnaires themselves."""
    return list({each.id: each.questionnaire.title for each in _editions()}.items())


def _editions() -> Iterator[Edition]:
    """Each version after the one before."""
    for each, versions in questionnaires.library().items():
        for version in versions:
            yield questionnaires.edition(each, version)
