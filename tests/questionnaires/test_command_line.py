"""python -m questionnaires classify: the contract, and what is said of bad answers."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from questionnaires.__main__ import main
from tests.cases import FILES, MAIN

KEYS = {
    "tier",
    "change_class",
    "provisional",
    "findings",
    "items",
    "upcoming",
    "asked",
    "unanswered",
    "assumptions",
    "reasons",
}


def classify(file: Path, *more: str) -> int:
    return main(["classify", MAIN, str(file), *more])


def test_the_json_has_what_the_contract_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert classify(FILES["v05"], "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert set(found) >= KEYS
    assert found["tier"] == "T2"
    assert found["reasons"]["R2.1"] == ["modifications", "safety_tests"]
    assert found["upcoming"] == ["LAW-EU-09"]
    assert found["on"] == "2026-11-23"  # the case's own day


def test_a_day_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    assert classify(FILES["v05"], "--json", "--on", "2026-12-10") == 0
    assert json.loads(capsys.readouterr().out)["upcoming"] == []


def test_it_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "questionnaires", "classify", MAIN, str(FILES["v02"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("T0: No modification (final, on 2026-11-23)")


def test_without_enough_answers_no_tier_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("organisation_size: small\n")
    assert classify(file) == 0
    said = capsys.readouterr().out
    assert said.startswith("Not settled yet, still possible: T0, T1, T2, T3, T4, UPSTREAM (on ")
    assert "Class of change" not in said


def test_a_plain_mapping_is_answers_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("role: use_only\n")
    assert classify(file, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["unanswered"] == ["organisation_size", "markets", "stage", "prohibited_purposes"]
    assert found["provisional"] is True


def test_an_answer_that_is_not_asked_is_told_and_does_not_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("role: use_only\nincidents: incident\n")
    assert classify(file, "--json") == 0
    told = capsys.readouterr()
    assert f"{file}:2: `incidents` is not asked with these answers" in told.err
    assert json.loads(told.out)["not_counted"] == ["incidents"]
    assert json.loads(told.out)["findings"] == []


def test_a_list_with_no_choice_is_unanswered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("role: use_only\nmarkets: []\n")
    assert classify(file, "--json") == 0
    assert "markets" in json.loads(capsys.readouterr().out)["unanswered"]


def test_a_share_that_looks_like_a_fraction_is_noted_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.yaml"
    text = FILES["v04"].read_text().replace("refusal_rate_before: 97", "refusal_rate_before: 0.97")
    file.write_text(text)
    line = text[: text.index("refusal_rate_before")].count("\n") + 1
    assert classify(file, "--json") == 0
    told = capsys.readouterr()
    note = f"{file}:{line}: note: the answer to `refusal_rate_before` reads as 0.97 %. Did you mean 97?\n"
    assert told.err == note
    assert json.loads(told.out)["unanswered"] == []


BAD: dict[str, tuple[str, str]] = {
    "unknown question": ("rloe: modify\n", ":1: there is no question `rloe`. Did you mean `role`?"),
    "unknown choice": ("role: modfy\n", "`modfy` is not one of the choices. Did you mean `modify`?"),
    "unknown choice among many": ("markets: [eu, ue]\n", "`ue` is not one of the choices."),
    "true for yes": (
        "role: modify\nown_brand: true\n",
        ":2: the answer to `own_brand`: `true` is not a choice. Write yes",
    ),
    "text for a number": (
        "modification_flop: plenty\n",
        "`plenty` is not a number. Write a number such as 2.1e+19",
    ),
    "a number in quotes": ("modification_flop: '2e19'\n", "`2e19` is not a number. Remove the quotes."),
    "a misspelt key of a case": (
        "answers: {role: modify}\nexpct: {}\n",
        ":2: there is no key `expct` here. Did you mean `expect`?",
    ),
    "one for many": ("markets: eu\n", "`eu` is not a list of choices. Write it as a list"),
    "many for one": ("role: [modify]\n", "is not one of the choices."),
    "none with others": ("sectors: [none, health]\n", "`none` excludes the other choices."),
    "twice": ("markets: [eu, eu]\n", "a choice is listed twice."),
    "too small": ("modification_flop: -1\n", "-1 is too small. It must be more than 0 FLOP."),
    "zero": ("modification_flop: 0\n", "0 is too small."),
    "too large": ("modification_flop: 1.0e+30\n", "1e+30 is too large. It must be 1e+29 FLOP or less."),
    "infinite": ("modification_flop: 1.0e+999\n", "is not a finite number."),
    "above a hundred per cent": ("refusal_rate_after: 101\n", "101 is too large. It must be 100 % or less."),
    "text too long": (f"base_model: {'x' * 3_000}\n", "the text has 3,000 characters."),
    "a text that reads as another": (
        'role: modify\nbase_model: "Llama \\u202e7B"\n',
        ":2: the answer to `base_model`: the text holds an invisible character that can change how it reads: "
        "right-to-left override (U+202E). Remove it.",
    ),
    "a list": ("- role\n", "is not a mapping of questions to answers."),
    "nothing": ("", "is not a mapping of questions to answers."),
    "answers that are none": ("answers: 3\n", "is not a mapping of questions to answers."),
    "a bad day": ("on: soon\nanswers: {role: modify}\n", ":1: `soon` is not a day. Write it as 2026-11-23."),
    "unsure where it is not offered": ("role: unsure\n", "`unsure` is not one of the choices."),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_answers_are_told_with_their_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, message = BAD[name]
    file = tmp_path / "answers.yaml"
    file.write_text(text)
    assert classify(file, "--json") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{file}:")
    assert message in told.err


def test_files_and_questionnaires_that_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert classify(tmp_path / "no.yaml") == 1
    assert "no.yaml:1: cannot be read: No such file or directory." in capsys.readouterr().err
    assert classify(tmp_path) == 1
    assert "cannot be read: Is a directory." in capsys.readouterr().err
    assert main(["classify", "downstream", str(FILES["v02"])]) == 2
    assert "There is no questionnaire `downstream`." in capsys.readouterr().err
    assert main(["check", str(tmp_path)]) == 1
    assert "there is no questionnaire here. Name a directory" in capsys.readouterr().err
