"""Questionnaires of the site's own: offered beside the shipped ones; broken, they take nothing down."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

import questionnaires
from tests.questionnaires.broken import write
from tests.visiting import Page, Visitor

ROOT = Path(__file__).parents[2]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A library of one's own with one questionnaire, on offer."""
    write(tmp_path)
    assert questionnaires.add_library(tmp_path) == ()
    yield tmp_path
    questionnaires.offer_shipped()


def manage(*arguments: str, library: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "MODCHECK_LIBRARY": str(library)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.usefixtures("db", "own")
def test_it_is_offered_and_answered_like_the_others() -> None:
    assert "Pets at work" in Page(Client().get("/")).text
    visitor = Visitor.begin(questionnaire="pets")
    visitor.send("kind", {"kind": "fish"})
    assert visitor.answers == {"kind": "fish"}
    assert visitor.see("outcome").status == 200


@pytest.mark.usefixtures("db", "own")
@pytest.mark.parametrize("address", ["/rules/pets/1/", "/rules/pets/1/graph/"])
def test_its_rules_are_public_like_those_of_the_others(address: str) -> None:
    assert Client().get(address).status_code == 200


@pytest.mark.usefixtures("db", "own")
def test_answers_wait_while_it_is_not_on_offer() -> None:
    visitor = Visitor.begin(questionnaire="pets")
    visitor.send("kind", {"kind": "fish"})
    questionnaires.offer_shipped()
    page = visitor.see("tasks")
    assert (page.status, page.heading) == (503, "These questions are not available at the moment")
    home = Page(visitor.client.get("/"))
    assert home.status == 200
    assert "Pets" not in home.text


@pytest.mark.usefixtures("db")
def test_an_answer_that_fits_no_more_counts_as_not_given(own: Path) -> None:
    visitor = Visitor.begin(questionnaire="pets")
    visitor.send("kind", {"kind": "parrot"})
    file = own / "pets" / "1" / "questionnaire.yaml"
    file.write_text(file.read_text().replace("id: parrot", "id: bird").replace("parrot", "bird"))
    questionnaires.offer_only(file.parent, questionnaires.load(file.parent))
    assert visitor.answers == {}
    assert visitor.see("question", "kind").status == 200
    visitor.send("kind", {"kind": "bird"})
    assert visitor.answers == {"kind": "bird"}


def test_the_operator_is_told_each_fault_with_its_place_when_the_site_starts(tmp_path: Path) -> None:
    directory = write(tmp_path, "questionnaire.yaml", "unit: kg", "unti: kg")
    line = 1 + (directory / "questionnaire.yaml").read_text().split("unti")[0].count("\n")
    done = manage("check", library=tmp_path)
    assert done.returncode == 0  # the site starts all the same
    assert f"(assessments.W001) {directory / 'questionnaire.yaml'}:{line}: there is no key" in done.stderr
    assert "HINT: Did you mean `unit`?" in done.stderr


def test_nothing_is_told_where_nothing_is_wrong(tmp_path: Path) -> None:
    write(tmp_path)
    done = manage("check", library=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
