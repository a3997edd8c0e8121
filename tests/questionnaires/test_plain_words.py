"""Every condition of the library in words: the files' own texts, and nothing that only programmers read."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

import questionnaires
from questionnaires.conditions.words import Words
from questionnaires.plain_words import PlainWords, brief_words, plain_words
from tests.cases import edition

EDITION, ON = edition(), date(2026, 11, 23)
WORDS = plain_words(EDITION, ON)


def everything(words: PlainWords) -> Iterator[tuple[str, Words]]:
    yield from ((each, said) for each, said in words.asks.items() if said is not None)
    for of in (words.flags, words.gates, words.findings, words.items):
        yield from of.items()
    yield from ((each, case.when) for each, cases in words.cases.items() for case in cases if case.when)
    yield from ((owner, when) for owner, notes in words.notes.items() for _, when in notes)


@pytest.mark.parametrize("name", list(questionnaires.library()))
def test_no_id_and_no_sign_of_the_language_is_left(name: str) -> None:
    found = questionnaires.edition(name)
    for each, said in everything(plain_words(found, ON)):
        assert not re.search(r"\b[a-z]+_[a-z_]+\b|&&|\|\||[!=<>]=|\bknown\(", str(said)), (each, str(said))


def test_all_conditions_of_the_library_are_said() -> None:
    assert len(WORDS.asks) == 72
    assert set(WORDS.findings) == set(EDITION.findings)
    assert set(WORDS.items) == set(EDITION.items)
    assert set(WORDS.gates) == set(EDITION.gates)
    assert {*WORDS.flags, *WORDS.cases} == {fact.id for fact in EDITION.questionnaire.facts}


def test_a_rule_reads_as_its_authors_would_say_it() -> None:
    assert str(WORDS.findings["R4.4"]) == (
        "“Does the change add ability to cause chemical, biological, radiological or nuclear harm?” is "
        "“Substantial”; and “It is contained safety research that the upstream developer allows” is not true"
    )
    assert str(WORDS.items["VG-26"]) == (
        "“What do you do with the model?” is “We store or pass on other people’s models, unchanged”; or "
        "“Who can use the product or get the weights?” is “Anybody can download the weights”"
    )


def test_a_fall_in_safety_is_said_in_points() -> None:
    major = next(case for case in WORDS.cases["decline"] if str(case.value) == "“major”")
    assert "is more than 20\u00a0points" in str(major.when)
    assert "is less than 50\u00a0%" in str(major.when)
    assert WORDS.cases["decline"][-1].when is None


def test_being_unsure_is_named_where_it_counts() -> None:
    assert str(WORDS.asks["safety_change_intent"]).endswith(" or “I am not sure”")


def test_the_class_of_change_and_the_tier_are_called_by_their_names() -> None:
    assert "“Capability-extending”" in str(WORDS.items["VG-13"])
    assert str(WORDS.items["TO-09"]) == "the tier is T4 (Stop and consult)"


def test_a_parameter_has_the_value_of_the_day() -> None:
    assert "a number not yet set" in str(plain_words(EDITION, date(2020, 1, 1)).flags["systemic_base"])
    assert "10²⁵" in str(WORDS.flags["systemic_base"])


def test_in_little_room_questions_go_by_their_labels() -> None:
    brief = brief_words(EDITION, ON, {"modifications": "Q15", "modified": "A", "markets": "Q3"})
    assert str(brief.asks["prompt_bypasses_safety"]) == "Q15 includes “Instructions”"
    assert str(brief.asks["main_aim"]) == "A “You ticked at least one change” is true"
