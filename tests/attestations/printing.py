"""Reports of the worked cases, each made once a process, and their words as poppler reads them."""

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import questionnaires
from compliance.attestations import pdf
from compliance.attestations.statement import (
    Attached,
    Issue,
    Issuer,
    Sharing,
    Signatory,
    Statement,
    Subject,
    build,
)
from questionnaires import Outcome
from tests.cases import case, edition

MADE_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SALT = "00112233445566778899aabbccddeeff"
SUBJECT = Subject("Example Łódź Ltd", "PentestPilot", "2.3")
ISSUE = Issue(
    id="6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    issuer=Issuer(
        site="https://modcheck.example",
        register="modcheck.example/register",
        seal_sha256="5e" * 32,
        evaluation=False,
        time_stamp="https://time.example/tsa",
    ),
    holder="0f8fad5b-d9cb-469f-a165-70867728950e",
    assessment="7c9e6679-7425-40de-944b-e07fc1f90ae7",
    signatory=Signatory("Zoë O’Neill", "managing director"),
    sharing=Sharing("summary", published=True),
    supersedes="0b" * 32,
)
UNSIGNED = Issue(ISSUE.id, replace(ISSUE.issuer, evaluation=True, time_stamp=None))  # what `attest` issues


def outcome_of(number: str, **changed: Any) -> Outcome:
    return questionnaires.classify(edition(), {**case(number).answers, **changed}, case(number).on)


def statement_of(number: str, subject: Subject = SUBJECT, **changed: Any) -> Statement:
    return build(outcome_of(number, **changed), subject, made_at=MADE_AT, salt=SALT)


def issued_of(
    number: str, issue: Issue = ISSUE, evidence: Iterable[Attached] = (), **changed: Any
) -> Statement:
    outcome = outcome_of(number, **changed)
    return build(outcome, SUBJECT, made_at=MADE_AT, salt=SALT, evidence=evidence, issue=issue)


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
