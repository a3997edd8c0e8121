"""questionnaires.carrying: what becomes of answers; nothing is invented, nothing is dropped silently."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from questionnaires import Edition, NotTheNext, carry_along, carry_over, problem
from questionnaires.answering import is_answered
from questionnaires.carrying import Carried, routes
from questionnaires.editions import values_offered
from questionnaires.schema import CarriesOver

from .answer_sets import EDITION, value_of
from .two_versions import both

GIVEN = {
    "kind": "fish",
    "habits": ["barks", "chews"],
    "weight": 3.5,
    "trained": "unsure",
    "name": "Wanda",
    "asked_neighbours": "yes",
}


@pytest.fixture
def pets(tmp_path: Path) -> tuple[Edition, Edition]:
    return both(tmp_path)


def carried(pets: tuple[Edition, Edition], **answers: Any) -> Carried:
    return carry_over(*pets, answers)


def test_each_way_that_an_answer_can_go(pets: tuple[Edition, Edition]) -> None:
    found = carry_over(*pets, GIVEN)
    assert found.answers == {
        "species": "goldfish",
        "noises": ["barks"],
        "damage": ["furniture"],
        "weight": 3.5,
        "trained": "unsure",
    }
    assert found.asked_again == ("asked_neighbours",)
    assert found.dropped == ("name",)
    assert found.renamed == {"species": ("kind",), "noises": ("habits",), "damage": ("habits",)}
    assert {each: route.how for each, route in found.routes.items()} == {
        "species": "renamed",
        "noises": "split",
        "damage": "split",
        "weight": "same",
        "trained": "same",
        "vaccinated": "new",
        "asked_neighbours": "asked_again",
    }


def test_what_was_never_answered_is_neither_asked_again_nor_dropped(pets: tuple[Edition, Edition]) -> None:
    found = carried(pets)
    assert (found.answers, found.asked_again, found.dropped) == ({}, (), ())


def test_a_part_that_gets_nothing_is_asked(pets: tuple[Edition, Edition]) -> None:
    found = carried(pets, habits=["barks"])
    assert found.answers == {"noises": ["barks"]}
    assert found.asked_again == ("damage",)


def test_nothing_is_shared_by_all_parts(pets: tuple[Edition, Edition]) -> None:
    assert carried(pets, habits=["none"]).answers == {"noises": ["none"], "damage": ["none"]}
    assert carried(pets, habits=[]).answers == {}  # a list with nothing in it is no answer


def test_a_ticked_choice_that_no_part_has_is_not_lost_in_silence(tmp_path: Path) -> None:
    pets = both(tmp_path, ("damage: {from: habits, choices: {chews: furniture}}", "damage: {from: habits}"))
    found = carried(pets, habits=["barks", "chews"])
    assert found.answers == {}
    assert found.asked_again == ("noises", "damage")


def test_a_choice_that_is_gone_is_asked_again(tmp_path: Path) -> None:
    pets = both(tmp_path, (", choices: {fish: goldfish}", ""))
    assert carried(pets, kind="fish").asked_again == ("species",)
    assert carried(pets, kind="dog").answers == {"species": "dog"}


def test_a_number_in_another_unit_or_out_of_range_is_asked_again(tmp_path: Path) -> None:
    assert carried(both(tmp_path / "a", ("unit: kg", "unit: g")), weight=3).asked_again == ("weight",)
    heavy = both(tmp_path / "b", ("above: 0", "above: 10"))
    assert carried(heavy, weight=3).asked_again == ("weight",)
    assert carried(heavy, weight="unknown").answers == {"weight": "unknown"}


def test_unsure_is_asked_again_where_it_is_offered_no_more(tmp_path: Path) -> None:
    pets = both(tmp_path, ("        unsure: {counts_as: 'no'}\n", ""))
    assert carried(pets, trained="unsure").asked_again == ("trained",)
    assert carried(pets, trained="yes").answers == {"trained": "yes"}


BARKS = "          - {id: barks, text: It barks}\n"
MERGED = (
    ("    noises: {from: habits}\n", "    noises: {from: [habits, kind]}\n"),
    (BARKS, BARKS + "          - {id: fish, text: It is a fish}\n          - {id: dog, text: It is a dog}\n"),
)


def test_a_merged_question_wants_all_answers_and_takes_what_is_ticked_in_any(tmp_path: Path) -> None:
    pets = both(tmp_path, *MERGED)
    assert carried(pets, habits=["none"], kind="dog").answers["noises"] == ["dog"]
    assert carried(pets, habits=["barks"], kind="dog").answers["noises"] == ["barks", "dog"]
    assert "noises" in carried(pets, habits=["barks"]).asked_again


def test_a_merged_choice_that_does_not_agree_is_asked_again(tmp_path: Path) -> None:
    trained = ("    species: {", "    vaccinated: {from: [trained, asked_neighbours]}\n    species: {")
    pets = both(tmp_path, trained)
    agreeing = carried(pets, trained="yes", asked_neighbours="yes")
    assert agreeing.answers == {"vaccinated": "yes", "trained": "yes"}
    differing = carried(pets, trained="yes", asked_neighbours="no")
    assert differing.answers == {"trained": "yes"}
    assert "vaccinated" in differing.asked_again


def test_an_edition_that_does_not_name_the_older_one_takes_nothing_from_it(
    pets: tuple[Edition, Edition],
) -> None:
    old, new = pets
    with pytest.raises(NotTheNext, match="pets 1 does not say how answers to 2 carry over"):
        carry_over(new, old, {})
    with pytest.raises(NotTheNext):
        carry_over(old, EDITION, {})


def next_of(edition: Edition, rule: CarriesOver, version: str) -> Edition:
    changed = edition.questionnaire.model_copy(update={"version": version, "carries_over": rule})
    return replace(edition, questionnaire=changed)


def test_several_versions_are_one_way(pets: tuple[Edition, Edition]) -> None:
    old, new = pets
    later = {"from": "2", "answers": {"noises": {"from": "damage"}}, "dropped": ("noises", "weight")}
    newest = next_of(new, CarriesOver.model_validate(later), "3")
    found = carry_along([old, new, newest], GIVEN)
    assert found.answers == {"species": "goldfish", "damage": ["furniture"], "trained": "unsure"}
    assert found.routes["species"].choices == {"fish": "goldfish"}
    assert found.routes["noises"].origins == ("habits",)
    assert set(found.asked_again) == {"noises", "asked_neighbours"}
    assert set(found.dropped) == {"name", "weight"}


# properties -------------------------------------------------------------------------------------------


def check(old: Edition, new: Edition, answers: dict[str, Any]) -> None:
    found = carry_over(old, new, answers)
    for question, value in found.answers.items():
        route = found.routes[question]
        assert problem(new.questions[question], value) is None
        assert route.origins
        assert all(is_answered(answers.get(each)) for each in route.origins)
        before: list[Any] = []
        for each in route.origins:
            given_value = answers[each]
            before += given_value if isinstance(given_value, list) else [given_value]
        allowed = [route.choices.get(each, each) if isinstance(each, str) else each for each in before]
        assert all(each in allowed for each in (value if isinstance(value, list) else [value]))
    routed = [found.routes[each] for each in (*found.answers, *found.asked_again)]
    accounted = {each for route in routed for each in route.origins}
    assert {*accounted, *found.dropped} >= {each for each, value in answers.items() if is_answered(value)}
    assert not set(found.answers) & set(found.asked_again)


def some_of(edition: Edition) -> st.SearchStrategy[dict[str, Any]]:
    """Allowed answers to some questions."""
    allowed = {
        each.id: value_of(each).filter(lambda value, each=each: problem(each, value) is None)
        for each in edition.questions.values()
    }
    return st.fixed_dictionaries({}, optional=allowed)


OLD, NEW = (questionnaires.edition("what-changed", each) for each in ("2026.1", "2026.2"))


@given(some_of(OLD))
def test_answers_to_the_librarys_versions_carry_over_without_invention_or_loss(
    answers: dict[str, Any],
) -> None:
    check(OLD, NEW, answers)


@st.composite
def rules(draw: st.DrawFn) -> CarriesOver:
    """Any rule whose names exist, sensible or not."""
    questions = list(EDITION.questions)
    some = st.lists(st.sampled_from(questions), unique=True, max_size=4)
    answers = {}
    for each in draw(st.lists(st.sampled_from(questions), unique=True, max_size=8)):
        origins = draw(st.lists(st.sampled_from(questions), unique=True, min_size=1, max_size=3))
        before = [value for origin in origins for value in values_offered(EDITION.questions[origin])]
        after = values_offered(EDITION.questions[each])
        pairs = st.dictionaries(st.sampled_from(before), st.sampled_from(after), max_size=4)
        answers[each] = {"from": origins, "choices": draw(pairs) if before and after else {}}
    return CarriesOver.model_validate(
        {
            "from": EDITION.version,
            "answers": answers,
            "ask_again": tuple(draw(some)),
            "dropped": tuple(draw(some)),
        }
    )


@given(rules(), some_of(EDITION))
def test_no_rule_whatever_invents_or_loses_an_answer(rule: CarriesOver, answers: dict[str, Any]) -> None:
    check(EDITION, next_of(EDITION, rule, "2026.9"), answers)


@given(some_of(EDITION))
def test_a_version_in_which_nothing_changed_keeps_every_answer(answers: dict[str, Any]) -> None:
    same = next_of(EDITION, CarriesOver.model_validate({"from": EDITION.version}), "2026.9")
    assert carry_over(EDITION, same, answers).answers == answers
    assert {route.how for route in routes(EDITION, same).values()} == {"same"}
