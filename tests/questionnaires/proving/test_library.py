"""The questionnaires of the library are sound, and whoever doubts a claim can run what shows it."""

from datetime import date
from functools import cache
from typing import Any

import pytest

import questionnaires
from questionnaires import classify, library
from questionnaires.editions import values_offered
from questionnaires.proving import Proof, prove
from tests.cases import MAIN

from .evidence import confirm

ON = date(2026, 11, 23)
EDITIONS = [(each, version) for each, versions in library().items() for version in versions]


@cache
def proof(each: str, version: str) -> Proof:
    return prove(questionnaires.edition(each, version), ON)


@pytest.mark.parametrize(("each", "version"), EDITIONS)
def test_it_is_sound(each: str, version: str) -> None:
    broken = proof(each, version).broken
    assert broken == (), [claim.text for claim in broken]


@pytest.mark.parametrize(("each", "version"), EDITIONS)
def test_every_witness_is_a_complete_set_of_answers_that_shows_its_claim(each: str, version: str) -> None:
    confirm(proof(each, version))


@pytest.mark.parametrize(("each", "version"), EDITIONS)
def test_there_is_a_claim_for_every_part(each: str, version: str) -> None:
    found = proof(each, version)
    edition = found.edition
    subjects = {(claim.kind, claim.subject) for claim in found.claims}
    assert subjects >= {("question", question) for question in edition.questions}
    for question in edition.questions.values():
        if question.kind in ("one", "many", "yes_no"):
            assert subjects >= {("choice", f"{question.id} {value}") for value in values_offered(question)}
        if question.ordered:
            assert ("riskier", question.id) in subjects
    assert subjects >= {("finding", finding) for finding in edition.findings}
    assert subjects >= {("item", item) for item in edition.items}
    assert {claim.kind for claim in found.claims if claim.witness is None} <= {
        "outcome", "apart", "riskier", "silence", "boundary"
    }  # fmt: skip


def test_each_exemption_is_needed_and_says_why() -> None:
    found = proof(MAIN, "2026.1")
    declared = [each for question in found.edition.questions.values() for each in question.exempt]
    exempt = [claim for claim in found.claims if claim.exempt]
    assert len(exempt) == len(declared) > 0
    for claim, each in zip(sorted(exempt, key=lambda c: c.text), exempt, strict=True):
        assert claim.holds
        assert each.change is not None
    assert all(any(each.reason in claim.text for claim in exempt) for each in declared)


def test_one_third_is_seen_from_below_exactly_and_above() -> None:
    """The line is a third of the base's computing, and is not crossed by reaching it."""
    found = proof(MAIN, "2026.1")
    claims = [claim for claim in found.claims if claim.subject.startswith("over_threshold modification_flop")]
    sides: dict[str, Any] = {}
    for claim in claims:
        assert claim.witness is not None
        sides[claim.text.split(", ")[1].split(" modification")[0]] = claim.witness
    assert list(sides) == ["just below", "exactly at", "just above"]
    flops = [answers["modification_flop"] for answers in sides.values()]
    assert flops == sorted(flops)
    fired = ["R3.1" in classify(found.edition, answers, ON).findings for answers in sides.values()]
    assert fired == [False, False, True]


def test_the_day_chooses_the_parameters() -> None:
    """Before the first date of the EU's divisor nothing can be said of the line, and the proof says so."""
    edition = questionnaires.edition(MAIN)
    early = prove(edition, date(2020, 1, 1))
    assert not early.sound
    assert any(claim.kind == "boundary" and not claim.holds for claim in early.claims)
