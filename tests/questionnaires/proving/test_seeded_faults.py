"""Faults that are put in are caught, on the real questionnaire and on made-up ones of any size."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from questionnaires import LIBRARY, Edition, load
from questionnaires.__main__ import main
from questionnaires.proving import Claim, Proof, reporting
from questionnaires.proving.boundaries import boundaries
from questionnaires.proving.grounds import Ground
from questionnaires.proving.pairs import riskier, silence
from questionnaires.proving.reachability import reachable
from questionnaires.proving.structure import structure
from tests.questionnaires import generated

ON = date(2026, 11, 23)
REAL = LIBRARY / "downstream-modification" / "2026.1"
Part = Callable[[Ground], Iterator[Claim]]


def broken(edition: Edition, *parts: Part) -> Proof:
    """What some parts of the proof find wrong."""
    ground = Ground(edition, ON)
    return Proof(edition, ON, tuple(claim for part in parts for claim in part(ground) if not claim.holds))


def only(proof: Proof, kind: str, subject: str) -> Claim:
    """The claim about this subject, which must be among those that do not hold."""
    found = [claim for claim in proof.claims if (claim.kind, claim.place) == (kind, subject)]
    assert found, [claim.text for claim in proof.claims]
    assert all(claim.decided for claim in found)
    return found[0]


# the real questionnaire -------------------------------------------------------------------------------


@pytest.fixture
def seeded(tmp_path: Path) -> Callable[[str, str, str], Edition]:
    def seed(file: str, old: str, new: str) -> Edition:
        directory = tmp_path / "downstream-modification" / "2026.1"
        shutil.copytree(REAL, directory)
        text = (directory / file).read_text()
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        (directory / file).write_text(text.replace(old, new))
        return load(directory)

    return seed


Seed = Callable[[str, str, str], Edition]
SHEET, LADDER = "questionnaire.yaml", "rulebooks/ladder.yaml"


def test_a_dead_question_is_named_with_what_contradicts_it(seeded: Seed) -> None:
    edition = seeded(
        SHEET, "ask_if: 'anyOf(modifications, tuning_changes)'", "ask_if: 'modified && role == \"host\"'"
    )
    proof = broken(edition, reachable)
    claim = only(proof, "question", "safety_examples_mixed_in")
    assert "safety_examples_mixed_in" in claim.because
    (fault,) = [each for each in reporting.faults(proof) if "can never be asked" in each.message]
    assert fault.file.endswith("questionnaire.yaml")
    assert fault.line > 1
    assert "contradict each other" in fault.message


def test_a_finding_that_cannot_fire_takes_its_items_along(seeded: Seed) -> None:
    edition = seeded(
        LADDER, "when: 'oversight == \"unattended\" && hc_tools && highly_capable'",
        "when: 'oversight == \"unattended\" && hc_tools && role == \"use_only\"'",
    )  # fmt: skip
    proof = broken(edition, reachable)
    assert "R3.8" in only(proof, "finding", "R3.8").because
    assert only(proof, "item", "TO-06").holds is False


def test_an_item_that_cannot_be_reached(seeded: Seed) -> None:
    edition = seeded(
        "rulebooks/korea.yaml", '"kr" in markets', 'tier == "T0" && weights_changed && "kr" in markets'
    )
    assert only(broken(edition, reachable), "item", "LAW-KR-01").because


def test_a_riskier_choice_that_lowers_the_tier_is_shown_by_two_sets_of_answers(seeded: Seed) -> None:
    edition = seeded(LADDER, """when: 'incidents == "incident"\'""", """when: 'incidents == "near_miss"\'""")
    claim = only(broken(edition, riskier), "riskier", "incidents")
    assert claim.witness is not None
    assert claim.witness["incidents"] == "near_miss"
    assert claim.change is not None
    assert claim.change["incidents"] == "incident"
    assert claim.note.startswith("T2 becomes T")


def test_silence_that_pays(seeded: Seed) -> None:
    """Without the flag, not testing is better than a fall that was measured."""
    edition = seeded(
        LADDER,
        "    makes_provisional: true\n    settled_by: Test refusals and attacks",
        "    settled_by: Test refusals and attacks",
    )
    claim = only(broken(edition, silence), "silence", "safety_tests")
    assert claim.witness is not None
    assert claim.witness["safety_tests"] == "both"
    assert claim.change is not None
    assert claim.change["safety_tests"] in ("after_only", "no")


