"""Reports of the worked cases, each made once a process, and their words as poppler reads them."""

import subprocess
from datetime import UTC, datetime
from functools import cache
from typing import Any

import questionnaires
from compliance.attestations import pdf
from compliance.attestations.statement import Statement, Subject, build
from questionnaires import Outcome
from tests.cases import case, edition

MADE_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SALT = "00112233445566778899aabbccddeeff"
SUBJECT = Subject("Example Łódź Ltd", "PentestPilot", "2.3")


def outcome_of(number: str, **changed: Any) -> Outcome:
    return questionnaires.classify(edition(), {**case(number).answers, **changed}, case(number).on)


def statement_of(number: str, subject: Subject = SUBJECT, **changed: Any) -> Statement:
    return build(outcome_of(number, **changed), subject, made_at=MADE_AT, salt=SALT)


@cache
def pdf_of(number: str) -> bytes:
    return pdf.render(statement_of(number))


@cache
def text_of_case(number: str) -> str:
    return text_of(pdf_of(number))


def text_of(content: bytes, last_page: int = 99) -> str:
    """The words of a PDF in the order of its content, on one line."""
    lines = poppler("pdftotext", "-raw", "-l", str(last_page), "-", "-", content=content)
    return " ".join(
        lines.replace("-\n", "-").split()
    )  # a line may break after a hyphen that belongs to the word


def poppler(*command: str, content: bytes) -> str:
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
