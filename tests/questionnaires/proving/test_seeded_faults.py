"""Each fault that is put into a questionnaire is caught, named in words, at its file and line."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from questionnaires import LIBRARY, load
from questionnaires.__main__ import main
from questionnaires.documents import Fault
from questionnaires.proving import PARTS, Claim, Proof, reporting
from questionnaires.proving.boundaries import boundaries
from questionnaires.proving.grounds import Ground
from questionnaires.proving.pairs import riskier, silence
from questionnaires.proving.reachability import reachable
from questionnaires.proving.structure import structure
from tests.cases import MAIN
from tests.questionnaires.generated import write

from .evidence import confirm

ON = date(2026, 11, 23)
Part = Callable[[Ground], Iterator[Claim]]

SHEET, LADDER = "questionnaire.yaml", "rulebooks/ladder.yaml"

# On the generated editions: what is changed, the part that catches it, the claim, and what the fault says.
# Each stands in a block of its own, so that all of them can be in one file.
GATES = """\
gates:
  - {id: G1, outcome: N1, name: N, meaning: M, source: {work: W}, when: 'yes_0 == "yes"'}
  - {id: G2, outcome: N2, name: N, meaning: M, source: {work: W}, when: '"b" in many_0'}
findings:
  - {id: A0"""
FAULTS: dict[str, tuple[str, str, Part, str, str]] = {
    "a question that is never asked": (
        """ask_if: 'yes_1 == "yes" || atLeast(one_1, "middle")'""",
        """ask_if: 'yes_1 == "yes" && "none" in many_1'""",
        reachable,
        "question number_1",
        "number_1 can never be asked: `yes_1` (anyOf(many_1, heavy)) and `number_1` "
        '(yes_1 == "yes" && "none" in many_1) contradict each other. Change one of them, or remove it.',
    ),
    "a finding that cannot fire": (
        """'level_2 == "much" && yes_2 == "yes"'""",
        """'level_2 == "little" && fact_2'""",
        reachable,
        "finding A2",
        'A2 can never fire: `level_2` and `A2` (level_2 == "little" && fact_2) contradict each other.',
    ),
    "an item that cannot be reached": (
        """'anyOf(many_3, heavy) && one_3 != "low"'""",
        """'anyOf(many_3, heavy) && only(many_3, ["none"])'""",
        reachable,
        "item K3",
        'K3 can never be given: `K3` (anyOf(many_3, heavy) && only(many_3, ["none"])) can never hold.',
    ),
    "two items that exclude each other and meet": (
        """'!fact_4 && "a" in many_4'""",
        """'"a" in many_4'""",
        structure,
        "apart I4 M4",
        "I4 and M4 can be given together, and they exclude each other. Correct a condition, or drop",
    ),
    "a riskier choice that lowers the tier": (
        """'fact_5 && over_5 && atLeast(one_5, "high")'""",
        """'fact_5 && over_5 && one_5 == "middle"'""",
        riskier,
        "riskier one_5",
        "a riskier answer to `one_5` can lower the tier: T2 becomes T1 with high instead of middle",
    ),
    "silence that pays": (
        "- {id: number_6, kind: number,",
        "- {id: number_6, unknown_is_cautious: true, kind: number,",
        silence,
        "silence number_6",
        "not knowing `number_6` can give a lower final tier: T",
    ),
    "one third or more, where it is more than one third": (
        "number_7 > line / 3",
        "number_7 >= line / 3",
        boundaries,
        "boundary over_7",
        "over_7, exactly at number_7 >= line / 3: It is true, declared otherwise. Correct the comparison, or",
    ),
    "an exemption that is not needed": (
        "- {id: one_8, kind: one,",
        "- {id: one_8, exempt: [{claim: riskier, reason: Because.}], kind: one,",
        riskier,
        "riskier one_8",
        "`one_8` need not be exempt from “riskier”. The claim holds everywhere too. Remove the exemption, or",
    ),
    "two gates that hold together": (
        "findings:\n  - {id: A0",
        GATES,
        structure,
        "outcome G2 G1",
        "G1 and G2 can hold together, and an outcome is only one. Make their conditions exclude each other.",
    ),
    "a number that nobody can give": (
        "minimum: 0, maximum: 100,\n         ask_if: 'yes_9 ==",
        "minimum: 100, maximum: 0,\n         ask_if: 'yes_9 ==",
        structure,
        "outcome number_9",
        "No number can be given here but `unknown`: number_9.",
    ),
}


def place_of(directory: Path, subject: str) -> tuple[str, int]:
    """The file and line on which the part begins that a claim is about."""
    kind, first = subject.split()[:2]
    file = directory / (LADDER if kind in ("finding", "item", "apart") or first[0] == "G" else SHEET)
    lines = file.read_text().splitlines()
    return str(file), next(i for i, line in enumerate(lines, 1) if f"id: {first}," in f"{line},")


def proved(directory: Path, *parts: Part) -> Proof:
    ground = Ground(load(directory), ON)
    return Proof(ground.edition, ON, tuple(claim for part in parts for claim in part(ground)))


def about(proof: Proof, subject: str) -> list[Claim]:
    return [claim for claim in proof.broken if f"{claim.kind} {claim.subject}".startswith(subject)]


def caught(proof: Proof, subject: str, message: str) -> Fault:
    """The fault that tells of it."""
    assert about(proof, subject), [f"{each.kind} {each.subject}" for each in proof.broken]
    told = [fault for fault in reporting.faults(proof) if message in f"{fault.message} {fault.remedy}"]
    assert told, "\n".join(map(str, reporting.faults(proof)))
    return told[0]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_caught_with_its_place(name: str, tmp_path: Path) -> None:
    old, new, _, subject, message = FAULTS[name]
    directory = write(tmp_path / "growth" / "1", 60, {old: new})
    proof = proved(directory, *PARTS)
    confirm(proof)
    fault = caught(proof, subject, message)
    assert (fault.file, fault.line) == place_of(directory, subject)


@pytest.mark.parametrize("size", [120, 240, 480])
def test_all_faults_are_caught_in_larger_editions(size: int, tmp_path: Path) -> None:
    changes = {old: new for old, new, *_ in FAULTS.values()}
    directory = write(tmp_path / "growth" / "1", size, changes)
    ground = Ground(load(directory), ON)
    claims = [claim for part in (reachable, structure) for claim in part(ground)]
    for part, last in ((boundaries, "over_9"), (riskier, "one_9"), (silence, "number_9")):
        for claim in part(ground):
            claims.append(claim)
            if claim.place == last:
                break  # the other blocks are sound
    proof = Proof(ground.edition, ON, tuple(claim for claim in claims if not claim.holds))
    confirm(proof)
    for _, _, _, subject, message in FAULTS.values():
        caught(proof, subject, message)


@pytest.mark.parametrize("size", [60, 120])
def test_without_a_fault_everything_holds(size: int, tmp_path: Path) -> None:
    proof = proved(write(tmp_path / "growth" / "1", size), *PARTS)
    assert proof.broken == ()
    confirm(proof)


def test_the_choices_of_a_question_that_is_never_asked_are_dead_but_told_once(tmp_path: Path) -> None:
    changes = {"ask_if: 'anyOf(many_1, heavy)'": """ask_if: 'anyOf(many_1, heavy) && "none" in many_1'"""}
    proof = proved(write(tmp_path / "growth" / "1", 60, changes), reachable)
    broken = {f"{claim.kind} {claim.subject}" for claim in proof.broken}
    assert {"question yes_1", "choice yes_1 yes", "choice yes_1 no"} <= broken
    assert sum("yes_1" in fault.message.split(" can never")[0] for fault in reporting.faults(proof)) == 1


def test_check_tells_of_faults_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, _, subject, message = FAULTS["one third or more, where it is more than one third"]
    directory = write(tmp_path / "growth" / "1", 60, {old: new})
    assert main(["check", str(directory)]) == 1
    file, line = place_of(directory, subject)
    assert f"{file}:{line}: {message}" in capsys.readouterr().err


# On the real questionnaire: file, what is changed, the part that catches it, the claim, what the fault says.
BEFORE = """example: 95
        find_out: Measure how often the base refuses, with the same requests as afterwards
        unit: '%'
        minimum: 0
        maximum: 100

      - id: refusal_rate_after"""

REAL: dict[str, tuple[str, str, str, Part, str, str]] = {
    "a question that is never asked": (
        SHEET,
        """ask_if: 'safety_features_outcome in ["replaced", "removed"]'""",
        """ask_if: 'safety_features_outcome == "removed" && size(safety_features_touched) == 0'""",
        reachable,
        "question safety_change_intent",
        "safety_change_intent can never be asked: `safety_features_outcome` (",
    ),
    "a finding that cannot fire": (
        LADDER,
        "when: removal && highly_capable && unvetted",
        'when: removal && highly_capable && unvetted && base_class == "general"',
        reachable,
        "finding R4.3",
        '`highly_capable` (atLeast(base_class, "high")) and `R4.3` (',
    ),
    "an item that cannot be reached": (
        LADDER,
        "when: contained && removal",
        "when: contained && removal && released_beyond_staff",
        reachable,
        "item TO-07",
        "contradict each other.",
    ),
    "two items that exclude each other and meet": (
        LADDER,
        """when: 'tier == "T3" && any_change'""",
        """when: 'atLeast(tier, "T3") && any_change'""",
        structure,
        "apart TO-08",
        "TO-08 and TO-09 can be given together, and they exclude each other.",
    ),
    "a riskier choice that lowers the tier": (
        LADDER,
        """when: '"eu" in markets && eu_high_risk_use == "yes"'""",
        """when: '"eu" in markets && eu_high_risk_use == "no"'""",
        riskier,
        "riskier eu_high_risk_use",
        "a riskier answer to `eu_high_risk_use` can lower the tier: T",
    ),
    "silence that pays": (
        LADDER,
        "when: weights_changed && !verified_quant && !tested",
        'when: weights_changed && !verified_quant && !tested && safety_tests != "no"',
        silence,
        "silence safety_tests",
        "not knowing `safety_tests` can give a lower final tier: T",
    ),
    "one third or more, where it is more than one third": (
        SHEET,
        "is: modification_flop > threshold",
        "is: modification_flop >= threshold",
        boundaries,
        "boundary over_threshold",
        "over_threshold, exactly at modification_flop >= threshold: It is true, declared otherwise.",
    ),
    "an exemption that is not needed": (
        SHEET,
        "when: 'atLeast(decline, \"material\")'\n            reason: >-\n              A fall",
        "when: 'decline == \"none\"'\n            reason: >-\n              A fall",
        riskier,
        "riskier safety_tests",
        '`safety_tests` need not be exempt from “riskier”. The claim holds where decline == "none" too.',
    ),
    "a gate that holds with another": (
        LADDER,
        "    when: 'role == \"trained_base\"'\n",
        "    when: 'role == \"trained_base\"'\n    source: {work: GL}\n  - id: G0.2\n    outcome: OTHER\n"
        '    name: Another\n    meaning: Another.\n    when: stage == "planned"\n',
        structure,
        "outcome G0.2",
        "G0.1 and G0.2 can hold together, and an outcome is only one.",
    ),
    "a number that nobody can give": (
        SHEET,
        BEFORE,
        BEFORE.replace("example: 95\n        ", "").replace("maximum: 100", "maximum: -1"),
        structure,
        "outcome refusal_rate_before",
        "No number can be given here but `unknown`: refusal_rate_before.",
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_a_fault_of_the_real_questionnaire_is_caught(name: str, tmp_path: Path) -> None:
    file, old, new, part, subject, message = REAL[name]
    directory = tmp_path / MAIN / "2026.1"
    copytree(LIBRARY / MAIN / "2026.1", directory)
    text = (directory / file).read_text()
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    (directory / file).write_text(text.replace(old, new))
    proof = proved(directory, part)
    confirm(proof)
    fault = caught(proof, subject, message)
    where, line = place_of(directory, subject)
    if "exemption" in name:  # the line of the exemption, not of its question
        lines = (directory / file).read_text().splitlines()
        line = next(i for i, each in enumerate(lines, 1) if i > line and "- claim: riskier" in each)
    assert (fault.file, fault.line) == (where, line)
