"""python -m questionnaires prove: the contract of its JSON, exit codes, and words for people."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from questionnaires.__main__ import main
from tests.cases import MAIN
from tests.questionnaires.generated import write


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["prove", *arguments])
    return code, capsys.readouterr().out


def test_a_sound_questionnaire_is_told_in_one_page(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, MAIN, "--on", "2026-11-23")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == f"{MAIN} 2026.1, on 2026-11-23"
    assert lines[-1] == "Sound."
    assert "72 of 72    questions that can be asked" in out
    assert "Exempt, each with a reason in the file:" in lines
    assert "    that is, where “How far safety fell in your tests” is “material” or “major”" in lines
    assert len(lines) < 40


def test_the_json_has_what_the_contract_names(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "what-changed", "--json")
    found: dict[str, Any] = json.loads(out)
    assert code == 0
    assert found["sound"] is True
    assert all({"claim", "holds", "witness"} <= set(claim) for claim in found["claims"])
    asked = next(claim for claim in found["claims"] if claim["kind"] == "question")
    assert asked["claim"].endswith(" can be asked")
    assert asked["holds"] is True
    assert asked["subject"] in asked["witness"]


def test_a_witness_from_the_json_is_answers_for_classify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON is YAML: what the prover writes, the evaluator reads."""
    _, out = run(capsys, MAIN, "--json", "--on", "2026-11-23")
    claim = next(each for each in json.loads(out)["claims"] if each["subject"] == "R4.2")
    file = tmp_path / "answers.yaml"
    file.write_text(json.dumps(claim["witness"]))
    assert main(["classify", MAIN, str(file), "--json", "--on", "2026-11-23"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert "R4.2" in outcome["findings"]
    assert outcome["unanswered"] == outcome["not_counted"] == []


def test_what_does_not_hold_is_told_with_answers_and_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = write(
        tmp_path / "growth" / "1", 60, {"""'!fact_4 && "a" in many_4'""": """'"a" in many_4'"""}
    )
    code, out = run(capsys, str(directory))
    assert code == 1
    assert "Not so: I4 and M4 can be given together, and they exclude each other. Correct a condition" in out
    assert "    answers: one_0: " in out
    assert "many_4: [" in out
    assert out.splitlines()[-1] == "Not sound: 1 of 361 claims do not hold."
    code, out = run(capsys, str(directory), "--json")
    found = json.loads(out)
    assert code == 1
    assert found["sound"] is False
    (broken,) = [claim for claim in found["claims"] if not claim["holds"]]
    assert "a" in broken["witness"]["many_4"]


def test_a_lowered_tier_is_told_with_what_was_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = """'fact_5 && over_5 && atLeast(one_5, "high")'"""
    directory = write(tmp_path / "growth" / "1", 60, {old: """'fact_5 && over_5 && one_5 == "middle"'"""})
    code, out = run(capsys, str(directory))
    assert code == 1
    assert "Not so: a riskier answer to `one_5` can lower the tier: T2 becomes T1 with high instead of" in out
    assert "    changed: one_5: high" in out


def test_a_dead_part_names_the_gate_that_rules_it_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = """{id: G, outcome: N, name: N, meaning: M, source: {work: W}, when: 'yes_3 == "yes"'}"""
    changes = {"findings:\n  - {id: A0": f"gates: [{gate}]\nfindings:\n  - {{id: A0"}
    code, out = run(capsys, str(write(tmp_path / "growth" / "1", 60, changes)))
    assert code == 1
    assert "A3 can never fire: `A3` (" in out
    assert 'and `G` (yes_3 == "yes") contradict each other.' in out


@pytest.mark.parametrize(
    ("arguments", "code"), [(["what-changed"], 0), (["nothing"], 2), (["what-changed", "--version", "1"], 2)]
)
def test_it_runs_as_a_module_with_its_exit_code(arguments: list[str], code: int) -> None:
    command = [sys.executable, "-m", "questionnaires", "prove", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
