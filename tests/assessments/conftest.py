"""A visitor with a fresh assessment, and a team with one."""

import pytest

from compliance.assessments import services
from tests.cases import MAIN
from tests.people import Team
from tests.visiting import Visitor


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor.begin()


@pytest.fixture
def team(db: None) -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def ours(team: Team) -> Visitor:
    """An assessment of the team's, in the assessor's browser."""
    assessor = team.user("assessor")
    new = services.start(
        questionnaire=MAIN, owner=team.organisation, actor=assessor, model_name="Larkspur 7B"
    )
    return Visitor(new.pk, team.browser("assessor"))
