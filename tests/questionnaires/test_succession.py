"""questionnaires.succession: which version people begin with, and which they may move to."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import questionnaires
from questionnaires.publishing import publish

from .two_versions import write_both

ON = date(2026, 11, 24)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Path]:
    """A library of its own, with two versions of which none is published."""
    write_both(tmp_path)
    assert questionnaires.add_library(tmp_path) == ()
    yield tmp_path
    questionnaires.offer_shipped()


def test_while_nothing_is_published_people_begin_with_the_newest(library: Path) -> None:
    assert questionnaires.current("pets").version == "2"
    assert questionnaires.newer(questionnaires.edition("pets", "1")) is None


def test_a_draft_is_neither_begun_nor_offered(library: Path) -> None:
    publish(library / "pets" / "1", on=ON)
    assert questionnaires.current("pets").version == "1"
    assert questionnaires.newer(questionnaires.edition("pets", "1")) is None


def test_a_published_version_is_begun_and_offered(library: Path) -> None:
    publish(library / "pets" / "1", on=ON)
    publish(library / "pets" / "2", on=ON)
    assert questionnaires.current("pets").version == "2"
    old, new = (questionnaires.edition("pets", each) for each in "12")
    assert questionnaires.newer(old) is new
    assert questionnaires.newer(new) is None
    assert questionnaires.way(old, new) == (old, new)
    assert questionnaires.way(new, old) == ()


def test_an_unknown_questionnaire_is_said() -> None:
    with pytest.raises(questionnaires.UnknownQuestionnaire, match="no questionnaire `nonsense`"):
        questionnaires.current("nonsense")