def test_an_exemption_that_nothing_needs(seeded: Seed) -> None:
    edition = seeded(
        SHEET,
        "          - claim: riskier\n            when: 'atLeast(decline, \"material\")'",
        '          - claim: riskier\n            when: decline == "none"',
    )
    found = [claim for claim in broken(edition, riskier).claims if claim.place == "safety_tests"]
    assert sorted(claim.exempt for claim in found) == [False, True]  # not needed there, and needed elsewhere


def test_items_that_exclude_each_other_and_meet(seeded: Seed) -> None:
    edition = seeded(LADDER, "  - id: VG-02\n", "  - id: VG-02\n    excludes: [VG-01]\n")
    proof = broken(edition, structure)
    assert only(proof, "apart", "VG-02").witness is not None
    assert reporting.faults(proof)[0].file.endswith("ladder.yaml")


def test_an_off_by_one_at_one_third(seeded: Seed) -> None:
    edition = seeded(SHEET, "is: modification_flop > threshold", "is: modification_flop >= threshold")
    claim = only(broken(edition, boundaries), "boundary", "over_threshold")
    assert "exactly at" in claim.text
    assert claim.note == "It is true, declared otherwise."


def test_check_names_file_line_and_remedy(
    seeded: Seed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded(SHEET, "is: modification_flop > threshold", "is: modification_flop >= threshold")
    shutil.rmtree(tmp_path / "downstream-modification" / "2026.1" / "cases")
    assert main(["check", str(tmp_path / "downstream-modification" / "2026.1")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "questionnaire.yaml:" in line
    assert line.endswith("Correct the comparison, or what `boundary` declares.")


# made-up ones -----------------------------------------------------------------------------------------

FAULTS: dict[str, tuple[str, str, Part, str, str]] = {
    "a dead question": (
        "ask_if: 'anyOf(many_5, heavy)'", "ask_if: 'anyOf(many_5, heavy) && \"none\" in many_5'",
        reachable, "question", "yes_5",
    ),
    "a finding that cannot fire": (
        "when: 'level_5 == \"much\" && yes_5 == \"yes\"'", "when: 'level_5 == \"much\" && one_5 == \"low\"'",
        reachable, "finding", "A5",
    ),
    "an item that cannot be given": (
        "when: '!fact_5 && \"a\" in many_5'", "when: '!fact_5 && \"none\" in many_5 && \"a\" in many_5'",
        reachable, "item", "M5",
    ),
    "a riskier choice that lowers the tier": (
        "when: 'fact_5 && over_5 && atLeast(one_5, \"high\")'",
        "when: 'fact_5 && over_5 && one_5 == \"middle\"'",
        riskier, "riskier", "one_5",
    ),
    "two items that meet": (
        "when: '!fact_5 && \"a\" in many_5'", "when: '\"a\" in many_5'", structure, "apart", "I5",
    ),
    "silence that pays": (
        "{id: number_5, kind: number,", "{id: number_5, kind: number, unknown_is_cautious: true,",
        silence, "silence", "number_5",
    ),
    "an off-by-one at one third": (
        "is: 'number_5 > line / 3'", "is: 'number_5 >= line / 3'", boundaries, "boundary", "over_5",
    ),
}  # fmt: skip


@pytest.mark.parametrize("size", [60, 120, 240, 480])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_among_any_number_of_questions(tmp_path: Path, fault: str, size: int) -> None:
    old, new, part, kind, subject = FAULTS[fault]
    directory = generated.write(tmp_path / "made-up" / "1", size, {old: new})
    ground = Ground(load(directory), ON)
    claim = next(
        each for each in part(ground) if each.kind == kind and each.place == subject and not each.holds
    )
    assert claim.decided


def test_what_is_made_up_is_sound_as_it_is(tmp_path: Path) -> None:
    edition = load(generated.write(tmp_path / "made-up" / "1", 60))
    assert broken(edition, reachable, structure, boundaries, riskier, silence).claims == ()
