"""What a queue is filtered by: each condition as a list of its own in an index, and as a test of rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from compliance.accounts.models import Organisation, User
from compliance.attestations.models import EXPIRING_DAYS

from . import ordered_ids, queries
from .models import CLOSED, HIGHEST_FIRST, Clarification, Label, State, Submission
from .sorts import Sort

OPEN = Value(False)  # a bare False becomes `NOT closed`, for which SQLite uses no index
DONE = Value(True)
COLUMNS = {"tier": "tier", "class": "change_class"}  # labels that are quicker to test in the row itself


@dataclass(frozen=True)
class Filters:
    """What is looked for; by default all that is open."""

    labels: tuple[str, ...] = ()  # all of them
    tiers: tuple[str, ...] = ()  # one of them
    state: str = "open"  # a State, or open, closed or all
    assignee: User | None = None
    unassigned: bool = False
    changed: str = ""  # yes, no, or first: it follows none
    ends: str = ""  # soon or ended
    overdue: bool = False  # a question to the company
    since_days: int | None = None  # received in the last so many days
    until_days: int | None = None  # received before


@dataclass(frozen=True, eq=False)
class Condition:
    listed: QuerySet[Any]
    test: Q
    pk: str = "pk"  # where the list keeps the id of the submission
    in_order: bool = True  # of receipt
    within: bool = False  # it lists only what is open, or closed, as is wanted

    def size(self, most: int) -> int:
        """Of the list; one more than the most stands for all above it."""
        return self.listed.order_by()[: most + 1].count()


@dataclass(frozen=True)
class Conditions:
    authority: Organisation
    filters: Filters

    def all(self) -> list[Condition]:
        """The first is whether it is open or closed."""
        return [Condition(self._mine(self.received), Q(**self._closed), within=True), *self._more()]

    @property
    def received(self) -> Q:
        """When it was received, as a range of ids."""
        since, until, found = self.filters.since_days, self.filters.until_days, Q()
        if since is not None:
            found &= Q(pk__gte=_days_ago(since))
        if until is not None:
            found &= Q(pk__lt=_days_ago(until))
        return found

    def sorted_by(self, sort: Sort) -> QuerySet[Submission]:
        """What an index has in the order of a sort."""
        found = self._mine()
        if sort.column == "valid_until":
            found = found.filter(self._ends)
        if sort.column == "rank" and self.filters.tiers:
            ranks = [_rank(each) for each in self.filters.tiers]
            found = found.filter(rank__gte=min(ranks), rank__lte=max(ranks))
        return found

    def _more(self) -> Iterator[Condition]:
        wanted = self.filters
        for each in wanted.labels:
            yield self._labelled(each)
        if len(wanted.tiers) == 1:
            yield self._labelled(f"tier:{wanted.tiers[0]}")
        elif wanted.tiers:
            some = Q(rank__in=[_rank(each) for each in wanted.tiers])
            yield Condition(self._mine(some), Q(tier__in=wanted.tiers), in_order=False)
        if wanted.state in State.values:
            yield self._column(state=wanted.state)
        if wanted.assignee or wanted.unassigned:
            test = Q(assignee=wanted.assignee)
            yield Condition(self._mine(test & self.received), test, within=True)
        if wanted.changed:
            yield self._column(changed={"yes": Value(True), "no": Value(False)}.get(wanted.changed))
        if wanted.ends:
            yield Condition(self._mine(self._ends), self._ends, in_order=False)
        if wanted.overdue:
            here = Exists(Clarification.objects.filter(queries.overdue(), submission=OuterRef("pk")))
            yield Condition(overdue(self.authority), Q(here), pk="submission_id", in_order=False)

    @property
    def _closed(self) -> dict[str, Value]:
        state = self.filters.state
        if state == "all":
            return {}
        return {"closed": DONE if state == "closed" or state in CLOSED else OPEN}

    @property
    def _ends(self) -> Q:
        today = timezone.localdate()
        soon = Q(valid_until__gte=today, valid_until__lt=today + timedelta(days=EXPIRING_DAYS))
        return {"soon": soon, "ended": Q(valid_until__lt=today)}.get(self.filters.ends, Q())

    def _mine(self, *more: Q) -> QuerySet[Submission]:
        return Submission.objects.filter(*more, authority=self.authority, **self._closed)

    def _column(self, **value: Any) -> Condition:
        mine = Submission.objects.filter(self.received, authority=self.authority, **value)
        return Condition(mine, Q(**value), within="state" in value)

    def _labelled(self, value: str) -> Condition:
        listed = Label.objects.filter(
            _of(self.received, "submission_id"), authority=self.authority, value=value
        )
        kind, _colon, what = value.partition(":")
        if kind in COLUMNS:
            test = Q(**{COLUMNS[kind]: what})
        else:
            here = Label.objects.filter(authority=self.authority, value=value, submission=OuterRef("pk"))
            test = Q(Exists(here))
        return Condition(listed, test, pk="submission_id")


def overdue(authority: Organisation, **more: Any) -> QuerySet[Clarification]:
    """Questions whose day has passed: few among all that were asked, so that they are what to begin from."""
    theirs = Q(submission__authority=authority, **more)
    return Clarification.objects.filter(queries.overdue(), apart(theirs))


def apart(tests: Q) -> Q:
    """Tests for rows that are found otherwise: no index helps with them, and databases must not try."""
    if not tests:
        return Q()
    return Q(Case(When(tests, then=Value(True)), default=Value(False), output_field=BooleanField()))


def _of(test: Q, pk: str) -> Q:
    """A test of ids, where they have another name."""
    return Q(*((each[0].replace("pk", pk, 1), each[1]) for each in test.children if isinstance(each, tuple)))


def _rank(tier: str) -> int:
    return HIGHEST_FIRST.index(tier) if tier in HIGHEST_FIRST else len(HIGHEST_FIRST)


def _days_ago(days: int) -> Any:
    return ordered_ids.first(timezone.now() - timedelta(days=days))
