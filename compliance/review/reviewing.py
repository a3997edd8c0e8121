"""What reviewers do with a submission. Each step is one transaction; none repeats what is done already."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from compliance.accounts.models import Membership, Organisation, User

from . import notices
from .actions import Action, record
from .models import CLOSED, Clarification, Decision, Remark, State, Submission

FOUR_EYES = frozenset({"T3", "T4"})  # tiers that two reviewers decide about; our own convention


class Refused(Exception):
    """Why a step cannot be done now, in words for whoever tried."""


class SameEyes(Refused):
    """Whoever proposed a decision does not agree to it as well."""


class Closed(Refused):
    """It was decided meanwhile."""


@transaction.atomic
def assign(
    *, authority: Organisation, submissions: Iterable[UUID], assignee: Membership | None, actor: User
) -> int:
    """Give reviews to a colleague, or to nobody; how many were another's before. Closed ones stay."""
    user = assignee.user if assignee else None
    found = Submission.objects.select_for_update(of=("self",)).filter(authority=authority, closed=False)
    changed = 0
    for each in found.filter(pk__in=list(submissions)).select_related("authority", "sender").order_by("pk"):
        if each.assignee_id == (user.pk if user else None):
            continue
        each.assignee = user
        if each.state in (State.RECEIVED, State.IN_REVIEW):
            each.state = State.IN_REVIEW if user else State.RECEIVED
        each.save(update_fields=["assignee", "state"])
        record(each, Action.ASSIGNED, actor, to=str(user) if user else "")
        changed += 1
    return changed


@transaction.atomic
def remark(*, submission: Submission, question: str, text: str, actor: User) -> Remark:
    """Note something for colleagues. Its sender never reads it."""
    here = _locked(submission)
    record(here, Action.REMARKED, actor, question=question)
    return Remark.objects.create(
        submission=here, question=question, text=text, author=actor, author_name=str(actor)
    )


@transaction.atomic
def ask(*, submission: Submission, question: str, text: str, due: date, actor: User) -> Clarification:
    """Ask the sender. Raises Closed, and Refused where there is nobody any more to ask."""
    here = _open(submission)
    if here.sender is None:
        raise Refused
    asked = Clarification.objects.create(
        submission=here, question=question, text=text, due=due, asked_by=actor, asked_by_name=str(actor)
    )
    _move(here, State.ASKED)
    record(here, Action.ASKED, actor, question=question, due=due.isoformat())
    notices.asked(asked)
    return asked


@transaction.atomic
def answer(*, clarification: Clarification, text: str, actor: User) -> None:
    """What the sender says. A second time does nothing. Raises Closed."""
    here = _open(clarification.submission)
    found = Clarification.objects.select_for_update().get(pk=clarification.pk)
    if found.answered_at:
        return
    found.answer, found.answered_at, found.answered_by_name = text, timezone.now(), str(actor)
    found.save(update_fields=["answer", "answered_at", "answered_by_name"])
    if not here.clarifications.filter(answered_at=None).exists():
        _move(here, State.ANSWERED)
    record(here, Action.ANSWERED, actor, by_sender=True, question=found.question)
    notices.answered(found)


@transaction.atomic
def decide(*, submission: Submission, outcome: str, reasons: str, actor: User) -> Decision:
    """Close it; where four eyes are needed, propose to. Raises Closed, and Refused where a proposal waits."""
    here = _open(submission)
    if _standing(here):
        raise Refused
    decision = Decision.objects.create(
        submission=here, outcome=outcome, reasons=reasons, proposed_by=actor, proposed_by_name=str(actor)
    )
    if needs_four_eyes(here):
        record(here, Action.PROPOSED, actor, outcome=outcome)
        notices.proposed(decision)
    else:
        _close(here, decision, actor)
    return decision


@transaction.atomic
def agree(*, submission: Submission, decision_id: int, actor: User) -> None:
    """The second pair of eyes. Raises Closed, SameEyes, and Refused where that proposal does not stand."""
    here = _open(submission)
    decision = _proposal(here, decision_id)
    if decision.proposed_by_id == actor.pk:
        raise SameEyes
    _close(here, decision, actor)


@transaction.atomic
def send_back(*, submission: Submission, decision_id: int, because: str, actor: User) -> None:
    """Not agreed, with a reason; whoever proposed may take it back too. Raises Closed and Refused."""
    here = _open(submission)
    decision = _proposal(here, decision_id)
    decision.returned_because = because
    decision.save(update_fields=["returned_because"])
    record(here, Action.RETURNED, actor, because=because)


def needs_four_eyes(submission: Submission) -> bool:
    return submission.tier in FOUR_EYES


def _close(here: Submission, decision: Decision, actor: User) -> None:
    """With it, those before it that it takes the place of."""
    decision.decided_by, decision.decided_by_name = actor, str(actor)
    decision.decided_at = timezone.now()
    decision.save(update_fields=["decided_by", "decided_by_name", "decided_at"])
    _move(here, State(decision.outcome))
    record(here, Action.DECIDED, actor, outcome=decision.outcome)
    notices.decided(decision)
    earlier = here.follows
    while earlier:
        if not earlier.closed:
            _move(earlier, State(decision.outcome))
            record(earlier, Action.DECIDED, actor, outcome=decision.outcome, with_newer=str(here.pk))
        earlier = earlier.follows


def _move(here: Submission, state: State) -> None:
    here.state, here.closed = state, state in CLOSED
    here.save(update_fields=["state", "closed"])


def _standing(here: Submission) -> Decision | None:
    found: Decision | None = here.decisions.filter(returned_because="").first()
    return found


def _proposal(here: Submission, decision_id: int) -> Decision:
    found = _standing(here)
    if found is None or found.pk != decision_id:
        raise Refused
    return found


def _open(submission: Submission) -> Submission:
    here = _locked(submission)
    if here.closed:
        raise Closed
    return here


def _locked(submission: Submission) -> Submission:
    found = Submission.objects.select_for_update(of=("self",)).select_related(
        "authority", "sender", "follows"
    )
    return found.get(pk=submission.pk)
