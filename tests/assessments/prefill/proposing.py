"""Reading the samples beside this, and what they propose."""

from pathlib import Path
from typing import Any

import questionnaires
from compliance.assessments.prefill import Proposal, Remark, Taken, propose, read
from tests.cases import MAIN

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def taken(name: str, content: bytes | str) -> Taken:
    found = read(name, content.encode() if isinstance(content, str) else content)
    assert isinstance(found, Taken), found
    return found


class Proposed:
    """What some files propose together: samples by name, or texts given as (name, text)."""

    def __init__(self, *files: str | tuple[str, str], questionnaire: str = MAIN) -> None:
        read_files = [taken(each, sample(each)) if isinstance(each, str) else taken(*each) for each in files]
        facts = [fact for each in read_files for fact in each.facts]
        edition = questionnaires.current(questionnaire)
        self.kinds = [each.kind for each in read_files]
        self.proposals, unsettled = propose(edition, facts)
        self.remarks: list[Remark] = [remark for each in read_files for remark in each.remarks] + unsettled

    def all(self, question: str) -> list[Proposal]:
        return [each for each in self.proposals if each.question == question]

    def values(self, question: str) -> list[Any]:
        """The different answers proposed to a question; for many choices, all choices."""
        found: list[Any] = []
        for each in self.all(question):
            for value in each.value if isinstance(each.value, list) else [each.value]:
                if value not in found:
                    found.append(value)
        return found

    @property
    def questions(self) -> set[str]:
        return {each.question for each in self.proposals}

    def one(self, question: str) -> Proposal:
        (found,) = self.all(question)
        return found
