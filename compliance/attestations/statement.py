"""The statement: what an organisation declares, as canonical bytes.

Canonical JSON is RFC 8785 (JSON Canonicalization Scheme). The same statement gives the same bytes, here and
anywhere; its time and its salt are part of it. No Django here: whoever verifies needs none.
"""

import calendar
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import rfc8785

from questionnaires import Outcome, explain
from questionnaires.remedies import remedies

FORMAT = "modcheck-statement"
FORMAT_VERSION = 2  # 1 had neither sharing nor issuer
KIND_REPORT = "self-assessment-report"  # nobody has signed it
KIND_ATTESTATION = "self-attestation"

Statement = Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """Whose model it is, and which."""

    organisation: str
    model: str
    version: str


@dataclass(frozen=True)
class Attached:
    """A file that supports an answer. It is not part of the statement: its SHA-256 is."""

    question: str
    name: str
    size: int  # bytes
    sha256: str  # in hexadecimal


@dataclass(frozen=True)
class Issuer:
    """The site that seals a statement and keeps it in its register: no judge of what it says."""

    site: str  # its address
    register: str  # the origin of its log
    seal_sha256: str  # of the certificate
    evaluation: bool  # with keys that prove nothing
    time_stamp: str | None = None  # the host of the service that is asked for one


@dataclass(frozen=True)
class Signatory:
    """Who declares it, in which function."""

    name: str
    function: str


@dataclass(frozen=True)
class Sharing:
    """What the holder allows at first: what verifying shows, and whether it is listed for everybody."""

    shows: str  # a models.Shows
    published: bool


@dataclass(frozen=True)
class Issue:
    """What turns a report into something that is issued. No signatory: nobody has signed, an evaluation."""

    id: str
    issuer: Issuer
    holder: str | None = None  # the organisation's id at the site
    assessment: str | None = None  # the id of what was answered
    signatory: Signatory | None = None
    sharing: Sharing | None = None
    supersedes: str | None = None  # digest of the statement before


class Incomplete(ValueError):
    """The answers leave questions open, so there is nothing to declare yet. `unanswered` names them."""

    def __init__(self, unanswered: tuple[str, ...]) -> None:
        self.unanswered = unanswered
        count = "One question is" if len(unanswered) == 1 else f"{len(unanswered)} questions are"
        super().__init__(f"{count} not answered: {', '.join(unanswered)}")


def build(
    outcome: Outcome,
    subject: Subject,
    *,
    made_at: datetime,
    salt: str,
    with_remedies: bool = True,
    evidence: Iterable[Attached] = (),
    issue: Issue | None = None,
) -> Statement:
    """The statement of a complete outcome; without an issue, a report. `made_at` is an aware time. Evidence
    of questions that are not asked is left out. Raises Incomplete."""
    if outcome.unanswered:
        raise Incomplete(outcome.unanswered)
    edition, explanation = outcome.edition, explain(outcome)
    answers = {each: _plain(outcome.answers[each]) for each in outcome.asked}
    reasons = explanation.reasons
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "kind": KIND_ATTESTATION if issue else KIND_REPORT,
        "id": issue.id if issue else None,
        "made_at": made_at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        "salt": salt,
        "subject": {
            "organisation": subject.organisation,
            "model": subject.model,
            "version": subject.version,
        },
        "questionnaire": {
            "id": edition.id,
            "version": edition.version,
            "files_sha256": dict(edition.digests),
        },
        "rulebooks": [
            {"id": book.id, "jurisdiction": book.jurisdiction, "as_of": book.as_of.isoformat()}
            for book in edition.rulebooks
        ],
        "on": outcome.on.isoformat(),
        "valid_until": valid_until(outcome).isoformat(),
        "answers": answers,
        "answers_sha256": hashlib.sha256(rfc8785.dumps(answers)).hexdigest(),
        "outcome": {
            "tier": outcome.tier,
            "change_class": outcome.change_class,
            "provisional": outcome.provisional,
            "doubts": [{"kind": doubt.kind, "ids": list(doubt.ids)} for doubt in outcome.doubts],
            "findings": [{"id": each, "reasons": list(reasons[each])} for each in outcome.findings],
            "items": [
                {
                    "id": each,
                    "kind": edition.items[each].kind,
                    "upcoming": each in outcome.upcoming,
                    "reasons": list(reasons[each]),
                }
                for each in outcome.items
            ],
            "assumptions": list(outcome.assumptions),
        },
        "remedies": _remedies(outcome) if with_remedies else None,
        "evidence": [
            asdict(each)
            for each in sorted(evidence, key=lambda each: (each.question, each.name, each.sha256))
            if each.question in answers
        ],
        "signatory": asdict(issue.signatory) if issue and issue.signatory else None,
        "sharing": asdict(issue.sharing) if issue and issue.sharing else None,
        "issuer": asdict(issue.issuer) if issue else None,
        "holder": issue.holder if issue else None,
        "assessment": issue.assessment if issue else None,
        "supersedes": issue.supersedes if issue else None,
    }


def _remedies(outcome: Outcome) -> list[dict[str, Any]]:
    """What would lower the tier, for an annex; `assumed` are answers to questions that open."""
    return [
        {
            "tier": each.tier,
            "provisional": each.outcome.provisional,
            "changes": {change.question.id: _plain(change.after) for change in each.changes},
            "assumed": {change.question.id: _plain(change.after) for change in each.assumed},
        }
        for each in remedies(outcome)
    ]


def canonical(statement: Statement) -> bytes:
    """The statement's bytes (RFC 8785)."""
    return rfc8785.dumps(cast("dict[str, Any]", statement))


def read(text: str | bytes) -> Statement:
    """A statement from its bytes, or from any other JSON of it: numbers are doubles, as RFC 8785 has them."""
    found: Statement = json.loads(text, parse_int=float)
    return found


def digest(statement: Statement) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal: the statement's id."""
    return hashlib.sha256(canonical(statement)).hexdigest()


def valid_until(outcome: Outcome) -> date:
    """The last day: twelve months when final, ninety days when provisional (our own convention)."""
    validity = outcome.edition.ladder.validity
    if validity is None:
        return outcome.on
    if outcome.provisional:
        return outcome.on + timedelta(days=validity.provisional_days - 1)
    months = outcome.on.month - 1 + validity.final_months
    year, month = outcome.on.year + months // 12, months % 12 + 1
    day = min(outcome.on.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def _plain(value: Any) -> Any:
    """An answer as JSON: every number a double, as the rules read it."""
    if isinstance(value, list | tuple):
        return list(value)
    return float(value) if isinstance(value, int | float) else value
