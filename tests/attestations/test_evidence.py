"""Evidence in a report: its names and hashes, and never the files."""

import io
import json
from typing import Any

import pikepdf
import pytest

from compliance.assessments import evidence
from compliance.assessments.models import Evidence
from compliance.attestations import pdf
from compliance.attestations.statement import Attached, Statement, build
from compliance.attestations.typography import Unprintable
from tests.attestations.printing import MADE_AT, SALT, SUBJECT, outcome_of, pdf_of, text_of
from tests.cases import answers_of
from tests.visiting import Visitor

TESTS = Attached("red_team", "red team, third round.pdf", 204_800, "ab" * 32)
CARD = Attached("base_model", "card.md", 1_200, "cd" * 32)


def statement(*attached: Attached) -> Statement:
    return build(outcome_of("v06"), SUBJECT, made_at=MADE_AT, salt=SALT, evidence=attached)


def test_the_statement_lists_files_by_question_whatever_their_order() -> None:
    expected = [
        {"question": "base_model", "name": "card.md", "size": 1_200, "sha256": "cd" * 32},
        {"question": "red_team", "name": "red team, third round.pdf", "size": 204_800, "sha256": "ab" * 32},
    ]
    assert statement(TESTS, CARD) == statement(CARD, TESTS)
    assert statement(TESTS, CARD)["evidence"] == expected


def test_what_supports_a_question_that_is_not_asked_is_left_out() -> None:
    assert statement(Attached("nonsense", "x.txt", 1, "ef" * 32)) == statement()


def test_the_pdf_lists_them_with_the_number_of_the_question_and_the_hash() -> None:
    made = statement(TESTS, CARD)
    text = text_of(pdf.render(made)).replace(" ", "")
    asked = outcome_of("v06").asked
    for each in (CARD, TESTS):
        number = asked.index(each.question) + 1
        assert f"{number}{each.name}{each.sha256}".replace(" ", "") in text
    assert "Nobodyhascheckedwhattheysay." in text
    assert "Nofileswereattached." not in text
    assert "No files were attached." in text_of(pdf_of("v06"))


def test_a_name_that_cannot_be_printed_is_told_by_name() -> None:
    with pytest.raises(Unprintable, match=r"the file name “\ue000[.]txt”"):
        pdf.render(statement(Attached("role", "\ue000.txt", 1, "ef" * 32)))


@pytest.fixture
def visitor(db: None) -> Visitor:
    found = Visitor.begin()
    found.store(answers_of("v02"))
    return found


def attach(visitor: Visitor, question: str, name: str) -> Evidence:
    how: dict[str, Any] = {"version": "2026.1", "file": io.BytesIO(b"The content itself"), "name": name}
    return evidence.attach(assessment_id=visitor.assessment_id, question=question, **how)


def test_a_report_from_the_browser_has_what_is_attached_and_counts(visitor: Visitor) -> None:
    file = attach(visitor, "role", "rôle.txt")
    attach(visitor, "nonsense", "nonsense.txt")
    names = {"organisation": "Example", "model_name": "PentestPilot"}
    content = visitor.client.post(visitor.address("report"), names).content
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert set(opened.attachments) == {"statement.json", "statement.cdx.json"}
        made = json.loads(opened.attachments["statement.json"].get_file().read_bytes())
    assert made["evidence"] == [{"question": "role", "name": "rôle.txt", "size": 18, "sha256": file.sha256}]
    assert "The content itself" not in text_of(content)
