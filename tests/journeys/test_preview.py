"""manage.py preview as its writer uses it: a browser beside the editor, slips and their mending."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looking import inspect
from tests.questionnaires.broken import FILES, write

ROOT = Path(__file__).parents[2]
Q = "questionnaire.yaml"
FIRST_START = 60  # seconds, on a busy machine


OWN_KEYS = dict.fromkeys(["MODCHECK_SEAL_KEY", "MODCHECK_SEAL_CERTIFICATES", "MODCHECK_REGISTER_KEY"], "own")


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "preview", *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Draft:
    directory: Path
    address: str
    process: subprocess.Popen[str]

    @property
    def answers(self) -> bool:
        """Whether the port is open."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", int(self.address.rsplit(":", 1)[1]))) == 0

    def write(self, old: str = "", new: str = "") -> None:
        text = FILES[Q]
        assert old in text
        (self.directory / Q).write_text(text.replace(old, new) if old else text)


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    directory, port = write(tmp_path), free_port()
    process = subprocess.Popen(
        command(str(tmp_path), str(port)),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    found = Draft(directory, f"http://127.0.0.1:{port}", process)
    until = time.monotonic() + FIRST_START
    while not found.answers and time.monotonic() < until and process.poll() is None:
        time.sleep(0.1)
    yield found
    process.terminate()
    output, _ = process.communicate(timeout=30)
    assert output == f"pets/1 is at {found.address} (Ctrl+C stops it)\n"


@pytest.fixture
def page(browser: Browser, draft: Draft) -> Iterator[Page]:
    context = browser.new_context(base_url=draft.address)
    yield context.new_page()
    context.close()


def test_slips_and_their_mending_beside_the_answers(draft: Draft, page: Page) -> None:
    page.goto("/")
    page.click("text=Answer it")
    page.click("label[for=id_kind_dog]")
    page.click("text=Save and continue")
    expect(page.locator("h1")).to_have_text("What does it do?")
    expect(page.locator(".mc-side")).to_contain_text("waiting for habits, weight")
    draft.write("unit: kg", "unti: kg")
    expect(page.locator("h1")).to_have_text("One thing to put right")  # by itself
    expect(page.locator(".mc-fault")).to_contain_text("Did you mean unit?")
    draft.write("text: What does it do?", "text: What are its habits?")
    expect(page.locator("h1")).to_have_text("What are its habits?")  # by itself, at the same question
    page.click("label[for=id_habits_barks]")
    page.click("text=Save and continue")
    expect(page.locator(".mc-side")).to_contain_text("fires: P1")


def test_what_is_being_typed_is_not_lost_to_a_change(draft: Draft, page: Page) -> None:
    page.goto("/")
    page.click("text=Answer it")
    page.click("label[for=id_kind_dog]")
    draft.write("unit: kg", "unti: kg")
    expect(page.locator("#draft-state")).to_contain_text("The draft has changed.")
    assert page.is_checked("#id_kind_dog")


def test_its_pages_are_accessible_and_narrow_enough(draft: Draft, page: Page) -> None:
    page.goto("/")
    faults = inspect(page, "start")
    page.click("text=Answer it")
    page.click("label[for=id_kind_dog]")
    page.click("text=Save and continue")
    page.click(".mc-live summary >> text=Facts")
    faults += inspect(page, "question")
    page.click("text=All of it on one page")
    faults += inspect(page, "everything")
    draft.write("unit: kg", "unti: kg")
    expect(page.locator("h1")).to_have_text("One thing to put right")
    faults += inspect(page, "broken")
    assert faults == []


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (["nowhere"], {}, "nowhere is no directory. Make it, or correct the path."),
        ([".", "0.0.0.0:80"], {}, "invalid int value: '0.0.0.0:80'"),
        (["."], {"MODCHECK_HTTPS": "1", **OWN_KEYS}, "MODCHECK_HTTPS is set, as on a site."),
        ([str(ROOT / "questionnaires" / "library")], {}, "Which one? "),
    ],
)
def test_it_refuses_what_it_cannot_do(
    arguments: list[str], environment: dict[str, str], message: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        command(*arguments),
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            command(str(write(tmp_path)), port), capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode != 0
    assert f"Port {port}: Address already in use. Name another port" in done.stderr


def test_the_sites_own_settings_have_no_preview() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "preview"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "No installed app with label 'preview'." in done.stderr
