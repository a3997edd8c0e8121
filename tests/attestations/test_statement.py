"""compliance.attestations.statement: canonical bytes, what is in them, and how long they hold."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785

import questionnaires
from compliance.attestations.statement import Incomplete, Subject, build, canonical, digest, valid_until
from tests.attestations.printing import MADE_AT, SALT, SUBJECT, outcome_of, statement_of
from tests.cases import FILES, answers_of, case, edition

FINAL, PROVISIONAL = "v04", "v05"


def test_the_bytes_are_canonical_json() -> None:
    """RFC 8785: sorted keys, no blanks, shortest numbers, UTF-8 unescaped."""
    content = canonical(statement_of(FINAL))
    assert content == rfc8785.dumps(json.loads(content, parse_int=float))
    assert content.startswith(b'{"answers":{"attack_success_after":10,')
    assert b'"modification_flop":21000000000000000000,' in content
    assert "Example Łódź Ltd".encode() in content


def test_the_id_is_the_hash_of_the_bytes() -> None:
    statement = statement_of(FINAL)
    assert digest(statement) == hashlib.sha256(canonical(statement)).hexdigest()


def test_the_same_answers_in_another_order_and_type_give_the_same_bytes() -> None:
    answers = dict(reversed(answers_of(FINAL).items())) | {"refusal_rate_before": 97.0, "markets": ("eu",)}
    outcome = questionnaires.classify(edition(), answers, case(FINAL).on)
    other = build(outcome, SUBJECT, made_at=MADE_AT, salt=SALT)
    assert canonical(other) == canonical(statement_of(FINAL))


@pytest.mark.parametrize(
    "changed",
    [
        {"salt": "ff" * 16},
        {"made_at": MADE_AT + timedelta(seconds=1)},
        {"subject": Subject("Another Ltd", "PentestPilot", "2.3")},
        {"outcome": outcome_of(FINAL, refusal_rate_after=95)},
    ],
    ids=["salt", "time", "name", "answer"],
)
def test_anything_else_gives_another_id(changed: dict[str, Any]) -> None:
    given = {"outcome": outcome_of(FINAL), "subject": SUBJECT, "made_at": MADE_AT, "salt": SALT} | changed
    other = build(given.pop("outcome"), given.pop("subject"), **given)
    assert digest(other) != digest(statement_of(FINAL))


def test_it_says_what_would_lower_the_tier_unless_that_is_left_out() -> None:
    outcome = outcome_of(PROVISIONAL)
    (remedy,) = build(outcome, SUBJECT, made_at=MADE_AT, salt=SALT)["remedies"]
    assert (remedy["tier"], remedy["provisional"]) == ("T1", False)
    assert remedy["changes"] == {"safety_tests": "both"}
    assert remedy["assumed"]["refusal_rate_after"] == 95.0
    assert build(outcome, SUBJECT, made_at=MADE_AT, salt=SALT, with_remedies=False)["remedies"] is None


def test_another_process_makes_the_same_bytes() -> None:
    code = (
        f"from tests.attestations.printing import *; from compliance.attestations.statement import *;"
        f"print(digest(statement_of({FINAL!r})))"
    )
    program = f"import django; django.setup(); {code}"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == digest(statement_of(FINAL))


def test_the_time_is_utc_to_the_second() -> None:
    half_past_two = datetime(2026, 11, 23, 14, 30, 59, 999_999, timezone(timedelta(hours=2)))
    statement = build(outcome_of(FINAL), SUBJECT, made_at=half_past_two, salt=SALT)
    assert statement["made_at"] == "2026-11-23T12:30:59Z"


def test_only_what_is_asked_is_declared() -> None:
    answers = answers_of("v02") | {"base_model": "kept from before", "release": "hosted_open"}
    outcome = questionnaires.classify(edition(), answers, case("v02").on)
    statement = build(outcome, SUBJECT, made_at=MADE_AT, salt=SALT)
    assert statement["answers"] == answers_of("v02")


def test_the_rules_and_their_files_are_named_by_version_and_hash() -> None:
    statement = statement_of(FINAL)
    assert (statement["questionnaire"]["id"], statement["questionnaire"]["version"]) == (
        "downstream-modification",
        "2026.1",
    )
    directory = FILES[FINAL].parents[1]
    files = statement["questionnaire"]["files_sha256"]
    assert {"questionnaire.yaml", "rulebooks/ladder.yaml", "rulebooks/eu.yaml"} <= set(files)
    for name, sha in files.items():
        assert hashlib.sha256((directory / name).read_bytes()).hexdigest() == sha
    assert statement["rulebooks"][0]["id"] == "ladder"
    content = rfc8785.dumps(statement["answers"])
    assert statement["answers_sha256"] == hashlib.sha256(content).hexdigest()


def test_every_reason_is_a_question_that_was_answered() -> None:
    statement = statement_of("v12")
    parts = [*statement["outcome"]["findings"], *statement["outcome"]["items"]]
    assert parts
    for each in parts:
        assert each["reasons"]
        assert set(each["reasons"]) <= set(statement["answers"])


def test_nobody_has_signed_it_and_nothing_is_attached() -> None:
    statement = statement_of(FINAL)
    assert (statement["kind"], statement["signatory"], statement["evidence"]) == (
        "self-assessment-report",
        None,
        [],
    )


@pytest.mark.parametrize("missing", ["role", "release", "upstream_told"])
def test_an_open_question_leaves_nothing_to_declare(missing: str) -> None:
    answers = answers_of("v06")
    del answers[missing]
    outcome = questionnaires.classify(edition(), answers, case("v06").on)
    with pytest.raises(Incomplete, match=missing) as refused:
        build(outcome, SUBJECT, made_at=MADE_AT, salt=SALT)
    assert missing in refused.value.unanswered
    assert refused.value.unanswered == outcome.unanswered


@pytest.mark.parametrize(
    ("on", "last_day"),
    [
        (date(2026, 11, 23), date(2027, 11, 22)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2029, 2, 27)),
        (date(2027, 2, 28), date(2028, 2, 27)),
        (date(2026, 12, 31), date(2027, 12, 30)),
    ],
)
def test_a_final_outcome_holds_for_twelve_months(on: date, last_day: date) -> None:
    outcome = questionnaires.classify(edition(), answers_of("v02"), on)
    assert not outcome.provisional
    assert valid_until(outcome) == last_day


@pytest.mark.parametrize(
    ("on", "last_day"),
    [
        (date(2026, 11, 23), date(2027, 2, 20)),
        (date(2028, 1, 1), date(2028, 3, 30)),
        (date(2028, 2, 29), date(2028, 5, 28)),
    ],
)
def test_a_provisional_one_holds_for_ninety_days(on: date, last_day: date) -> None:
    outcome = questionnaires.classify(edition(), answers_of(PROVISIONAL), on)
    assert outcome.provisional
    assert valid_until(outcome) == last_day
    assert (last_day - on).days + 1 == 90


def test_the_day_it_ends_is_part_of_it() -> None:
    assert statement_of(FINAL)["valid_until"] == "2027-11-22"
    assert statement_of(PROVISIONAL)["valid_until"] == "2027-02-20"


def test_a_time_without_zone_is_not_taken_for_another() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert build(outcome_of(FINAL), SUBJECT, made_at=summer, salt=SALT)["made_at"] == "2026-07-01T12:00:00Z"
