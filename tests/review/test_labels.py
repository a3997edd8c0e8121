"""What a submission is found by."""

from datetime import UTC, datetime

import pytest

from compliance.attestations.statement import Attached, Statement, Subject, build
from compliance.review import labels
from questionnaires import classify
from tests.cases import answers_of, case, edition


def statement(**answers: object) -> Statement:
    outcome = classify(edition(), answers_of("v04") | answers, case("v04").on)
    evidence = [Attached("role", "refusals before.csv", 1, "0" * 64)]
    subject = Subject("Larkspur Labs", "PentestPilot", "2.3")
    return build(
        outcome, subject, made_at=datetime(2026, 11, 24, tzinfo=UTC), salt="0" * 32, evidence=evidence
    )


def test_values_that_a_queue_is_filtered_by_are_labels() -> None:
    made = statement()
    found = labels.of(made)
    assert f"tier:{made['outcome']['tier']}" in found
    assert f"questionnaire:{edition().id}" in found
    assert {f"finding:{each['id']}" for each in made["outcome"]["findings"]} <= found
    assert {f"item:{each['id']}" for each in made["outcome"]["items"]} <= found


def test_words_are_of_what_somebody_wrote_and_not_of_what_they_chose() -> None:
    found = labels.of(statement(base_model="Gemma 3 27B, Google"))
    assert {"word:larkspur", "word:pentestpilot", "word:refusals", "word:gemma", "base:gemma"} <= found
    assert "base:larkspur" not in found
    assert "word:modify" not in found  # the role, which is one of several to choose from


def test_words_are_kept_where_the_questionnaire_is_not_on_offer_any_more() -> None:
    made = dict(statement(base_model="Gemma 3"))
    found = labels.of(made | {"questionnaire": {**made["questionnaire"], "version": "1999.1"}})
    assert "word:gemma" in found


@pytest.mark.parametrize(
    ("written", "looked_for"),
    [
        ("Straße", "STRASSE"),
        ("ＬｏＲＡ", "lora"),
        ("ﬁne-tuning", "fine tuning"),
        ("Zu\u0308rich", "Zürich"),
        ("Ελλάς", "ΕΛΛΆΣ"),
        ("x" * 300, "X" * 300),
    ],
)
def test_neither_case_nor_width_nor_ligatures_count(written: str, looked_for: str) -> None:
    assert labels.sought("word", looked_for) == labels.sought("word", written)
    assert set(labels.sought("word", looked_for)) <= labels.of(statement(base_model=written))


def test_no_label_is_longer_than_its_column() -> None:
    assert all(len(each) <= labels.LONGEST for each in labels.of(statement(base_model="x" * 200)))
