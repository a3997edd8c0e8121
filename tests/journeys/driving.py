"""Answering as a person does: page by page, clicking labels and typing."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

import questionnaires
from tests.cases import MAIN

MOST_PAGES = 80


def begin(page: Page) -> None:
    page.goto("/")
    page.click("main .mc-hero button.btn-primary")


def slug(page: Page) -> str:
    """The page of questions that is open; nothing elsewhere."""
    return page.url.split("/questions/")[1].split("/")[0] if "/questions/" in page.url else ""


def fill(page: Page, answers: Mapping[str, Any]) -> None:
    """Give a page's questions their answers. Labels are clicked, since a whole row can be."""
    questions = questionnaires.edition(MAIN).questions
    fields = page.eval_on_selector_all("main form.mc-ask [name]", "all => all.map(each => each.name)")
    for name in dict.fromkeys(each for each in fields if each in answers):
        value, kind = answers[name], questions[name].kind
        if kind == "number":
            if value == "unknown":
                page.click(f'label[for="id_unknown__{name}"]')
            else:
                page.fill(f"#id_{name}", repr(float(value)))
        elif kind == "text":
            page.fill(f"#id_{name}", value)
        else:
            for each in value if kind == "many" else [value]:
                page.click(f'label[for="id_{name}_{each}"]')


def go_on(page: Page) -> None:
    page.click(".mc-actions button.btn-primary")


def answer_until(page: Page, answers: Mapping[str, Any], stop: str = "") -> list[str]:
    """Answer page after page until one has this slug, or all are answered; the pages that were seen."""
    seen: list[str] = []
    while (here := slug(page)) and here != stop:
        assert len(seen) < MOST_PAGES, seen
        seen.append(here)
        fill(page, answers)
        go_on(page)
    return seen


def text_of(pdf: Path) -> str:
    """The words of a PDF, read by a program that is not ours."""
    return subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
