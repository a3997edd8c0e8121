"""Attaching evidence in a browser, with and without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.assessments.attachments import HTML, pdf
from tests.journeys.driving import begin
from tests.journeys.looking import inspect

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page: Page, name: str, content: bytes) -> None:
    kind = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("File", exact=True).set_input_files(kind)  # type: ignore[arg-type]
    page.get_by_role("button", name="Attach", exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_attaching_looking_at_and_removing(
    script: bool, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page(java_script_enabled=script)
    begin(page)
    page.click("label[for=id_role_modify]")
    page.get_by_role("button", name="Attach evidence").click()
    choose(page, "report.pdf", HTML)
    expect(page.locator(".mc-errors")).to_contain_text("The content is not what the name says.")
    content = pdf()
    choose(page, "report.pdf", content)
    expect(page.get_by_role("status")).to_have_text("report.pdf is attached.")
    with page.expect_download() as download:
        page.get_by_role("link", name="report.pdf", exact=True).click()
    assert download.value.suggested_filename == "report.pdf"
    download.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes() == content
    page.get_by_role("link", name="Back to the question").click()
    expect(page.get_by_label("We change it, adapt it or build on it")).to_be_checked()
    page.get_by_role("button", name="Evidence: one file").click()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status")).to_have_text("report.pdf is removed.")


def test_its_pages_are_for_everybody(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    page.get_by_role("button", name="Attach evidence").click()
    faults = inspect(page, "nothing attached")
    choose(page, "a rather long name without spaces_".replace(" ", "_") * 3 + ".txt", b"What we found.")
    faults += inspect(page, "a file attached")
    choose(page, "page.html", HTML)
    faults += inspect(page, "a file refused")
    page.get_by_role("link", name="Remove").first.click()
    faults += inspect(page, "removing a file")
    page.get_by_role("link", name="Keep").click()
    faults += inspect(page, "all evidence")
    assert faults == []
