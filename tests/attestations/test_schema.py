"""statement.schema.json: takes every statement that we make, and each of its rules refuses something."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints
from urllib.parse import urlsplit

import jsonschema
import pytest

from compliance.attestations import requesting, statement
from compliance.attestations.models import Shows
from compliance.attestations.statement import Attached, Statement, canonical
from questionnaires import Doubt
from questionnaires.schema import Item
from tests.attestations.issued import complete, request
from tests.attestations.printing import ISSUE, MADE_AT, SUBJECT, UNSIGNED, issued_of, outcome_of, statement_of
from tests.cases import FILES
from tests.people import Team

SCHEMA = json.loads((Path(statement.__file__).parent / "statement.schema.json").read_text())
PAGE = (Path(__file__).parents[2] / "docs" / "statement.md").read_text()
FORMATS = jsonschema.FormatChecker()
FORMATS.checks("date-time", raises=ValueError)(
    lambda text: not isinstance(text, str) or datetime.fromisoformat(text)
)
FORMATS.checks("uri", raises=ValueError)(lambda text: not isinstance(text, str) or urlsplit(text))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=FORMATS)

Place = tuple[str | int, ...]


def as_read(made: Statement) -> Any:
    """As whoever gets the bytes reads it."""
    return json.loads(canonical(made))


def shortened(part: Any) -> Any:
    """With one entry of each list, so that there is little to break."""
    if isinstance(part, dict):
        return {key: shortened(each) for key, each in part.items()}
    return [shortened(each) for each in part[:1]] if isinstance(part, list) else part


FULL = shortened(as_read(issued_of("v05", evidence=[Attached("role", "rôle.txt", 18, "ab" * 32)])))
FULL["answers"] = {"role": "modify", "markets": ["eu", "uk"], "refusal_rate_before": 97.5}
REPORT = {**FULL, "kind": "self-assessment-report"} | dict.fromkeys(
    ("id", "issuer", "signatory", "sharing", "holder", "assessment", "supersedes")
)
EVALUATION = {**FULL, "issuer": {**FULL["issuer"], "evaluation": True}} | dict.fromkeys(
    ("signatory", "sharing", "holder", "assessment", "supersedes")
)


def test_it_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("number", FILES)
def test_it_takes_the_statement_of_every_case_reported_or_issued(number: str) -> None:
    signed_on_trial = replace(ISSUE, issuer=replace(ISSUE.issuer, evaluation=True))
    for made in (
        statement_of(number),
        *(issued_of(number, each) for each in (ISSUE, UNSIGNED, signed_on_trial)),
    ):
        VALIDATOR.validate(as_read(made))


def test_it_takes_one_without_remedies_tier_or_version() -> None:
    VALIDATOR.validate(as_read(statement_of("v02", role="trained_base")))
    VALIDATOR.validate({**REPORT, "remedies": None, "subject": {**REPORT["subject"], "version": ""}})


@pytest.mark.django_db
def test_it_takes_what_the_site_issues_signed_or_not() -> None:
    team = Team("Larkspur Labs")
    unsigned = requesting.request_unsigned(
        outcome=outcome_of("v05"), subject=SUBJECT, made_at=MADE_AT, salt=None, with_remedies=True
    )
    for made in (request(team, complete(team).pk), unsigned):
        VALIDATOR.validate(json.loads(made.statement))


@pytest.mark.parametrize("whole", [FULL, REPORT, EVALUATION], ids=["signed", "report", "evaluation"])
def test_it_takes_what_the_broken_ones_are_made_of(whole: Any) -> None:
    VALIDATOR.validate(whole)


def places(part: Any, above: Place = ()) -> Iterator[tuple[Place, Any]]:
    yield above, part
    entries = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, each in entries:
        yield from places(each, (*above, key))


def with_(whole: Any, place: Place, value: Any) -> Any:
    """A copy that has another value in a place; `...` takes it out."""
    copied = copy.deepcopy(whole)
    *above, last = place
    part = copied
    for key in above:
        part = part[key]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return copied


OPEN = {  # any question, any file
    ("answers",),
    ("questionnaire", "files_sha256"),
    ("remedies", 0, "changes"),
    ("remedies", 0, "assumed"),
}
OBJECTS = {place: part for place, part in places(FULL) if isinstance(part, dict) and place not in OPEN}


def test_it_takes_no_unknown_field_and_misses_every_one() -> None:
    assert len(OBJECTS) == json.dumps(SCHEMA).count('"additionalProperties": false')
    for place, part in OBJECTS.items():
        assert not VALIDATOR.is_valid(with_(FULL, (*place, "unknown"), "x")), place
        for key in part:
            assert not VALIDATOR.is_valid(with_(FULL, (*place, key), ...)), (place, key)


def test_it_takes_no_value_of_another_type() -> None:
    for place, value in places(FULL):
        if place:
            other: Any = [] if isinstance(value, dict) else {}
            assert not VALIDATOR.is_valid(with_(FULL, place, other)), place


DAY, SHA = ("on",), ("answers_sha256",)
BROKEN: dict[str, tuple[Any, Place, Any]] = {
    "another format": (FULL, ("format",), "statement"),
    "a later version": (FULL, ("format_version",), 3),
    "an unknown kind": (FULL, ("kind",), "certificate"),
    "an id in capitals": (FULL, ("id",), FULL["id"].upper()),
    "an id without dashes": (FULL, ("id",), "0" * 36),
    "a time in another zone": (FULL, ("made_at",), "2026-11-23T12:00:00+01:00"),
    "a time with a fraction": (FULL, ("made_at",), "2026-11-23T12:00:00.5Z"),
    "a time that there is not": (FULL, ("made_at",), "2026-11-23T25:00:00Z"),
    "a short salt": (FULL, ("salt",), "00"),
    "a salt and a line end": (FULL, ("salt",), f"{FULL['salt']}\n"),
    "no organisation": (FULL, ("subject", "organisation"), ""),
    "no model": (FULL, ("subject", "model"), ""),
    "a questionnaire in capitals": (FULL, ("questionnaire", "id"), "Modification"),
    "a version in words": (FULL, ("questionnaire", "version"), "newest"),
    "no questionnaire among the files": (
        FULL,
        ("questionnaire", "files_sha256"),
        {"rulebooks/eu.yaml": "ab" * 32},
    ),
    "another file": (FULL, ("questionnaire", "files_sha256", "../secret.yaml"), "ab" * 32),
    "a file without a hash": (FULL, ("questionnaire", "files_sha256", "questionnaire.yaml"), None),
    "no rulebook": (FULL, ("rulebooks",), []),
    "a rulebook with blanks": (FULL, ("rulebooks", 0, "id"), "the ladder"),
    "a day that there is not": (FULL, DAY, "2026-02-30"),
    "a day without dashes": (FULL, DAY, "20261123"),
    "no answer": (FULL, ("answers",), {}),
    "an answer that is neither": (FULL, ("answers", "role"), True),
    "an empty answer": (FULL, ("answers", "role"), ""),
    "a choice of none": (FULL, ("answers", "markets"), []),
    "a choice made twice": (FULL, ("answers", "markets"), ["eu", "eu"]),
    "a choice of nothing": (FULL, ("answers", "markets"), [""]),
    "a choice that is a number": (FULL, ("answers", "markets"), [1]),
    "a question with blanks": (FULL, ("answers", "the role"), "modify"),
    "a hash in capitals": (FULL, SHA, "AB" * 32),
    "a hash and a line end": (FULL, SHA, f"{'ab' * 32}\n"),
    "a tier with blanks": (FULL, ("outcome", "tier"), "tier 3"),
    "a class in words": (FULL, ("outcome", "change_class"), "Safety-removing"),
    "provisional without a doubt": (FULL, ("outcome", "doubts"), []),
    "final with a doubt": (FULL, ("outcome", "provisional"), False),
    "an unknown doubt": (FULL, ("outcome", "doubts", 0, "kind"), "unanswered"),
    "a doubt about nothing": (FULL, ("outcome", "doubts", 0, "ids"), []),
    "a doubt in words": (FULL, ("outcome", "doubts", 0, "ids"), ["not known"]),
    "an unknown kind of item": (FULL, ("outcome", "items", 0, "kind"), "mandatory"),
    "a reason told twice": (FULL, ("outcome", "items", 0, "reasons"), ["role", "role"]),
    "an assumption in words": (FULL, ("outcome", "assumptions"), ["Not known"]),
    "a remedy that changes nothing": (FULL, ("remedies", 0, "changes"), {}),
    "evidence of a question in words": (FULL, ("evidence", 0, "question"), "The role"),
    "evidence without a name": (FULL, ("evidence", 0, "name"), ""),
    "evidence smaller than nothing": (FULL, ("evidence", 0, "size"), -1),
    "evidence with half a byte": (FULL, ("evidence", 0, "size"), 1.5),
    "a signatory without a name": (FULL, ("signatory", "name"), ""),
    "a signatory without a function": (FULL, ("signatory", "function"), ""),
    "something else is shown": (FULL, ("sharing", "shows"), "everything"),
    "an address that ends in a slash": (FULL, ("issuer", "site"), "https://modcheck.example/"),
    "an address that cannot be": (FULL, ("issuer", "site"), "https://[modcheck"),
    "a register with blanks": (FULL, ("issuer", "register"), "the register"),
    "a time-stamp by other means": (FULL, ("issuer", "time_stamp"), "ftp://time.example"),
    "a time-stamp from nowhere": (FULL, ("issuer", "time_stamp"), "https://[time"),
    "a report with an id": (REPORT, ("id",), FULL["id"]),
    "a report with an issuer": (REPORT, ("issuer",), FULL["issuer"]),
    "a report that calls itself an attestation": (REPORT, ("kind",), "self-attestation"),
    "a signed report": (REPORT, ("signatory",), FULL["signatory"]),
    "a shared report": (REPORT, ("sharing",), FULL["sharing"]),
    "a report that somebody holds": (REPORT, ("holder",), FULL["holder"]),
    "a report of an assessment": (REPORT, ("assessment",), FULL["assessment"]),
    "a report in place of another": (REPORT, ("supersedes",), "ab" * 32),
    "an attestation without an id": (FULL, ("id",), None),
    "an attestation that nobody issued": (FULL, ("issuer",), None),
    "an attestation that nobody signed": (FULL, ("signatory",), None),
    "an attestation that nobody holds": (FULL, ("holder",), None),
    "an attestation of no assessment": (FULL, ("assessment",), None),
    "an attestation that nobody shares": (FULL, ("sharing",), None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_it_refuses(name: str) -> None:
    assert not VALIDATOR.is_valid(with_(*BROKEN[name]))


STRUCTURE = {"type", "required", "properties", "additionalProperties", "items", "anyOf", "if", "then", "else"}
WORDS = {"$schema", "$id", "$ref", "$defs", "title", "description"}
RULES = [
    place
    for place, _part in places(SCHEMA)
    if place
    and isinstance(place[-1], str)
    and place[-1] not in STRUCTURE | WORDS
    and place[-2:-1] not in [("properties",), ("$defs",)]  # then it is the name of a field
]
REFUSED = {  # by those who check formats, and by those who do not
    formats: [
        broken for broken in (with_(*each) for each in BROKEN.values()) if not validator.is_valid(broken)
    ]
    for formats, validator in ((FORMATS, VALIDATOR), (None, jsonschema.Draft202012Validator(SCHEMA)))
}


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_without_a_rule_something_broken_would_pass(rule: Place) -> None:
    schema = with_(SCHEMA, rule, ...)
    assert any(
        jsonschema.Draft202012Validator(schema, format_checker=formats).is_valid(broken)
        for formats, refused in REFUSED.items()
        for broken in refused
    )


def test_it_says_which_version_and_kinds_it_is_about() -> None:
    fields = SCHEMA["properties"]
    assert fields["format_version"]["const"] == statement.FORMAT_VERSION
    assert SCHEMA["$id"] == f"urn:modcheck:statement:{statement.FORMAT_VERSION}"
    assert fields["kind"]["enum"] == [statement.KIND_REPORT, statement.KIND_ATTESTATION]
    assert fields["sharing"]["anyOf"][0]["properties"]["shows"]["enum"] == [each.value for each in Shows]
    outcome = fields["outcome"]["properties"]
    assert outcome["items"]["items"]["properties"]["kind"]["enum"] == [
        *get_args(get_type_hints(Item)["kind"])
    ]
    doubts = set(get_args(get_type_hints(Doubt)["kind"])) - {"unanswered"}  # there is no statement then
    assert set(outcome["doubts"]["items"]["properties"]["kind"]["enum"]) == doubts


def test_every_field_is_described() -> None:
    for place, part in places(SCHEMA):
        if place[-1:] == ("properties",) and not {"if", "then", "else"} & set(place):
            blank = [key for key, each in part.items() if not {"description", "$ref"} & set(each)]
            assert blank == [], place


def test_the_page_about_it_names_every_field() -> None:
    assert [each for each in SCHEMA["properties"] if f"`{each}`" not in PAGE] == []
    assert f"`{SCHEMA['$id']}`" in PAGE
