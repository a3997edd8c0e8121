"""compliance.attestations.cyclonedx: CycloneDX by its own schema; what the statement says, and no more."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given, settings

import questionnaires
from compliance.attestations.cyclonedx import as_json
from compliance.attestations.forms import ConfirmForm
from compliance.attestations.statement import Attached, Statement, build, canonical, digest, read
from questionnaires import LIBRARY
from questionnaires.explanation import answer_in_words
from tests.attestations.printing import (
    ISSUE,
    MADE_AT,
    SALT,
    SUBJECT,
    UNSIGNED,
    issued_of,
    statement_of,
)
from tests.attestations.test_schema import VALIDATOR as OURS
from tests.cases import FILES, edition
from tests.questionnaires.answer_sets import complete

VALIDATOR = JsonStrictValidator(SchemaVersion.V1_6)
HELLO = hashlib.sha256(b"Hello World!").hexdigest()  # the example of RFC 6920, section 8.1
TESTS = Attached("red_team", "red team, third round.pdf", 204_800, HELLO)
CARD = Attached("base_model", "card.md", 1_200, "cd" * 32)
ON_TRIAL = replace(ISSUE, issuer=replace(ISSUE.issuer, evaluation=True))


@cache
def reported(number: str) -> Statement:
    return statement_of(number)


@cache
def issued(number: str) -> Statement:
    """With evidence where the case is asked for it."""
    return issued_of(number, evidence=[TESTS, CARD])


def document(made: Statement) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(made))
    return found


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    if isinstance(node, dict):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from parts(each)


def requirements(of: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By identifier."""
    standards = of["definitions"]["standards"]
    return {each["identifier"]: each for standard in standards for each in standard.get("requirements", ())}


def claims(of: dict[str, Any]) -> dict[str, str]:
    """Identifier of a requirement -> what is claimed about it first of all."""
    says = {each["bom-ref"]: each["predicate"] for each in of["declarations"]["claims"]}
    refs = {each["bom-ref"]: identifier for identifier, each in requirements(of).items()}
    maps = [each for attestation in of["declarations"]["attestations"] for each in attestation["map"]]
    return {refs[each["requirement"]]: says[each["claims"][0]] for each in maps}


def noted(of: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in of["metadata"]["properties"]}


@pytest.mark.parametrize("number", FILES)
def test_every_case_follows_the_official_schema_reported_or_issued(number: str) -> None:
    for made in (reported(number), issued(number)):
        assert VALIDATOR.validate_str(as_json(made)) is None


@pytest.mark.parametrize(
    "file", sorted(LIBRARY.glob("what-changed/*/cases/*.yaml")), ids=lambda file: file.stem
)
def test_so_do_the_cases_of_another_questionnaire(file: Any) -> None:
    case, asked = (
        questionnaires.load_case(file)[0],
        questionnaires.edition("what-changed", file.parents[1].name),
    )
    outcome = questionnaires.classify(asked, case.answers, case.on)
    made = document(build(outcome, SUBJECT, made_at=MADE_AT, salt=SALT))
    assert VALIDATOR.validate_str(json.dumps(made)) is None
    assert claims(made)[outcome.tier].startswith(f"Tier {outcome.tier}: ")


