"""The pages of evidence: nothing typed is lost by attaching, and files only ever leave as downloads."""

import hashlib
import io
import re
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compliance.assessments import evidence
from compliance.assessments.inspection.kinds import KINDS, LARGEST
from compliance.assessments.inspection.refusals import Reason, Refused
from compliance.assessments.models import Evidence
from compliance.assessments.refusals import WORDS, refused_in_words
from compliance.assessments.uploads import MOST_BODY
from tests.assessments.attachments import HTML, SVG, TRICKS
from tests.cases import answers_of
from tests.people import Team
from tests.visiting import Page, Visitor


def send(
    visitor: Visitor,
    content: bytes = b"We tested it.",
    name: str = "notes.txt",
    slug: str = "role",
    **more: Any,
) -> Page:
    data = {"question": slug, "file": SimpleUploadedFile(name, content)} | more
    return Page(visitor.client.post(visitor.address("attach", slug), data))


def attached(visitor: Visitor, **how: Any) -> Evidence:
    assert send(visitor, **how).status == 302
    return Evidence.objects.filter(assessment=visitor.assessment_id).latest("at")


def get(visitor: Visitor, file: Evidence) -> Any:
    response = visitor.client.get(visitor.address("download", file.pk))
    response.body = b"".join(response)
    return response


# attaching --------------------------------------------------------------------------------------------


