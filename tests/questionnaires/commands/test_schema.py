"""python -m questionnaires schema: what is printed and written, and that what is committed is in step."""

import json
from pathlib import Path

import pytest

from questionnaires.__main__ import main
from questionnaires.commands.schema import FILES, text
from questionnaires.json_schema import MODELS

DOCS = Path(__file__).parents[3] / "docs"
COMMITTED = {
    **{kind: DOCS / "schema" / FILES[kind] for kind in MODELS},
    "reference": DOCS / FILES["reference"],
}


@pytest.mark.parametrize("kind", COMMITTED)
def test_what_is_committed_is_in_step_with_the_schema(kind: str) -> None:
    """If it is not: python -m questionnaires schema -o docs/schema; … schema reference -o docs"""
    assert COMMITTED[kind].read_text() == text(kind)


def test_one_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "case"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["properties"]) == {"name", "story", "on", "answers", "expect"}


def test_all_are_written_for_an_editor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "-o", str(tmp_path / "new")]) == 0
    written = sorted(file.name for file in (tmp_path / "new").iterdir())
    assert written == ["case.schema.json", "questionnaire.schema.json", "rulebook.schema.json"]
    assert f"written: {tmp_path / 'new' / 'case.schema.json'}" in capsys.readouterr().out


def test_without_a_kind_or_a_place_it_says_what_to_add(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["schema"])
    assert "say which one, or where to write them all: `schema -o DIR`" in capsys.readouterr().err


def test_the_reference_names_every_key() -> None:
    page = text("reference")
    for kind in MODELS:
        schema = json.loads(text(kind))
        for mapping in (schema, *schema["definitions"].values()):
            assert [key for key in mapping["properties"] if f"`{key}`" not in page] == []
