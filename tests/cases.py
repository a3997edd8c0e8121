"""The worked cases of the library, by the number that their file's name begins with."""

from functools import cache
from typing import Any

import questionnaires
from questionnaires import LIBRARY, Edition
from questionnaires.schema import WorkedCase

MAIN = "downstream-modification"
FILES = {file.stem[:3]: file for file in sorted((LIBRARY / MAIN / "2026.1" / "cases").glob("*.yaml"))}


@cache
def case(number: str) -> WorkedCase:
    return questionnaires.load_case(FILES[number])[0]


def answers_of(number: str) -> dict[str, Any]:
    """A case's answers, for a test to change."""
    return dict(case(number).answers)


def edition() -> Edition:
    return questionnaires.edition(MAIN, "2026.1")
