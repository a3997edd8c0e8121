"""A statement as a PDF, with its twins as data attached. The same statement gives the same bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from weasyprint import Attachment

import questionnaires
from compliance.assessments.outcomes import Block, blocks
from compliance.assessments.trials import Way
from questionnaires import Explanation
from questionnaires.explanation import answer_in_words
from questionnaires.remedies import MOST_CHANGES, recall
from questionnaires.schema import Question, Section, Work

from . import cyclonedx, qr, typography
from .printing import attached, printed
from .statement import Statement, canonical, digest


def render(statement: Statement) -> bytes:
    """The PDF of a statement. Raises typography.Unprintable where a name cannot be printed."""
    document = Printed(statement)
    typography.check(document.texts)
    html = render_to_string("attestations/document.html", {"document": document})
    return printed(html, identifier=digest(statement)[:32], attachments=_twins(statement))


def _twins(statement: Statement) -> list[Attachment]:
    """The statement for machines. What the pages are made of is their Data; what tells it in a form
    that other tools know is a Supplement (ISO 32000-2, table 43). A PDF’s list of files is sorted by name."""
    made_at = datetime.fromisoformat(statement["made_at"])
    cdx, whole = cyclonedx.as_json(statement), canonical(statement).decode()
    described = "What the statement says, as CycloneDX 1.6 (ECMA-424)"
    return [
        attached("statement.cdx.json", cdx, described, made_at, relationship="Supplement"),
        attached("statement.json", whole, "The same statement as canonical JSON (RFC 8785)", made_at),
    ]


@dataclass(frozen=True)
class AnsweredSection:
    section: Section
    rows: tuple[tuple[int, Question, str], ...]  # number in the annex, question, answer in words


class Printed:
    """A statement as its template reads it: every word comes from the statement and its edition."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.subject = statement["subject"]
        self.edition = questionnaires.edition(
            statement["questionnaire"]["id"], statement["questionnaire"]["version"]
        )
        self.outcome = questionnaires.classify(
            self.edition, statement["answers"], date.fromisoformat(statement["on"])
        )
        self.explanation: Explanation = questionnaires.explain(self.outcome)
        self.id = digest(statement)
        self.made_at = datetime.fromisoformat(statement["made_at"])
        self.valid_until = date.fromisoformat(statement["valid_until"])

    @property
    def short_id(self) -> str:
        return f"{self.id[:4]} {self.id[4:8]} … {self.id[-4:]}"

    @property
    def grouped_id(self) -> str:
        return " ".join(self.id[i : i + 8] for i in range(0, len(self.id), 8))

    @property
    def signatory(self) -> Mapping[str, str] | None:
        """Who declared it, in which function."""
        found: Mapping[str, str] | None = self.statement["signatory"]
        return found

    @property
    def issuer(self) -> Mapping[str, Any] | None:
        """The site that seals it; None for a report, which nobody seals."""
        found: Mapping[str, Any] | None = self.statement["issuer"]
        return found

    @property
    def kind(self) -> str:
        return "Self-attestation of model modifications" if self.issuer else "Self-assessment report"

    @property
    def called(self) -> str:
        """What it calls itself in a sentence."""
        return "attestation" if self.signatory else "report"

    @property
    def address(self) -> str:
        """Where anybody is told whether it is genuine and current."""
        return f"{self.issuer['site']}/verify/{self.statement['id']}/" if self.issuer else ""

    @property
    def code(self) -> SafeString:
        """The address as a QR code."""
        return qr.drawn(self.address, f"QR code of the address {self.address}")

    @property
    def seal(self) -> list[str]:
        """The fingerprint of the seal's certificate, in groups."""
        whole = self.issuer["seal_sha256"] if self.issuer else ""
        return [whole[i : i + 8] for i in range(0, len(whole), 8)]

    @property
    def title(self) -> str:
        return f"{self.kind}: {self.subject['organisation']}, {self.model}"

    @property
    def model(self) -> str:
        return " ".join(each for each in (self.subject["model"], self.subject["version"]) if each)

    @property
    def heading(self) -> tuple[SafeString, SafeString]:
        """Whose report, and of what."""
        return typography.whole_words(self.subject["organisation"]), typography.whole_words(self.model)

    @property
    def has_long_names(self) -> bool:
        return max(len(self.subject["organisation"]), len(self.model)) > 50

    @property
    def open_count(self) -> int:
        return sum(each.open for each in self.explanation.assumptions)

    @property
    def numbers(self) -> dict[str, int]:
        """Question -> its number in the annex."""
        return {each: i for i, each in enumerate(self.outcome.asked, start=1)}

    @property
    def sections(self) -> Iterator[AnsweredSection]:
        for section in self.edition.questionnaire.sections:
            rows = tuple(
                (self.numbers[q.id], q, answer_in_words(q, self.outcome.answers[q.id]))
                for q in section.questions
                if q.id in self.numbers
            )
            if rows:
                yield AnsweredSection(section, rows)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The lines of the first page that say what was changed, and for whom."""
        lines = {
            "Role": () if "modifications" in self.numbers else ("role",),
            "Base model": ("base_model",),
            "Reached by": ("base_access",),
            "What was changed": ("modifications",),
            "Offered in": ("markets",),
            "Released to": ("release", "user_vetting"),
        }
        found = []
        for label, wanted in lines.items():
            asked = [self.edition.questions[each] for each in wanted if each in self.numbers]
            if asked:
                words = [answer_in_words(each, self.outcome.answers[each.id]) for each in asked]
                found.append((label, ". ".join(words)))
        return [*found, ("Law that may apply", self._laws())] if self.explanation.tier else found

    def _laws(self) -> str:
        laws = self.explanation.items_of("law")
        ahead = sum(each.upcoming for each in laws)
        if not laws:
            return "None of our lists follows from the answers; other law may apply"
        upcoming = f", {ahead} of them upcoming" if ahead else ""
        return f"{len(laws)} listed{upcoming}; check with counsel"

    @property
    def doubts(self) -> list[str]:
        return [self.explanation.doubt_in_words(doubt) for doubt in self.outcome.doubts]

    @property
    def blocks(self) -> list[Block]:
        return blocks(self.explanation)

    @property
    def evidence(self) -> list[tuple[int, Mapping[str, Any]]]:
        """Attached files, each with the number of its question, in the order of the questions."""
        files = [(self.numbers[each["question"]], each) for each in self.statement["evidence"]]
        return sorted(files, key=lambda file: file[0])

    most_changes = MOST_CHANGES

    @property
    def ways(self) -> list[Way] | None:
        """What would lower the tier; None where that was left out."""
        written = self.statement["remedies"]
        if written is None or not self.explanation.tier:
            return None
        return [Way(recall(self.outcome, each["changes"], each["assumed"])) for each in written]

    @property
    def works(self) -> list[Work]:
        """The works that this report cites."""
        cited = [each.finding.source for each in self.explanation.findings]
        cited += [each.item.source for each in self.explanation.items]
        if self.explanation.gate:
            cited.append(self.explanation.gate.source)
        codes = {source.work for sources in cited for source in sources}
        cited_works = [work for code, work in self.edition.questionnaire.works.items() if code in codes]
        return sorted(cited_works, key=lambda work: work.title.casefold())

    @property
    def texts(self) -> dict[str, str]:
        """What people typed, by where they typed it."""
        typed = {
            "the organisation's name": self.subject["organisation"],
            "the model's name": self.subject["model"],
            "the model's version": self.subject["version"],
        }
        if self.signatory:
            typed["the signatory's name"] = self.signatory["name"]
            typed["the signatory's function"] = self.signatory["function"]
        for each in self.statement["evidence"]:
            typed[f"the file name “{each['name']}”"] = each["name"]
        for each in self.outcome.asked:
            question = self.edition.questions[each]
            if question.kind == "text":
                typed[f"the answer to “{question.quoted}”"] = str(self.outcome.answers[each])
        return typed