@settings(max_examples=settings().max_examples // 4)
@given(complete())
def test_whatever_is_answered_both_forms_follow_their_schemas(answers: dict[str, Any]) -> None:
    outcome = questionnaires.classify(edition(), answers, MADE_AT.date())
    made = build(outcome, SUBJECT, made_at=MADE_AT, salt=SALT, with_remedies=False, issue=ISSUE)
    assert VALIDATOR.validate_str(as_json(made)) is None
    OURS.validate(json.loads(canonical(made)))


def test_a_reader_of_others_finds_the_standards_in_it() -> None:
    bom = Bom.from_json(document(issued("v06")))
    titles = [edition().questionnaire.title, *(each.title for each in edition().rulebooks)]
    assert sorted(each.name for each in bom.definitions.standards) == sorted(titles)


def test_that_schema_refuses_what_is_broken() -> None:
    broken = document(issued("v06"))
    del broken["declarations"]["affirmation"]["signatories"][0]["organization"]
    assert VALIDATOR.validate_str(json.dumps(broken)) is not None


@pytest.mark.parametrize("number", FILES)
def test_every_reference_leads_to_what_it_should(number: str) -> None:
    made = document(issued(number))
    refs = [part["bom-ref"] for part in parts(made) if "bom-ref" in part]
    assert len(refs) == len(set(refs))
    declared = made["declarations"]
    kinds = {
        name: {each["bom-ref"] for each in each_of}
        for name, each_of in {
            "assessor": declared["assessors"],
            "target": declared["targets"]["components"],
            "claim": declared["claims"],
            "evidence": declared.get("evidence", []),
            "requirement": requirements(made).values(),
        }.items()
    }
    maps = [each for attestation in declared["attestations"] for each in attestation["map"]]
    assert [each["requirement"] for each in maps] == [each["bom-ref"] for each in requirements(made).values()]
    assert {each for one in maps for each in one["claims"]} == kinds["claim"]
    assert {each["assessor"] for each in declared["attestations"]} == kinds["assessor"]
    assert {each["target"] for each in declared["claims"]} == kinds["target"]
    assert {each for claim in declared["claims"] for each in claim.get("evidence", ())} == kinds["evidence"]
    parents = {each["parent"] for each in requirements(made).values() if "parent" in each}
    assert parents <= kinds["requirement"]


@pytest.mark.parametrize("number", FILES)
def test_it_says_what_the_statement_says(number: str) -> None:
    made, of = document(reported(number)), reported(number)
    outcome, ids = of["outcome"], requirements(made)
    findings = [each["id"] for each in outcome["findings"]]
    items = [each["id"] for each in outcome["items"]]
    tiers = {outcome["tier"], *(edition().findings[each].tier for each in findings)}
    assert set(ids) == {*of["answers"], *tiers, *findings, *items}
    assert claims(made)[outcome["tier"]].startswith(f"Tier {outcome['tier']}: ")
    assert ("Provisional" in claims(made)[outcome["tier"]]) is outcome["provisional"]
    assert noted(made)["modcheck:tier"] == outcome["tier"]
    assert noted(made)["modcheck:change_class"] == outcome["change_class"]
    assert noted(made)["modcheck:provisional"] == json.dumps(outcome["provisional"])
    assert {each["version"] for each in made["definitions"]["standards"]} == {edition().version}
    for each in of["answers"]:
        words = answer_in_words(edition().questions[each], of["answers"][each])
        assert claims(made)[each].startswith(f"{edition().questions[each].quoted} {words}")
    for attestation in made["declarations"]["attestations"]:
        for each in attestation["map"]:
            rule = each["requirement"].rpartition("/")[2]
            reasons = [
                one["reasons"] for one in [*outcome["findings"], *outcome["items"]] if one["id"] == rule
            ]
            if reasons:
                assert each["claims"][1:] == [f"claim/question/{question}" for question in reasons[0]]


@pytest.mark.parametrize("number", FILES)
def test_nothing_is_scored_and_nothing_is_called_met(number: str) -> None:
    made = document(issued(number))
    keys = {key for part in parts(made) for key in part}
    assert not keys & {"conformance", "confidence", "score", "mitigationStrategies", "signature", "levels"}
    assert not re.search(
        r"\b(compliant|certified|endorsed)\b", json.dumps(made["declarations"]), re.IGNORECASE
    )
    for attestation in made["declarations"]["attestations"]:
        assert "checked by nobody. No conformance is claimed." in attestation["summary"]
    for each in reported(number)["outcome"]["items"]:
        assert claims(made)[each["id"]].endswith("Whether it is met is not declared.")


def test_every_rulebook_is_named_by_the_hash_of_its_file_also_where_nothing_follows() -> None:
    of = reported("v02")
    standards = document(of)["definitions"]["standards"]
    files = {
        each["externalReferences"][0]["url"]: each["externalReferences"][0]["hashes"] for each in standards
    }
    assert files == {
        file: [{"alg": "SHA-256", "content": sha256}]
        for file, sha256 in of["questionnaire"]["files_sha256"].items()
    }
    assert any("requirements" not in each for each in standards)


def test_a_file_of_evidence_is_named_by_its_hash_and_supports_its_answer() -> None:
    declared = document(issued("v06"))["declarations"]
    (card, tests) = declared["evidence"]
    assert tests["data"][0]["name"] == TESTS.name
    assert tests["data"][0]["contents"]["url"] == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"
    assert f"204800 bytes, SHA-256 {TESTS.sha256}" in tests["description"]
    (claim,) = [each for each in declared["claims"] if card["bom-ref"] in each.get("evidence", ())]
    assert claim["bom-ref"] == "claim/question/base_model"
    assert "evidence" not in document(reported("v06"))["declarations"]


def test_it_leads_to_the_whole_statement_and_to_the_one_before() -> None:
    whole, before = document(issued("v06"))["externalReferences"]
    assert (whole["url"], whole["hashes"][0]["content"]) == ("statement.json", digest(issued("v06")))
    assert before["hashes"][0]["content"] == ISSUE.supersedes
    assert len(document(reported("v06"))["externalReferences"]) == 1


def test_its_serial_number_is_the_id_or_comes_from_the_digest() -> None:
    assert document(issued("v06"))["serialNumber"] == f"urn:uuid:{ISSUE.id}"
    first, second = (UUID(document(reported(each))["serialNumber"]) for each in ("v06", "v08"))
    assert first.version == second.version == 5
    assert first != second


def test_the_signatory_affirms_in_the_words_of_the_site() -> None:
    affirmed = document(issued("v06"))["declarations"]["affirmation"]
    assert affirmed["statement"] == str(ConfirmForm.base_fields["declared"].label)
    (signatory,) = affirmed["signatories"]
    assert (signatory["name"], signatory["role"]) == ("Zoë O’Neill", "managing director")
    assert signatory["organization"] == {"name": SUBJECT.organisation}
    assert signatory["externalReference"]["url"] == f"https://modcheck.example/verify/{ISSUE.id}/"


@pytest.mark.parametrize(
    ("made", "words", "evaluation"),
    [
        (reported("v06"), "Nobody has signed it.", None),
        (issued_of("v06", UNSIGNED), "Evaluation: nobody has signed this.", "true"),
        (
            issued_of("v06", ON_TRIAL),
            "Evaluation: issued with keys that prove nothing. Declared by Zoë",
            "true",
        ),
        (issued("v06"), "Declared by Zoë O’Neill, managing director.", "false"),
    ],
    ids=["report", "unsigned", "on trial", "signed"],
)
def test_it_says_who_stands_behind_it(made: Statement, words: str, evaluation: str | None) -> None:
    found = document(made)
    assert all(words in each["summary"] for each in found["declarations"]["attestations"])
    assert ("affirmation" in found["declarations"]) is (made["signatory"] is not None)
    assert noted(found).get("modcheck:evaluation") == evaluation
    assert noted(found)["modcheck:kind"] == made["kind"]
    assert found["declarations"]["assessors"][0]["thirdParty"] is False


def test_its_dates_are_those_of_the_statement() -> None:
    made = document(reported("v04"))
    assert made["metadata"]["timestamp"] == "2026-11-23T12:00:00Z"
    assert noted(made)["modcheck:valid_until"] == "2027-11-22"


def test_behind_a_gate_there_is_no_tier_and_no_end() -> None:
    made = document(statement_of("v02", role="trained_base"))
    assert VALIDATOR.validate_str(json.dumps(made)) is None
    assert claims(made)["G0.1"] == "No tier: You are the upstream developer."
    assert noted(made)["modcheck:tier"] == "UPSTREAM"
    assert "modcheck:valid_until" not in noted(made)


@pytest.mark.parametrize("number", ["v06", "v12", "w08"])
def test_every_address_is_one(number: str) -> None:
    made = document(issued(number))
    addresses = [part["url"] for part in parts(made) if "url" in part]
    assert len(addresses) > 10
    for each in addresses:
        assert not re.search(r"\s", each)
        assert urlsplit(each).scheme in ("https", "ni", "")


def test_the_same_statement_gives_the_same_text() -> None:
    made = issued("v06")
    assert as_json(read(canonical(made))) == as_json(made)


def test_also_in_another_process_and_without_django() -> None:
    program = (
        "import sys; from compliance.attestations.cyclonedx import as_json;"
        "from compliance.attestations.statement import read; made = as_json(read(sys.stdin.buffer.read()));"
        "assert 'django' not in sys.modules; sys.stdout.buffer.write(made.encode())"
    )
    given = canonical(issued("v06"))
    found = subprocess.run([sys.executable, "-c", program], input=given, capture_output=True, check=True)
    assert found.stdout.decode() == as_json(issued("v06"))


def test_a_questionnaire_that_is_not_on_offer_has_no_words() -> None:
    made = reported("v06")
    gone = {**made, "questionnaire": {**made["questionnaire"], "version": "1999.1"}}
    with pytest.raises(questionnaires.UnknownQuestionnaire, match=r"1999\.1"):
        as_json(gone)
