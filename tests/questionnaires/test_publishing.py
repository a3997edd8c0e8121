"""questionnaires.publishing: what is published stays as it was, and `check` says where it does not."""

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from questionnaires import InvalidDocument, publication
from questionnaires.__main__ import main
from questionnaires.documents import Fault
from questionnaires.editions import Edition
from questionnaires.loading import LIBRARY
from questionnaires.publishing import GATES, AlreadyPublished, publish

from .broken import FILES, write
from .two_versions import register, write_both

ON = date(2026, 11, 24)


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A published version."""
    directory = write(tmp_path)
    publish(directory, on=ON)
    return directory


def test_it_holds_each_file_and_one_digest_over_them(pets: Path, tmp_path: Path) -> None:
    found = register(tmp_path)["pets"]["1"]
    assert found["published_on"] == "2026-11-24"
    assert isinstance(found["files"], dict)
    assert list(found["files"]) == ["questionnaire.yaml", "rulebooks/ladder.yaml", "rulebooks/law.yaml"]
    command = "sha256sum questionnaire.yaml rulebooks/*.yaml | sha256sum"
    shell = subprocess.run(["bash", "-c", command], cwd=pets, capture_output=True, text=True, check=True)
    assert found["digest"] == shell.stdout.split()[0]


def test_the_same_content_is_the_same_bytes(tmp_path: Path) -> None:
    for root in (tmp_path / "a", tmp_path / "b"):
        newer = write_both(root)
        publish(root / "pets" / "1", on=ON)
        publish(newer, on=ON)
    texts = {(tmp_path / each / "published.json").read_text() for each in "ab"}
    assert len(texts) == 1
    data = json.loads(texts.pop())
    assert list(data["pets"]) == ["1", "2"]
    assert not [each for each in (tmp_path / "a").iterdir() if each.name.startswith(".")]


def test_publishing_twice_changes_nothing(pets: Path, tmp_path: Path) -> None:
    before = (tmp_path / "published.json").read_bytes()
    with pytest.raises(AlreadyPublished, match="pets 1 is published already, and unchanged"):
        publish(pets, on=date(2027, 1, 1))
    assert (tmp_path / "published.json").read_bytes() == before


def test_what_is_published_cannot_be_published_with_changes(pets: Path, tmp_path: Path) -> None:
    before = (tmp_path / "published.json").read_bytes()
    file = pets / "rulebooks" / "law.yaml"
    file.write_text(file.read_text().replace("Leash", "Lead"))
    with pytest.raises(
        InvalidDocument, match=r"law\.yaml:1: was published with pets 1 and has changed since"
    ):
        publish(pets, on=ON)
    assert (tmp_path / "published.json").read_bytes() == before


def told(capsys: pytest.CaptureFixture[str], path: Path) -> str:
    assert main(["check", str(path)]) == 1
    return capsys.readouterr().err


def test_check_passes_what_is_as_it_was_and_says_that_it_is_published(
    pets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(pets)]) == 0
    assert (
        capsys.readouterr().out
        == "pets 1: 6 questions, 1 findings, 2 items, 1 cases, 28 of 28 claims proved, published\n"
    )


def test_check_tells_of_a_changed_file(pets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pets / "questionnaire.yaml"
    file.write_text(file.read_text() + "# one more line\n")
    expected = (
        f"{file}:1: was published with pets 1 and has changed since. Put it back as it was, and make a new"
    )
    assert told(capsys, pets).startswith(expected)


def test_check_tells_of_a_changed_file_even_where_it_does_not_load(
    pets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pets / "questionnaire.yaml").write_text("id: [")
    assert "has changed since." in told(capsys, pets)


def test_check_tells_of_a_file_that_is_gone(
    pets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pets / "rulebooks" / "law.yaml").unlink()
    line = (tmp_path / "published.json").read_text().split('"rulebooks/law.yaml"')[0].count("\n") + 1
    message = f"published.json:{line}: the file rulebooks/law.yaml was published with pets 1 and is gone."
    assert message in told(capsys, pets)


def test_check_tells_of_a_file_that_was_added(pets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pets / "rulebooks" / "more.yaml"
    file.write_text((pets / "rulebooks" / "law.yaml").read_text().replace("id: law\n", "id: more\n"))
    assert f"{file}:1: was added to pets 1 after it was published. Remove it," in told(capsys, pets)


def test_check_of_a_library_tells_of_a_version_that_is_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = write_both(tmp_path)
    publish(tmp_path / "pets" / "1", on=ON)
    publish(newer, on=ON)
    for file in sorted((tmp_path / "pets" / "1").rglob("*.yaml")):
        file.unlink()
    message = "published.json:3: pets 1 is published, and its files are gone. Put them back"
    assert message in told(capsys, tmp_path)


def test_check_tells_of_a_digest_that_was_changed_by_hand(
    pets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "published.json"
    data = register(tmp_path)
    data["pets"]["1"]["digest"] = "0" * 64
    file.write_text(json.dumps(data, indent=2))
    message = "published.json:4: the digest of pets 1 is not that of its files. Put back the entry as it was."
    assert message in told(capsys, pets)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "published.json:"),
        ("[]", "published.json:1: `publications` is not a mapping but a list."),
        ('{"pets": {"1": {}}}', "published.json:1: the key `digest` is missing."),
        ('{"pets": {"one": {}}}', "published.json:1:"),
    ],
)
def test_a_broken_register_is_told(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = write(tmp_path)
    (tmp_path / "published.json").write_text(text)
    assert message in told(capsys, directory)


def test_a_draft_may_change(tmp_path: Path) -> None:
    newer = write_both(tmp_path)
    publish(tmp_path / "pets" / "1", on=ON)
    newer.joinpath("rulebooks/law.yaml").write_text(
        newer.joinpath("rulebooks/law.yaml").read_text().replace("Leash", "Lead")
    )
    assert main(["check", str(tmp_path)]) == 0


def test_cases_may_be_added_and_changed(pets: Path) -> None:
    file = pets / "cases" / "fish.yaml"
    (pets / "cases" / "second.yaml").write_text(file.read_text().replace("A quiet fish", "A quiet one"))
    file.write_text(file.read_text().replace("It says nothing.", "It swims."))
    assert main(["check", str(pets)]) == 0


# gates ------------------------------------------------------------------------------------------------


def refused(directory: Path) -> str:
    """Why a version is not published; nothing is written then."""
    file = directory.parent.parent / "published.json"
    before = file.read_bytes() if file.exists() else None
    with pytest.raises(InvalidDocument) as caught:
        publish(directory, on=ON)
    assert (file.read_bytes() if file.exists() else None) == before
    return str(caught.value)


def test_what_does_not_load_is_not_published(tmp_path: Path) -> None:
    directory = write(tmp_path, "questionnaire.yaml", "unit: kg", "unti: kg")
    assert "there is no key `unti` here" in refused(directory)


def test_a_case_with_another_outcome_stands_against_it(tmp_path: Path) -> None:
    directory = write(tmp_path, "cases/fish.yaml", "tier: P0", "tier: P1")
    assert "tier is P0, expected P1" in refused(directory)


def test_a_carry_over_that_does_not_fit_stands_against_it(tmp_path: Path) -> None:
    newer = write_both(tmp_path, ("kept: [weight]", "kept: []"))
    publish(tmp_path / "pets" / "1", on=ON)
    assert "`weight` changed since 1" in refused(newer)


def test_the_version_before_comes_first(tmp_path: Path) -> None:
    newer = write_both(tmp_path)
    assert "answers carry over from 1, which is not published. Publish 1 first." in refused(newer)


def test_a_later_version_says_how_answers_carry_over(pets: Path) -> None:
    later = pets.parent / "2"
    for name, text in FILES.items():
        (later / name).parent.mkdir(parents=True, exist_ok=True)
        (later / name).write_text(text.replace('version: "1"', 'version: "2"'))
    assert main(["check", str(later)]) == 0  # a draft may leave it open
    message = refused(later)
    assert "questionnaire.yaml:2: does not say how answers to 1 carry over." in message
    assert 'Add `carries_over: {from: "1"}`' in message


def test_a_further_gate_can_stand_against_it(tmp_path: Path) -> None:
    def unproved(edition: Edition, directory: Path) -> list[Fault]:
        return [Fault(str(directory), 1, f"{edition.id} does not prove.", "Mend it.")]

    with pytest.raises(InvalidDocument, match=r"pets does not prove\. Mend it\."):
        publish(write(tmp_path), on=ON, gates=(*GATES, unproved))
    assert not (tmp_path / "published.json").exists()


# the library ------------------------------------------------------------------------------------------


def test_the_command_refuses_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "what-changed", "2026.1"]) == 0
    assert capsys.readouterr().out == "what-changed 2026.1 is published already, and unchanged.\n"
    assert main(["publish", "what-changed", "1999"]) == 2
    assert "has no version 1999. There are: 2026.1, 2026.2." in capsys.readouterr().err


def test_both_versions_of_what_changed_are_published() -> None:
    for version in ("2026.1", "2026.2"):
        assert publication(LIBRARY / "what-changed" / version) is not None