def test_from_the_question_to_its_evidence_nothing_typed_is_lost(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": "modify"}, action="evidence")
    assert page.leads_to == visitor.address("attach", "role")
    assert visitor.answers == {"role": "modify"}
    assert visitor.see("attach", "role").heading == "Evidence"


def test_a_blank_answer_is_no_obstacle(visitor: Visitor) -> None:
    assert visitor.send("role", {}, action="evidence").leads_to == visitor.address("attach", "role")


def test_what_cannot_be_saved_is_told_first_and_stays_on_the_page(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_access": "open_weights"})
    page = visitor.send("base_training_flop", {"base_training_flop": "many"}, action="evidence")
    assert page.status == 422
    assert page.value("base_training_flop") == "many"


def test_a_file_is_attached_and_listed(visitor: Visitor) -> None:
    page = send(visitor, note="Of Tuesday")
    assert page.leads_to == visitor.address("attach", "role")
    shown = visitor.see("attach", "role")
    assert shown.notices == ["notes.txt is attached."]
    sha256 = hashlib.sha256(b"We tested it.").hexdigest()
    for text in ("notes.txt", "13 bytes", "Of Tuesday", "a guest", sha256, sha256[:12]):
        assert text in shown.text
    assert "Evidence: one file" in visitor.question("role").text
    assert "notes.txt" in visitor.see("evidence").text


def test_the_same_file_twice_says_so(visitor: Visitor) -> None:
    send(visitor)
    assert send(visitor).status == 302
    assert visitor.see("attach", "role").notices[-1] == "notes.txt is attached already."
    assert Evidence.objects.count() == 1


def test_where_a_page_has_several_questions_one_is_chosen(visitor: Visitor) -> None:
    visitor.store(answers_of("w08"))
    assert send(visitor, slug="hazard_domains", question="").errors == ["Choose the answer that it supports."]
    assert send(visitor, slug="hazard_domains", question="role").status == 422
    assert send(visitor, slug="hazard_domains", question="hazard_cyber").status == 302
    assert Evidence.objects.get().question == "hazard_cyber"


def test_a_form_without_a_file_says_what_to_do(visitor: Visitor) -> None:
    page = Page(visitor.client.post(visitor.address("attach", "role"), {"question": "role", "note": "x"}))
    assert (page.status, page.errors) == (422, ["Choose a file."])
    assert page.value("note") == "x"
    assert page.title.startswith("Error:")


def test_a_question_that_is_not_asked_takes_no_file(visitor: Visitor) -> None:
    assert send(visitor, slug="hazard_domains").status == 409
    assert not Evidence.objects.exists()
    assert visitor.client.get(visitor.address("attach", "nonsense")).status_code == 404


REFUSED = ("SVG with a script", "HTML named .pdf", "macros", "100 megapixels", "nothing in it")


@pytest.mark.parametrize("trick", REFUSED)
def test_a_trick_is_refused_with_the_reason_and_the_remedy(visitor: Visitor, trick: str) -> None:
    name, content, why = TRICKS[trick]
    page = send(visitor, content, name, note="kept")
    assert page.status == 422
    (error,) = page.errors
    assert str(WORDS[Reason(why)][1]) in error
    assert page.value("note") == "kept"
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("found", ["", "pdf", "7"])
def test_every_reason_has_words_of_its_own(reason: Reason, found: str) -> None:
    text = refused_in_words(Refused(reason, found))
    assert re.fullmatch(r"[A-Z].*\. [A-Z].*\.", text)
    assert "%" not in text
    assert len({str(wrong) for wrong, _remedy in WORDS.values()}) == len(Reason)


def test_the_page_says_what_is_taken(visitor: Visitor) -> None:
    text = visitor.see("attach", "role").text
    assert all(kind.name in text for kind in KINDS)
    assert "PDF up to 20 MB" in text


def test_where_there_is_no_room_the_page_says_what_to_do(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "GUESTS_MOST_FILES", 0)
    (error,) = send(visitor).errors
    assert error.endswith("Remove files that are no longer needed, then attach this one again.")


# the request itself -----------------------------------------------------------------------------------


class Endless:
    """A body that must not be read."""

    def read(self, *_: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def test_a_body_that_is_too_large_is_refused_unread(visitor: Visitor) -> None:
    response = visitor.client.generic(
        "POST",
        visitor.address("attach", "role"),
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Endless(), "CONTENT_LENGTH": str(MOST_BODY + 1)},
    )
    page = Page(response)
    assert (page.status, page.heading) == (413, "That file is too large")
    assert "20 MB" in page.text
    assert page.links()["Back"] == visitor.address("attach", "role")


def test_the_largest_file_that_may_be_comes_through(visitor: Visitor) -> None:
    """As far as the inspection, which has more to say about this one."""
    page = send(visitor, b"%PDF-1.7\n" + bytes(LARGEST - 9), "report.pdf")
    assert page.status == 422
    assert "cannot be read" in page.errors[0]


def test_a_strangers_body_is_not_read(visitor: Visitor) -> None:
    response = Client().generic(
        "POST",
        visitor.address("attach", "role"),
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Endless(), "CONTENT_LENGTH": "1000"},
    )
    assert response.status_code == 404


def test_the_forms_secret_is_asked_for(visitor: Visitor) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = visitor.client.cookies
    data = {"question": "role", "file": SimpleUploadedFile("notes.txt", b"x")}
    assert client.post(visitor.address("attach", "role"), data).status_code == 403
    page = Page(client.get(visitor.address("attach", "role")))
    secret = page.value("csrfmiddlewaretoken")
    data = {"question": "role", "file": SimpleUploadedFile("notes.txt", b"x"), "csrfmiddlewaretoken": secret}
    assert client.post(visitor.address("attach", "role"), data).status_code == 302


def test_elsewhere_files_are_still_not_taken(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": SimpleUploadedFile("role.txt", b"modify" * 1_000_000)})
    assert page.status == 422
    assert visitor.answers == {}


# downloads --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [("notes.txt", b"plain"), ("page.md", b"words\n" + HTML), ("picture.log", b"words\n" + SVG)],
)
def test_a_file_only_ever_leaves_as_a_download(visitor: Visitor, name: str, content: bytes) -> None:
    response = get(visitor, attached(visitor, content=content, name=name))
    assert response.body == content
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert response["Content-Length"] == str(len(content))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ('a"b; filename=x.html.txt', 'filename="a_b; filename=x_html.txt"'),
        ("Prüfung 東京.txt", "filename*=utf-8''Pr%C3%BCfung%20%E6%9D%B1%E4%BA%AC.txt"),
        ("a\r\nSet-Cookie: x=y.txt", 'filename="aSet-Cookie_ x=y.txt"'),
    ],
)
def test_a_name_cannot_break_out_of_the_header(visitor: Visitor, name: str, told: str) -> None:
    file = evidence.attach(
        assessment_id=visitor.assessment_id,
        question="role",
        version="2026.1",
        file=io.BytesIO(b"x"),
        name=name,
    )
    assert get(visitor, file)["Content-Disposition"] == f"attachment; {told}"


