"""What the guides show is what works."""

import re
from pathlib import Path

import pytest

import questionnaires
from questionnaires.__main__ import main
from questionnaires.conditions.checking import FUNCTIONS

DOCS = Path(__file__).parents[2] / "docs"
FILES = ("questionnaire.yaml", "rulebooks/ladder.yaml", "cases/a-quiet-dog.yaml")


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """The guide's questionnaire, written to files as the guide says."""
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / "writing.md").read_text(), re.DOTALL)
    directory = tmp_path / "pets" / "1"
    for name, text in zip(FILES, blocks, strict=True):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)
    return directory


def test_the_guides_questionnaire_passes_check(pets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(pets)]) == 0
    assert (
        capsys.readouterr().out
        == "pets 1: 2 questions, 1 findings, 1 items, 1 cases, 11 of 11 claims proved\n"
    )


def test_a_broken_guide_would_be_noticed(pets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pets / "cases" / "a-quiet-dog.yaml"
    file.write_text(file.read_text().replace("barks: 'no'", "barks: 'yes'"))
    assert main(["check", str(pets)]) == 1
    assert "tier is P1, expected P0." in capsys.readouterr().err


def test_every_function_of_the_language_is_documented() -> None:
    text = (DOCS / "conditions.md").read_text()
    assert [name for name in FUNCTIONS if f"`{name}(" not in text] == []


def test_the_readme_names_cases_that_exist() -> None:
    text = (DOCS.parent / "README.md").read_text()
    (count,) = re.findall(r"there are (\w+) in `(questionnaires/[^`]+)`", text)
    assert count[0] == "twenty"
    assert len(list((DOCS.parent / count[1]).glob("*.yaml"))) == 20
    assert "downstream-modification" in questionnaires.library()
