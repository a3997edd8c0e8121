"""python -m questionnaires graph."""

from pathlib import Path

import pytest
from lxml import etree

from questionnaires.__main__ import main
from tests.cases import FILES, MAIN


def test_it_prints_the_picture(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", MAIN]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert b"g-path" not in etree.tostring(etree.fromstring(told.out.encode()))[:200]


def test_it_writes_a_file_with_the_way_of_some_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "way.svg"
    assert main(["graph", MAIN, "--version", "2026.1", "--answers", str(FILES["v06"]), "-o", str(file)]) == 0
    assert capsys.readouterr() == ("", "")
    root = etree.fromstring(file.read_bytes())
    assert root.get("class") == "g-picture g-path"
    assert "Remove refusals" in "".join(root.itertext())


def test_an_answer_that_is_not_asked_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("role: use_only\nincidents: incident\n")
    assert main(["graph", MAIN, "--answers", str(file)]) == 0
    assert f"{file}:2: `incidents` is not asked with these answers" in capsys.readouterr().err


def test_what_cannot_be_used_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("rloe: modify\n")
    assert main(["graph", MAIN, "--answers", str(file)]) == 1
    assert "Did you mean `role`?" in capsys.readouterr().err
    assert main(["graph", "downstream"]) == 2
    assert "There is no questionnaire `downstream`." in capsys.readouterr().err
    assert main(["graph", MAIN, "-o", str(tmp_path / "no" / "picture.svg")]) == 1
    assert "picture.svg: cannot be written: No such file or directory." in capsys.readouterr().err
