"""questionnaires.inspection: everything in an edition has a state, and the states agree with the outcome."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from questionnaires import Edition, classify
from questionnaires.inspection import Inspection, Stand, inspect
from tests.cases import FILES, answers_of, case, edition

from .broken import write

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    directory: Path = write(tmp_path_factory.mktemp("drafts"))
    return questionnaires.load(directory)


def look(pets: Edition, **answers: Any) -> Inspection:
    return inspect(classify(pets, answers, DAY))


def of(stands: tuple[Stand, ...], part_id: str) -> tuple[str, list[str]]:
    """The state of a part and what it is because of; ? is waited for, - not asked."""
    stand = next(each for each in stands if each.part.id == part_id)
    marks = {True: "?", False: ""}
    because = [marks[each.waiting] + ("" if each.asked else "-") + each.question.id for each in stand.because]
    return stand.state, because


def test_nothing_answered_waits_for_what_decides(pets: Edition) -> None:
    found = look(pets)
    assert of(found.findings, "F1") == ("open", ["?kind", "?habits", "?weight"])
    assert of(found.items, "LAW-1") == ("open", ["?kind"])
    assert of(found.questions, "trained") == ("open", ["?kind"])
    assert of(found.questions, "kind") == ("yes", [])


def test_what_reads_findings_or_the_tier_waits_for_what_they_wait_for(pets: Edition) -> None:
    found = look(pets, kind="fish")
    assert of(found.items, "HINT-1")[0] == "open"
    assert "?weight" in of(found.items, "HINT-1")[1]
    assert "?weight" in of(found.questions, "asked_neighbours")[1]


def test_what_fires_says_because_of_which_answers(pets: Edition) -> None:
    found = look(pets, kind="dog", habits=["barks", "chews"])
    assert of(found.findings, "F1") == ("yes", ["kind", "habits"])
    assert of(found.items, "HINT-1")[0] == "yes"


def test_what_cannot_fire_says_so_and_why(pets: Edition) -> None:
    found = look(pets, kind="fish", weight=1)
    assert of(found.findings, "F1") == ("no", ["kind", "weight"])
    assert of(found.questions, "trained") == ("no", ["kind"])


def test_facts_have_their_value_in_words(pets: Edition) -> None:
    def facts(**answers: Any) -> dict[str, str]:
        return {each.fact.id: each.value for each in look(pets, **answers).facts}

    assert facts() == {"loud": "open", "size_class": "small or big"}
    assert facts(kind="fish", weight=40) == {"loud": "false", "size_class": "big"}
    assert facts(weight="unknown")["size_class"] == "small"
    (size,) = [each for each in look(pets, weight=1).facts if each.fact.id == "size_class"]
    assert [(each.question.id, each.answer) for each in size.because] == [("weight", "1 kg")]


@pytest.mark.parametrize("number", FILES)
def test_the_states_are_those_of_the_outcome_of_every_case(number: str) -> None:
    agree(classify(edition(), answers_of(number), case(number).on))


@given(st.data())
def test_the_states_are_those_of_the_outcome_of_part_of_a_case(data: st.DataObject) -> None:
    answers = answers_of(data.draw(st.sampled_from(sorted(FILES))))
    kept = data.draw(st.sets(st.sampled_from(sorted(answers))))
    agree(classify(edition(), {each: answers[each] for each in kept}, DAY))


def agree(outcome: questionnaires.Outcome) -> None:
    found = inspect(outcome)
    assert [each.part.id for each in found.findings if each.state == "yes"] == list(outcome.findings)
    assert [each.part.id for each in found.questions if each.state == "yes"] == list(outcome.asked)
    maybe = [each.part.id for each in found.questions if each.state == "open"]
    assert maybe == list(outcome.progress.may_ask)
    in_time = [each for each in found.items if not (each.part.valid_to and each.part.valid_to < outcome.on)]
    assert [each.part.id for each in in_time if each.state == "yes"] == list(outcome.items)
    assert [each.part.id for each in in_time if each.state == "open"] == list(outcome.items_open)
    if not outcome.unanswered:
        assert all(each.state != "open" for each in (*found.findings, *found.items, *found.questions))
