"""Making a report: a statement with its time and salt, and the PDF of it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from questionnaires import Outcome

from . import pdf
from .statement import Attached, Statement, Subject, build, digest


@dataclass(frozen=True)
class Report:
    statement: Statement
    pdf: bytes

    @property
    def file_name(self) -> str:
        return f"self-assessment-{digest(self.statement)[:8]}.pdf"


def report(
    *,
    outcome: Outcome,
    subject: Subject,
    made_at: datetime,
    salt: str | None = None,
    with_remedies: bool = True,
    evidence: Iterable[Attached] = (),
) -> Report:
    """A report of a complete outcome. Raises statement.Incomplete and typography.Unprintable."""
    salt = salt or secrets.token_hex(16)
    statement = build(
        outcome, subject, made_at=made_at, salt=salt, with_remedies=with_remedies, evidence=evidence
    )
    return Report(statement, pdf.render(statement))