def test_names_are_shown_as_text(visitor: Visitor) -> None:
    attached(visitor, name="<img src=x onerror=alert(1)>.txt", note="<script>alert(1)</script>")
    source = visitor.see("evidence").response.content.decode()
    assert "<img src=x" not in source
    assert "<script>alert" not in source


def test_to_others_there_is_no_such_file(visitor: Visitor) -> None:
    file = attached(visitor)
    other = Visitor.begin()
    for address in (
        visitor.address("download", file.pk),
        visitor.address("remove_evidence", file.pk),
        other.address("download", file.pk),  # through an assessment of their own
        other.address("remove_evidence", file.pk),
    ):
        assert other.client.get(address).status_code == 404
        assert Client().get(address).status_code == 404
    other.client.post(other.address("remove_evidence", file.pk))
    assert Evidence.objects.get() == file


def test_a_file_that_the_storage_lost_is_told_on_a_page(visitor: Visitor) -> None:
    file = attached(visitor)
    storages["evidence"].delete(file.stored_as)
    page = visitor.see("download", file.pk)
    assert (page.status, page.heading) == (503, "This file is not available at the moment")


def test_nothing_serves_the_directory(visitor: Visitor) -> None:
    file = attached(visitor)
    for path in (f"/{file.stored_as}", f"/media/{file.stored_as}", f"/static/{file.stored_as}"):
        assert visitor.client.get(path).status_code == 404


# removing ---------------------------------------------------------------------------------------------


def test_removing_asks_first(visitor: Visitor) -> None:
    file = attached(visitor)
    page = visitor.see("remove_evidence", file.pk)
    assert page.heading == "Remove notes.txt?"
    assert Evidence.objects.count() == 1
    response = visitor.client.post(visitor.address("remove_evidence", file.pk))
    assert response["Location"] == visitor.address("attach", "role")
    assert visitor.see("attach", "role").notices[0] == "notes.txt is removed."
    assert not Evidence.objects.exists()
    assert get(visitor, file).status_code == 404


# who ------------------------------------------------------------------------------------------------------


def test_who_reads_downloads_and_does_not_change(db: None) -> None:
    team = Team("Larkspur")
    client = team.browser("assessor")
    started = client.post(
        reverse("assessments:start_for", args=[team.organisation.pk]),
        {"model_name": "Ours", "questionnaire": "downstream-modification"},
    )
    visitor = Visitor(started["Location"].strip("/").split("/")[-1], client)  # type: ignore[arg-type]
    file = attached(visitor)
    assert str(team.user("assessor")) in visitor.see("evidence").text
    reader = Visitor(visitor.assessment_id, team.browser("reviewer"))
    assert get(reader, file).body == b"We tested it."
    assert "notes.txt" in reader.see("answer", "role").links()
    page = reader.see("attach", "role")
    assert "Remove: notes.txt" not in page.links()
    assert not page.main.xpath(".//input[@type='file']")
    send(reader, b"mine")
    reader.client.post(reader.address("remove_evidence", file.pk))
    assert Evidence.objects.get() == file


# where else it is listed ----------------------------------------------------------------------------------


def test_it_stands_on_the_answers_and_on_the_outcome(visitor: Visitor) -> None:
    visitor.store(answers_of("w08"))
    file = attached(visitor, name="red team.txt")
    for page in (visitor.see("check"), visitor.see("outcome"), visitor.see("evidence")):
        assert page.links()["red team.txt"] == visitor.address("download", file.pk)
    assert file.sha256[:12] in visitor.see("outcome").text


def test_what_supports_an_answer_that_is_not_asked_does_not_count(visitor: Visitor) -> None:
    visitor.store(answers_of("w08"))
    attached(visitor, slug="base_training_flop", name="training.txt")
    assert "training.txt" in visitor.see("outcome").text
    visitor.store({"role": "use_only"})
    assert "base_training_flop" not in visitor.standing.asked
    assert "training.txt" not in visitor.see("outcome").text
    assert "Not asked at the moment" in visitor.see("evidence").text
