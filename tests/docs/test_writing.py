"""What the guides show is what works: the walk is done here step by step, in a shell."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import questionnaires
from questionnaires.__main__ import main
from questionnaires.conditions.checking import FUNCTIONS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GUIDE = (DOCS / "writing.md").read_text()

BLOCK = re.compile(r"^```(?P<language>\w+) ?(?P<place>[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = [(match["language"], match["place"], match["text"]) for match in BLOCK.finditer(GUIDE)]


def write(place: str, text: str, under: Path) -> None:
    """`>> file` adds to a file; `file` makes it anew."""
    file = under / place.removeprefix(">> ")
    before = file.read_text() if place.startswith(">> ") else ""
    file.write_text(before + text)


def run(command: str, under: Path) -> str:
    """What a terminal shows of a command."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=under,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout + done.stderr


def walk(under: Path) -> list[tuple[str, str, str]]:
    """Do everything that the guide says; each command with what the guide shows and what came."""
    shown_and_came = []
    for language, place, text in BLOCKS:
        if language == "yaml":
            write(place, text, under)
        if language == "console":
            for command, shown in re.findall(r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", text, re.MULTILINE):
                shown_and_came.append((command, shown, run(command, under)))
    return shown_and_came


def test_every_step_of_the_walk_shows_what_comes(tmp_path: Path) -> None:
    steps = walk(tmp_path)
    assert [came for _, _, came in steps] == [shown for _, shown, _ in steps]
    assert sum("check own" in command for command, _, _ in steps) >= 7
    assert main(["check", str(tmp_path / "own")]) == 0


def test_every_file_is_named_in_the_words_before_it() -> None:
    for match in BLOCK.finditer(GUIDE):
        place = match["place"].removeprefix(">> ")
        if match["language"] == "yaml":
            step = GUIDE[: match.start()].rsplit("\n## ", 1)[-1]
            assert place in step or "Add" in step, place


def test_the_first_line_of_each_file_leads_to_its_schema(tmp_path: Path) -> None:
    walk(tmp_path)
    for file in (tmp_path / "own").glob("*/*/**/*.yaml"):
        first = file.read_text().split("\n")[0]
        schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert schema, file
        assert (file.parent / schema[1]).resolve().is_file()


def test_a_broken_guide_would_be_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    walk(tmp_path)
    file = tmp_path / "own" / "pets" / "1" / "cases" / "a-quiet-dog.yaml"
    file.write_text(file.read_text().replace("barks: 'no'", "barks: 'yes'"))
    assert main(["check", str(tmp_path / "own")]) == 1
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
