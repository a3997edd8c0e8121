"""What somebody may do with an assessment."""

from dataclasses import dataclass
from enum import StrEnum

from compliance.accounts.models import Membership, Role, User
from questionnaires import Edition

from .models import Assignment

MANAGING = frozenset({Role.ASSESSOR, Role.ADMINISTRATOR})


class Need(StrEnum):
    """What a page needs. SEE: anything of it, be it one question; CONTRIBUTE: to answer, be it one question;
    READ: all answers and the outcome; ANSWER: all questions; MANAGE: all that the assessment is about, its
    end included; SIGN: to declare it."""

    SEE = "see"
    CONTRIBUTE = "contribute"
    READ = "read"
    ANSWER = "answer"
    MANAGE = "manage"
    SIGN = "sign"


@dataclass(frozen=True)
class Grant:
    """`given` are the questions that somebody was asked to answer, by these assignments."""

    user: User | None = None
    membership: Membership | None = None  # in the organisation that owns the assessment
    needs: frozenset[Need] = frozenset(Need)
    given: frozenset[str] = frozenset()
    assignments: tuple[Assignment, ...] = ()

    def may(self, need: Need) -> bool:
        return need in self.needs

    @property
    def reads(self) -> bool:
        return self.may(Need.READ)

    @property
    def signs(self) -> bool:
        """Whether they may declare it for its organisation; a guest has none."""
        return self.membership is not None and self.may(Need.SIGN)

    @property
    def manages(self) -> bool:
        return self.may(Need.MANAGE)

    def sees(self, question: str) -> bool:
        return self.reads or question in self.given

    def answers(self, question: str) -> bool:
        return self.may(Need.ANSWER) or question in self.given


WHOLE = Grant()  # a guest's own, and what a command of the site itself may do


def of_member(membership: Membership, edition: Edition, assignments: list[Assignment]) -> Grant | None:
    """What a member may do with an assessment of their organisation; None where they may not even see it."""
    given = frozenset().union(*(questions(each, edition) for each in assignments))
    needs = set()
    if membership.roles:
        needs |= {Need.SEE, Need.READ}
    if membership.assessor:
        needs |= {Need.ANSWER, Need.CONTRIBUTE}
    if membership.roles & MANAGING:
        needs.add(Need.MANAGE)
    if membership.signatory:
        needs.add(Need.SIGN)
    if given:
        needs |= {Need.SEE, Need.CONTRIBUTE}
    return Grant(membership.user, membership, frozenset(needs), given, tuple(assignments)) if needs else None


def questions(assignment: Assignment, edition: Edition) -> frozenset[str]:
    """The questions of an assignment in a version, its sections spelled out, without what it lacks."""
    whole = [each for each in edition.questionnaire.sections if each.id in assignment.sections]
    named = {each.id for section in whole for each in section.questions} | set(assignment.questions)
    return frozenset(named & set(edition.questions))
