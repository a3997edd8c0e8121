"""What browsers and strangers may send: a plain page for each, never a traceback, and nothing is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compliance.assessments import services
from tests.cases import MAIN
from tests.people import Team
from tests.visiting import Page, Visitor

START = reverse("assessments:start", args=["downstream-modification"])


def is_a_plain_page(page: Page) -> bool:
    source = page.response.content.decode()
    return "Traceback" not in source and "Start page" in page.links() and page.title.endswith("· Modcheck")


def test_a_page_of_answers_that_is_too_large_is_refused(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": "modify", "more": "x" * 300_000})
    assert (page.status, page.heading) == (400, "That was too much, or not readable")
    assert "A page of answers may have 250 kB." in page.text
    assert is_a_plain_page(page)
    assert visitor.answers == {}


def test_so_are_more_fields_than_any_page_has(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": "modify"} | {f"field{i}": "x" for i in range(500)})
    assert (page.status, page.heading) == (400, "That was too much, or not readable")


def test_what_is_still_below_the_limit_is_refused_at_the_field(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.send("base_model", {"base_model": "long " * 40_000})
    assert page.status == 422
    assert page.errors == ["Use 200 characters at most; these are 199999."]


def test_a_file_in_place_of_an_answer_is_no_answer(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": SimpleUploadedFile("role.txt", b"modify" * 1_000_000)})
    assert page.status == 422
    assert visitor.answers == {}


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", "image/png"])
def test_answers_that_are_no_form_are_refused(visitor: Visitor, kind: str) -> None:
    response = visitor.client.post(
        visitor.address("question", "role"), b'{"role": "modify"}', content_type=kind
    )
    page = Page(response)
    assert (page.status, page.heading) == (415, "This was not sent as a form")
    assert "Answers are accepted from the pages of this site only." in page.text
    assert is_a_plain_page(page)
    assert visitor.answers == {}


def test_a_form_without_boundary_or_cut_off_is_refused(visitor: Visitor) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary="):
        response = visitor.client.post(visitor.address("question", "role"), b"--x", content_type=kind)
        assert response.status_code == 400
        assert is_a_plain_page(Page(response))


def test_a_form_without_its_secret_is_refused_and_the_page_says_what_to_do(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = Page(strict.post(START))
    assert (page.status, page.heading) == (403, "This form is no longer good")
    assert "Go back, load the page again and send it once more." in page.text
    assert is_a_plain_page(page)


@pytest.mark.parametrize("name", ["question", "private_link", "start_over", "delete", "report"])
def test_nothing_can_be_changed_without_the_secret(visitor: Visitor, name: str) -> None:
    visitor.store({"role": "modify"})
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.client.cookies
    address = visitor.address(name, *(["role"] if name == "question" else []))
    response = strict.post(address, {"role": "host", "seen__role": 1})
    assert response.status_code == 403
    assert visitor.answers == {"role": "modify"}


def test_with_the_secret_of_the_page_it_goes_through(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    home = Page(strict.get("/"))
    secret = {"csrfmiddlewaretoken": home.value("csrfmiddlewaretoken")}
    assert strict.post(START, secret).status_code == 302


@pytest.mark.parametrize("value", ["\x00", "modify\x00", b"\xed\xa0\x80", b"\xff\xfe"])
def test_broken_text_is_no_choice(visitor: Visitor, value: str | bytes) -> None:
    assert visitor.send("role", {"role": value}).status == 422


def test_broken_text_is_refused_at_the_field(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    page = visitor.send("base_model", {"base_model": "\x00"})
    assert (page.status, page.errors) == (422, ["Null characters are not allowed."])


def test_broken_text_in_a_reason_is_kept_without_what_no_database_keeps(db: None) -> None:
    team = Team("Larkspur")
    assessment = services.start(questionnaire=MAIN, owner=team.organisation)
    visitor = Visitor(assessment.pk, team.browser("assessor"))
    assert visitor.send("role", {"role": "host", "why": "It\x00 changed"}).status == 302
    assert assessment.changes.get().why == "It changed"


@pytest.mark.parametrize(
    "value",
    ["-1", "0", "1e30", "1e400", "nan", "infinity", "2,1e19", "3e14 FLOP/s", "12 petaFLOP-days", "x" * 5_000],
)
def test_a_number_that_cannot_be_is_refused_and_kept_on_the_page(visitor: Visitor, value: str) -> None:
    visitor.store({"role": "modify", "base_access": "open_weights"})
    page = visitor.send("base_training_flop", {"base_training_flop": value})
    assert page.status == 422
    assert len(page.errors) == 1
    assert page.value("base_training_flop") == value
    assert "base_training_flop" not in visitor.answers


def test_the_message_for_an_absurd_number_says_what_is_possible(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_access": "open_weights"})
    page = visitor.send("base_training_flop", {"base_training_flop": "-5"})
    assert page.errors == ["-5 is too small. It must be more than 0 FLOP."]
    page = visitor.send(
        "base_training_flop", {"base_training_flop": "7", "unit__base_training_flop": "YFLOP"}
    )
    assert page.status == 302
    page = visitor.send("base_training_flop", {"base_training_flop": "1e30", "seen__base_training_flop": 1})
    assert page.errors == ["1e+30 is too large. It must be 1e+29 FLOP or less."]


def test_an_action_that_there_is_not_saves(visitor: Visitor) -> None:
    assert visitor.send("role", {"role": "modify"}, action="nonsense").status == 302
    assert visitor.answers == {"role": "modify"}


@pytest.mark.parametrize("origin", ["https://example.org/", "//example.org", "outcome"])
def test_a_forged_return_address_leads_nowhere_else(visitor: Visitor, origin: str) -> None:
    page = visitor.send("role", {"role": "modify"}, query=f"?from={origin}")
    assert page.leads_to == visitor.address("question", "organisation_size")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/rules/downstream-modification/1999/",
        "/rules/nonsense/2026.1/",
        "/assessments/not-a-uuid/",
        "/assessments/00000000-0000-0000-0000-000000000000/",
        "/admin/",
        "/.env",
        "/static/../settings.py",
    ],
)
def test_an_address_that_leads_nowhere_says_so(db: None, path: str) -> None:
    page = Page(Client().get(path))
    assert (page.status, page.heading) == (404, "Page not found")
    assert is_a_plain_page(page)


def test_an_unknown_questionnaire_cannot_be_begun(db: None) -> None:
    assert Client().post(reverse("assessments:start", args=["nonsense"])).status_code == 404


def test_text_that_cannot_be_decoded_is_refused_at_the_field(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    response = visitor.client.post(
        visitor.address("question", "base_model"),
        "base_model=%ff%fe&action=save",
        content_type="application/x-www-form-urlencoded",
    )
    page = Page(response)
    assert page.status == 422
    assert page.errors == ["The text holds characters that could not be read. Write it again, in UTF-8."]
    assert "base_model" not in visitor.answers


@pytest.mark.parametrize("path", [START, "/resume/token/"])
def test_the_wrong_method_is_refused_and_the_page_says_so(db: None, path: str) -> None:
    method = "get" if path == START else "post"
    page = Page(getattr(Client(), method)(path))
    assert (page.status, page.heading) == (405, "This address cannot be opened like that")
    assert page.response["Allow"]
    assert is_a_plain_page(page)


def test_a_host_that_we_do_not_serve_is_refused(db: None) -> None:
    page = Page(Client().get("/", headers={"host": "example.org"}))
    assert (page.status, page.heading) == (400, "This site is not served under that name")
    assert "250 kB" not in page.text
