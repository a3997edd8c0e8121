"""A library of one's own beside the shipped one: what is offered, what is refused and how it is told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import questionnaires
from questionnaires import UnknownQuestionnaire, add_library, edition, library, offer_only, offer_shipped
from questionnaires.__main__ import main
from questionnaires.publishing import publish
from tests.cases import MAIN

from .broken import FILES, write


@pytest.fixture(autouse=True)
def _shipped_again() -> Iterator[None]:
    yield
    offer_shipped()


def write_as(root: Path, name: str, version: str = "1", **change: str) -> Path:
    """The pets under another id or version, with pieces of the questionnaire replaced."""
    directory = root / name / version
    for file, text in FILES.items():
        (directory / file).parent.mkdir(parents=True, exist_ok=True)
        (directory / file).write_text(text)
    sheet = directory / "questionnaire.yaml"
    text = (
        sheet.read_text().replace("id: pets", f"id: {name}").replace('version: "1"', f'version: "{version}"')
    )
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    sheet.write_text(text)
    return directory


def test_it_is_offered_beside_what_is_shipped(tmp_path: Path) -> None:
    shipped = set(library())
    write(tmp_path)
    assert add_library(tmp_path) == ()
    assert set(library()) == shipped | {"pets"}
    assert edition("pets").questionnaire.title == "Pets at work"
    assert edition(MAIN).id == MAIN


def test_the_newest_version_is_the_one_begun_with(tmp_path: Path) -> None:
    for version in ("9", "10"):
        write_as(tmp_path, "pets", version)
    assert add_library(tmp_path) == ()
    assert list(library()["pets"]) == ["9", "10"]
    assert edition("pets").version == "10"


def test_what_is_broken_is_told_and_not_offered_and_the_rest_is(tmp_path: Path) -> None:
    write(tmp_path)
    broken = write_as(tmp_path, "cats", unit="unti")
    (fault,) = add_library(tmp_path)
    line = 1 + (broken / "questionnaire.yaml").read_text().split("unti")[0].count("\n")
    assert (fault.file, fault.line) == (str(broken / "questionnaire.yaml"), line)
    assert (fault.message, fault.remedy) == ("there is no key `unti` here.", "Did you mean `unit`?")
    assert "pets" in library()
    with pytest.raises(UnknownQuestionnaire):
        edition("cats")


def test_an_id_that_the_library_has_is_refused(tmp_path: Path) -> None:
    write_as(tmp_path, MAIN, "9999")
    (fault,) = add_library(tmp_path)
    assert f"the library has a questionnaire `{MAIN}` already" in fault.message
    assert "Give it another id" in fault.remedy
    assert "9999" not in library()[MAIN]


def test_a_published_version_that_has_changed_since_is_refused(tmp_path: Path) -> None:
    directory = write(tmp_path)
    publish(directory, on=date(2026, 11, 23))
    assert add_library(tmp_path) == ()
    offer_shipped()
    sheet = directory / "questionnaire.yaml"
    sheet.write_text(sheet.read_text().replace("May the pet come along?", "May the pet come?"))
    (fault,) = add_library(tmp_path)
    assert fault.message == "was published with pets 1 and has changed since."
    assert "pets" not in library()


def test_a_broken_list_of_what_is_published_is_told_and_nothing_of_it_offered(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "published.json").write_text("[]")
    (fault,) = add_library(tmp_path)
    assert fault.file == str(tmp_path / "published.json")
    assert "pets" not in library()


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    (fault,) = add_library(tmp_path / "nowhere")
    assert fault.message == "there is no such directory of questionnaires."
    assert "MODCHECK_LIBRARY" in fault.remedy


@pytest.mark.parametrize(
    ("place", "remedy"),
    [
        ("questionnaire.yaml", "Move it to `<id>/<version>/questionnaire.yaml`"),
        ("pets/questionnaire.yaml", "Move it to `<id>/<version>/questionnaire.yaml`"),
        ("a/b/c/questionnaire.yaml", "Move it to `<id>/<version>/questionnaire.yaml`"),
        ("pets/1/questionnaire.yml", "Name it `questionnaire.yaml`."),
    ],
)
def test_a_questionnaire_that_nobody_would_find_is_told(place: str, remedy: str, tmp_path: Path) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(FILES["questionnaire.yaml"])
    (fault,) = add_library(tmp_path)
    assert fault.file == str(file)
    assert remedy in fault.remedy


def test_a_draft_alone_is_offered_in_place_of_everything(tmp_path: Path) -> None:
    directory = write_as(tmp_path, MAIN, "9999")
    draft = questionnaires.load(directory)
    offer_only(directory, draft)
    assert library() == {MAIN: {"9999": directory}}
    assert edition(MAIN) is draft
    offer_shipped()
    assert edition(MAIN).version != "9999"


# on the command line -----------------------------------------------------------------------------------


def test_check_covers_it_by_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert main(["check", "--library", str(tmp_path)]) == 0
    assert "pets 1: 6 questions" in capsys.readouterr().out


def test_check_covers_it_by_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_as(tmp_path, "cats", unit="unti")
    monkeypatch.setenv("MODCHECK_LIBRARY", str(tmp_path))
    assert main(["check"]) == 1
    told = capsys.readouterr()
    assert "there is no key `unti` here." in told.err
    assert MAIN in told.out


def test_check_of_a_path_is_not_about_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_as(tmp_path / "own", "cats", unit="unti")
    monkeypatch.setenv("MODCHECK_LIBRARY", str(tmp_path / "own"))
    assert main(["check", str(write(tmp_path / "other"))]) == 0
    assert capsys.readouterr().err == ""


def test_classify_finds_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = write(tmp_path) / "cases" / "fish.yaml"
    assert main(["classify", "pets", str(case), "--library", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("P0: ")


def test_what_is_looked_for_and_broken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = write_as(tmp_path, "cats", unit="unti") / "cases" / "fish.yaml"
    assert main(["classify", "cats", str(case), "--library", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "there is no key `unti` here." in told
    assert "There is no questionnaire `cats`." in told
