"""The PDF of every worked case says what the case expects, the whole of it, and nothing else of its kind; the
sealed file is one to keep (PDF/A-3a) and to read with a screen reader (PDF/UA-1)."""

import io
import re

import pikepdf
import pytest

from compliance.attestations.cyclonedx import as_json
from compliance.attestations.statement import canonical
from tests.attestations.printing import pdf_of, statement_of, text_of, text_of_case
from tests.attestations.sealing import look, sealed
from tests.attestations.verapdf import PROFILES, Validator
from tests.cases import FILES, case, edition

pytestmark = pytest.mark.parametrize("number", FILES)

IDS = sorted([*edition().findings, *edition().items], key=len, reverse=True)
AN_ID = re.compile(r"(?<![\w.-])(" + "|".join(re.escape(each) for each in IDS) + r")(?![\w-]|\.\d)")
HEADINGS = [
    "Self-assessment report",
    "Why this tier",
    "What this report is",
    "What follows",
    "What ends this report early",
    "Evidence",
    "Annex A: all answers",
    "Annex B: what would change the outcome",
    "Annex C: sources and versions",
    "Files of the questionnaire",
]
BLOCKS = {
    "law": "Law that may apply: check with counsel",
    "targeted_obligation": "Proposed targeted obligations (not law)",
    "upstream_contract": "What you promised upstream",
    "voluntary": "Voluntary. Good practice for a change like yours.",
}


def test_the_first_page_says_the_tier_its_name_the_class_and_whether_it_is_final(number: str) -> None:
    first, expect = text_of_case(number).split("What follows")[0], case(number).expect
    tier = next(each for each in edition().ladder.tiers if each.id == expect.tier)
    change_class = next(each for each in edition().ladder.classes if each.id == expect.change_class)
    rises = {"w03": "Provisional."}.get(number, "Provisional: the tier may rise.")  # unsure is read as worse
    word = rises if expect.provisional else "Final."
    assert f"{tier.name}. Class of change: {change_class.name.lower()}. {word}" in first
    assert re.search(rf"\b{tier.id}\b", first)
    assert ("Provisional" in text_of_case(number)) is expect.provisional


def test_exactly_the_expected_findings_and_items_are_named(number: str) -> None:
    expect = case(number).expect
    assert set(AN_ID.findall(text_of_case(number))) == {*expect.findings, *expect.items}


def test_every_item_stands_in_the_block_of_its_kind(number: str) -> None:
    text = text_of_case(number).split("What ends this report early")[0]
    kinds = {edition().items[each].kind for each in case(number).expect.items}
    starts = sorted((text.index(title), kind) for kind, title in BLOCKS.items() if kind in kinds)
    assert [title in text for kind, title in BLOCKS.items() if kind not in kinds] == [False] * (
        4 - len(kinds)
    )
    for each in case(number).expect.items:
        place = next(found.start() for found in AN_ID.finditer(text) if found[1] == each)
        block = [kind for start, kind in starts if start < place][-1]
        assert block == edition().items[each].kind, each


def test_every_answer_is_printed_in_words(number: str) -> None:
    annex = text_of_case(number).split("Annex A: all answers")[1].split("Annex B")[0]
    for each in statement_of(number)["answers"]:
        assert edition().questions[each].quoted in annex


def test_the_headings_and_the_sentences_that_must_not_be_missing_are_there(number: str) -> None:
    text = text_of_case(number)
    places = [text.find(each) for each in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)
    assert "Nobody has signed it." in text
    assert "It was made by the organisation itself. Nobody has checked it." in text
    assert "It is no certificate, no legal advice and no endorsement by any authority." in text
    assert "Example Łódź Ltd PentestPilot 2.3" in text


def test_the_first_page_says_all_that_matters(number: str) -> None:
    first = text_of(pdf_of(number), last_page=1)
    assert "What this report is" in first
    assert "Its SHA-256 is" in first
    tier = case(number).expect.tier
    deciding = {each for each in case(number).expect.findings if edition().findings[each].tier == tier}
    assert set(AN_ID.findall(first)) == deciding


def test_it_never_says_compliant_or_certified(number: str) -> None:
    assert not re.search(r"\b(non-)?(compliant|certified|approved by)\b", text_of_case(number), re.IGNORECASE)


def test_the_same_statement_is_attached_as_canonical_json_and_as_cyclonedx(number: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(number))) as pdf:
        attached = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert attached == {
        "statement.json": canonical(statement_of(number)),
        "statement.cdx.json": as_json(statement_of(number)).encode(),
    }


def test_the_statement_carries_what_the_case_expects(number: str) -> None:
    outcome, expect = statement_of(number)["outcome"], case(number).expect
    assert outcome["tier"] == expect.tier
    assert outcome["change_class"] == expect.change_class
    assert outcome["provisional"] is expect.provisional
    assert [each["id"] for each in outcome["findings"]] == list(expect.findings)
    assert [each["id"] for each in outcome["items"]] == list(expect.items)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_sealed_file_breaks_no_rule_of_the_standards(
    number: str, profile: str, verapdf: Validator
) -> None:
    assert verapdf.broken(sealed(number=number), profile) == []


def test_the_sealed_file_is_found_genuine_and_gives_its_statement(number: str) -> None:
    found = look(sealed(number=number))
    assert found.genuine
    assert found.twin == canonical(statement_of(number))
