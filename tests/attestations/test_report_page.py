"""Getting the PDF in the browser: whose it is, what is missing, and the file."""

import io
import json
import re

import pikepdf
import pytest

from compliance.assessments.models import Assessment
from tests.attestations.printing import text_of
from tests.cases import answers_of, case
from tests.visiting import Page, Visitor

NAMES = {"organisation": "Example Łódź Ltd", "model_name": "PentestPilot", "model_version": "2.3"}


@pytest.fixture
def visitor(db: None) -> Visitor:
    found = Visitor.begin()
    found.store(answers_of("v02"))
    return found


def send(visitor: Visitor, **changed: str) -> Page:
    return Page(visitor.client.post(visitor.address("report"), NAMES | changed))


def test_it_asks_whose_it_is_and_says_that_nobody_has_signed(visitor: Visitor) -> None:
    page = visitor.see("report")
    assert page.heading == "Get the PDF"
    assert page.text.startswith("T0: No modification")
    assert "The report says that nobody has signed or checked it." in page.text
    assert [page.value(name) for name in NAMES] == ["", "", ""]
    assert "Version or date (optional)" in page.text


def test_the_file_comes_with_a_name_of_its_own(visitor: Visitor) -> None:
    response = send(visitor).response
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    name = re.fullmatch(
        r'attachment; filename="self-assessment-[0-9a-f]{8}\.pdf"', response["Content-Disposition"]
    )
    assert name
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF-1.7")


def test_it_holds_the_answers_and_the_names(visitor: Visitor) -> None:
    content = send(visitor).response.content
    assert "Example Łódź Ltd PentestPilot 2.3" in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        statement = json.loads(pdf.attachments["statement.json"].get_file().read_bytes())
    assert statement["answers"] == answers_of("v02")
    assert statement["outcome"]["tier"] == case("v02").expect.tier
    assert statement["subject"]["organisation"] == NAMES["organisation"]


def test_the_names_are_remembered(visitor: Visitor) -> None:
    send(visitor)
    page = visitor.see("report")
    assert {name: page.value(name) for name in NAMES} == NAMES
    assert "PentestPilot 2.3" in visitor.see("outcome").text


def test_names_are_needed_but_a_version_is_not(visitor: Visitor) -> None:
    page = send(visitor, organisation=" ", model_name="")
    assert page.status == 422
    assert page.errors == [
        "Write the organisation’s name, or your own.",
        "Write the name people know it by.",
    ]
    assert page.title.startswith("Error: ")
    assert send(visitor, model_version="").status == 200


def test_the_summary_leads_to_fields_that_exist(visitor: Visitor) -> None:
    page = send(visitor, organisation="", model_name="")
    for error in page.errors:
        target = page.links()[error].removeprefix("#")
        assert page.main.get_element_by_id(target).tag == "input"


@pytest.mark.parametrize(
    ("name", "most"), [("organisation", 200), ("model_name", 200), ("model_version", 100)]
)
def test_a_name_that_is_too_long_is_refused_and_kept_on_the_page(
    visitor: Visitor, name: str, most: int
) -> None:
    page = send(visitor, **{name: "x" * (most + 1)})
    assert page.status == 422
    assert page.errors == [f"Use {most} characters at most; these are {most + 1}."]
    assert page.value(name) == "x" * (most + 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("character", "described"),
    [("🦊", "🦊 (U+1F98A fox face)"), ("\ue000", "\ue000 (U+E000 unnamed)")],
)
def test_a_character_that_no_font_has_is_named_at_its_field(
    visitor: Visitor, name: str, character: str, described: str
) -> None:
    page = send(visitor, **{name: f"Acme {character}"})
    assert page.status == 422
    assert page.errors == [f"No font of ours has: {described}. Write it in other characters."]
    assert page.links()[page.errors[0]] == f"#id_{name}"
    assert page.value(name) == f"Acme {character}"
    assert Assessment.objects.get().organisation == ""


@pytest.mark.parametrize("name", NAMES)
def test_an_invisible_character_is_named_at_its_field(visitor: Visitor, name: str) -> None:
    page = send(visitor, **{name: "Acme\u202e dtL"})
    assert page.status == 422
    assert page.errors == [
        "It holds an invisible character that can change how it reads: "
        "right-to-left override (U+202E). Remove it."
    ]
    assert Assessment.objects.get().organisation == ""


def test_a_character_in_an_answer_is_named_with_the_question(visitor: Visitor) -> None:
    visitor.store(answers_of("v04") | {"base_model": "Larkspur 🦊"})
    page = send(visitor)
    assert page.status == 422
    (error,) = page.errors
    assert "🦊 (U+1F98A fox face)" in error
    assert "Which model do you start from" in error


def test_with_open_questions_there_is_no_report(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    for page in (visitor.see("report"), send(visitor)):
        assert (page.status, page.leads_to) == (302, visitor.address("check"))


def test_every_report_has_a_salt_of_its_own(visitor: Visitor) -> None:
    names = {send(visitor).response["Content-Disposition"] for _ in range(2)}
    assert len(names) == 2
