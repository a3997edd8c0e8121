"""The queue: pages of what an authority received, as quick among a hundred thousand as among one.

Every condition is a list of its own in an index. A page begins from the shortest: it looks at the next
thousand there, and keeps those that meet the other conditions. Where they are not enough to fill a page it
says so, and the next one goes on from there. So no page looks at more, pages that are joined are the whole
list, and the number of queries depends on how many conditions there are, not on how much was received.

The ids of that thousand go to the database one by one, and what else they must meet as one expression: a plan
made for all that was ever received is a bad one for a thousand, and so neither SQLite nor PostgreSQL can do
anything else than look at each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from compliance.accounts.models import Organisation, User

from . import queries
from .conditions import OPEN, Condition, Conditions, Filters, apart, overdue
from .models import Clarification, Submission
from .sorts import SORTS, Place, Sort

TOLD = 1000  # the most that is told as a number

SHOWN = (
    "subject_organisation", "subject_model", "tier", "change_class", "provisional", "state", "closed",
    "received_at", "valid_until", "changed", "rank", "assignee__name", "assignee__email",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Our own convention."""

    rows: int = 50  # of a page
    looked_at: int = 1000  # for one page
    further: int = 10_000  # the same, where somebody wants to look further
    counted: int = 4000  # of a list, to find the shortest


LIMITS = Limits()


@dataclass(frozen=True)
class Page:
    rows: Sequence[Submission]  # each with `overdue`: a question to the company that is
    before: Place | None  # what comes before this place is the page before
    after: Place | None
    stopped: bool  # enough was looked at, and the page is not full


def page(
    authority: Organisation,
    filters: Filters,
    sort: Sort = SORTS["oldest"],
    *,
    after: Place | None = None,
    before: Place | None = None,
    further: bool = False,
    limits: Limits = LIMITS,
) -> Page:
    """The rows after a place, or those before one; else the first."""
    back, place = before is not None, before or after
    looking = _look(Conditions(authority, filters), sort, limits, place, back)
    looked_at = limits.further if further else limits.looked_at
    most = limits.rows + 1 if looking.alone else max(looked_at, limits.rows)
    looked = list(looking.places(sort, back)[:most])
    tests = looking.tests & Q(authority=authority)
    found = Submission.objects.filter(apart(tests), pk__in=[each[-1] for each in looked])
    late = Clarification.objects.filter(queries.overdue(), submission=OuterRef("pk")).order_by().values("pk")
    shown = found.select_related("assignee").only(*SHOWN).annotate(overdue=Subquery(late[:1]))
    rows = list(shown.order_by(*sort.order(back=back))[: limits.rows + 1])
    full, ended = len(rows) > limits.rows, len(looked) < most or not looking.sorted
    rows = rows[: limits.rows]
    onward = sort.of(rows[-1]) if full else None if ended else looked[-1]
    other = sort.of(rows[0]) if rows and place else None
    stopped = not full and not ended
    if back:
        return Page(rows[::-1], before=onward, after=other, stopped=stopped)
    return Page(rows, before=other, after=onward, stopped=stopped)


@dataclass(frozen=True)
class Looking:
    listed: QuerySet[Any]
    tests: Q  # all else that must hold
    alone: bool  # nothing else has to
    pk: str = "pk"
    sorted: bool = True  # an index has the list in the order of the sort; else it is short

    def places(self, sort: Sort, back: bool) -> QuerySet[Any, Place]:
        if not self.sorted:
            return self.listed.order_by().values_list(self.pk)
        columns = [self.pk if each == "pk" else each for each in sort.columns]
        return self.listed.order_by(*sort.order(back=back, pk=self.pk)).values_list(*columns)


def _look(conditions: Conditions, sort: Sort, limits: Limits, place: Place | None, back: bool) -> Looking:
    """Where to begin from a place."""
    every = conditions.all()
    begin = _shortest(every, sort, limits)
    others = [each for each in every if each is not begin]
    tests = Q(*(each.test for each in others if each.test))
    if begin is None:
        listed = conditions.sorted_by(sort)
        if place:
            listed = listed.filter(sort.beyond(place, back=back))
        alone = len(every) == 1 and not conditions.received
        return Looking(listed, tests & conditions.received, alone)
    if sort.column or not begin.in_order:
        tests &= conditions.received
        if place:
            tests &= sort.beyond(place, back=back)
        return Looking(begin.listed, tests, False, begin.pk, sorted=False)
    listed = begin.listed
    if place:
        listed = listed.filter(sort.beyond(place, back=back, pk=begin.pk))
    settled = begin.within or not every[0].test
    alone = not [each for each in others if not (settled and each is every[0])]
    return Looking(listed, tests, alone, begin.pk)


def _shortest(every: Sequence[Condition], sort: Sort, limits: Limits) -> Condition | None:
    """The list to begin from; none: that of the sort. Of those that are very long, not what all are in."""
    if len(every) == 1:
        return None if sort.column else every[0]
    most = max(limits.counted, limits.looked_at)
    sizes = {each: each.size(most) for each in reversed(every)}
    shortest = min(sizes, key=lambda each: sizes[each])
    if sizes[shortest] <= limits.looked_at:
        return shortest
    if sort.column:
        return None
    return min((each for each in sizes if each.in_order), key=lambda each: sizes[each])


@dataclass(frozen=True)
class Counts:
    """Of what is open; `TOLD` and one more stands for all above it."""

    any: bool  # whether anything was ever received
    open: int
    mine: int
    unassigned: int
    overdue: int  # questions


def counts(authority: Organisation, user: User) -> Counts:
    found = Submission.objects.filter(authority=authority, closed=OPEN)
    late = overdue(authority, submission__closed=OPEN)
    received = Submission.objects.filter(authority=authority).exists()
    return Counts(
        received, *map(_count, (found, found.filter(assignee=user), found.filter(assignee=None), late))
    )


def _count(found: QuerySet[Any]) -> int:
    return found.order_by()[: TOLD + 1].count()
