"""What a page of the queue holds: beside the same filters and orders worked out row by row."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.accounts.models import Kind, Organisation
from compliance.attestations.models import EXPIRING_DAYS
from compliance.review import labels, ordered_ids, queue
from compliance.review.conditions import Filters
from compliance.review.models import HIGHEST_FIRST, Clarification, Label, State, Submission
from compliance.review.queue import Limits
from compliance.review.sorts import SORTS, Sort
from tests.people import Team, organisation
from tests.review.generating import store, submissions

NUMBER = 100
LARGE = Limits(rows=NUMBER)
REUSED = settings(
    suppress_health_check=[*settings.default.suppress_health_check, HealthCheck.function_scoped_fixture]
)
FEWER = settings(REUSED, max_examples=REUSED.max_examples // 4)


class Held:
    """What an authority holds, in memory."""

    def __init__(self, team: Team, others: Organisation) -> None:
        self.team = team
        self.authority = team.organisation
        reviewers = [team.user("reviewer"), team.user("administrator")]
        self.rows = store(self.authority, submissions(self.authority, NUMBER, reviewers=reviewers))
        store(others, submissions(others, 40, reviewers=reviewers))
        today = timezone.localdate()
        for i, each in enumerate(each for each in self.rows if each.state == State.ASKED):
            due = today + timedelta(days=1 - i % 3)
            Clarification.objects.create(submission=each, text="Why?", due=due)
        self.late = set(Clarification.objects.filter(due__lt=today).values_list("submission_id", flat=True))
        self.labels: dict[Any, set[str]] = {}
        for of, value in Label.objects.values_list("submission_id", "value"):
            self.labels.setdefault(of, set()).add(value)

    def fits(self, each: Submission, wanted: Filters) -> bool:
        """The same as the queue, the long way."""
        today, now = timezone.localdate(), timezone.now()
        soon = timedelta(0) <= each.valid_until - today < timedelta(days=EXPIRING_DAYS)
        age = now - each.received_at
        states = {"all": True, "open": not each.closed, "closed": each.closed}
        return (
            set(wanted.labels) <= self.labels[each.pk]
            and (not wanted.tiers or each.tier in wanted.tiers)
            and states.get(wanted.state, each.state == wanted.state)
            and (wanted.assignee is None or each.assignee == wanted.assignee)
            and (not wanted.unassigned or each.assignee is None)
            and (
                not wanted.changed
                or {True: "yes", False: "no", None: "first"}[each.changed] == wanted.changed
            )
            and (not wanted.ends or {"soon": soon, "ended": each.valid_until < today}[wanted.ends])
            and (not wanted.overdue or each.pk in self.late)
            and (wanted.since_days is None or age < timedelta(days=wanted.since_days))
            and (wanted.until_days is None or age > timedelta(days=wanted.until_days))
        )

    def expected(self, wanted: Filters, sort: Sort) -> list[Any]:
        fitting = [each for each in self.rows if self.fits(each, wanted)]
        return [each.pk for each in sorted(fitting, key=KEYS[name_of(sort)])]

    def joined(
        self, wanted: Filters, sort: Sort, limits: Limits, between: Callable[[], object] = int
    ) -> list[Any]:
        """All pages, one after the other."""
        found, place = [], None
        while True:
            page = queue.page(self.authority, wanted, sort, after=place, limits=limits)
            assert len(page.rows) <= limits.rows
            assert page.stopped or len(page.rows) == limits.rows or page.after is None
            found += [each.pk for each in page.rows]
            place = page.after
            if place is None:
                return found
            between()


KEYS: dict[str, Callable[[Submission], Any]] = {
    "oldest": lambda each: each.pk,
    "newest": lambda each: -each.pk.int,
    "ends": lambda each: (each.valid_until, each.pk),
    "tier": lambda each: ((*HIGHEST_FIRST, each.tier).index(each.tier), each.pk),
}


def name_of(sort: Sort) -> str:
    return next(name for name, each in SORTS.items() if each is sort)


@pytest.fixture
def held(db: None) -> Held:
    return Held(Team("Authority", Kind.REGULATOR), organisation("Another authority", Kind.REGULATOR))


def some_filters() -> st.SearchStrategy[Filters]:
    found = [
        "finding:R1.1", "finding:R3.1", "item:LAW-EU-01", "markets:eu", "markets:kr", "sectors:health",
        "class:safety_affecting", "class:configuration", "provisional:yes", "provisional:no", "word:labs",
        "word:lantern", "base:27b", "base:model", "questionnaire:downstream-modification", "word:nowhere",
    ]  # fmt: skip
    return st.builds(
        Filters,
        labels=st.lists(st.sampled_from(found), max_size=3, unique=True).map(tuple),
        tiers=st.sampled_from([(), (), ("T3",), ("T1",), ("T3", "T4"), ("UPSTREAM",)]),
        state=st.sampled_from(["open", "open", "all", "closed", *State.values]),
        unassigned=st.booleans(),
        changed=st.sampled_from(["", "", "yes", "no", "first"]),
        ends=st.sampled_from(["", "", "soon", "ended"]),
        overdue=st.sampled_from([False, False, False, True]),
        since_days=st.sampled_from([None, None, 7, 200]),
        until_days=st.sampled_from([None, None, 30, 90]),
    )


LIMITS = st.builds(Limits, rows=st.integers(3, 9), looked_at=st.integers(1, 40), counted=st.integers(1, 60))


@REUSED
@given(wanted=some_filters(), sort=st.sampled_from(list(SORTS.values())), limits=LIMITS, mine=st.booleans())
def test_pages_that_are_joined_are_the_whole_sorted_list(
    held: Held, wanted: Filters, sort: Sort, limits: Limits, mine: bool
) -> None:
    if mine and not wanted.unassigned:
        wanted = replace(wanted, assignee=held.team.user("reviewer"))
    assert held.joined(wanted, sort, limits) == held.expected(wanted, sort)


@FEWER
@given(sort=st.sampled_from(list(SORTS.values())), limits=LIMITS, wanted=some_filters())
def test_pages_stay_right_while_rows_come_in(held: Held, sort: Sort, limits: Limits, wanted: Filters) -> None:
    before = held.expected(wanted, sort)
    with transaction.atomic():
        new = submissions(held.authority, 30)
        joined = held.joined(wanted, sort, limits, between=lambda: store(held.authority, [*_next(new)]))
        transaction.set_rollback(True)
    assert [each for each in joined if each in set(before)] == before
    assert len(set(joined)) == len(joined)


def _next(new: Iterator[Submission]) -> Iterator[Submission]:
    """The next one, received just now."""
    for each in new:
        now = timezone.now()
        each.pk, each.received_at = ordered_ids.new(now), now
        yield each
        return


@REUSED
@given(sort=st.sampled_from(list(SORTS.values())), limits=LIMITS, at=st.integers(1, NUMBER - 1))
def test_the_page_before_ends_where_a_page_begins(held: Held, sort: Sort, limits: Limits, at: int) -> None:
    every = held.expected(Filters(state="all"), sort)
    place = sort.of(Submission.objects.get(pk=every[at]))
    page = queue.page(held.authority, Filters(state="all"), sort, before=place, limits=limits)
    assert [each.pk for each in page.rows] == every[max(0, at - limits.rows) : at]
    assert (page.before is None) == (at <= limits.rows)
    again = queue.page(held.authority, Filters(state="all"), sort, after=page.after, limits=limits)
    assert [each.pk for each in again.rows] == every[at : at + limits.rows]


ONE_EACH = {
    "label": Filters(labels=("finding:R3.1",), state="all"),
    "words": Filters(labels=tuple(labels.sought("word", "Labs LANTERN")), state="all"),
    "base model": Filters(labels=tuple(labels.sought("base", "gemma 27b")), state="all"),
    "tier": Filters(tiers=("T3",)),
    "two tiers": Filters(tiers=("T3", "T4")),
    "state": Filters(state="answered"),
    "closed": Filters(state="closed"),
    "with nobody": Filters(unassigned=True),
    "changed": Filters(changed="yes"),
    "the same": Filters(changed="no"),
    "the first": Filters(changed="first"),
    "ends soon": Filters(ends="soon", state="all"),
    "ended": Filters(ends="ended", state="all"),
    "overdue": Filters(overdue=True),
    "of late": Filters(since_days=30, state="all"),
    "of old": Filters(until_days=90, state="all"),
    "ends soon, of late": Filters(ends="soon", since_days=250, state="all"),
    "two tiers, of old": Filters(tiers=("T3", "T4"), until_days=30, state="all"),
}


@pytest.mark.parametrize("name", ONE_EACH)
def test_each_filter_keeps_what_it_says_and_nothing_else(held: Held, name: str) -> None:
    wanted, sort = ONE_EACH[name], SORTS["newest"]
    found = [each.pk for each in queue.page(held.authority, wanted, sort, limits=LARGE).rows]
    assert found == held.expected(wanted, sort)
    assert 0 < len(found) < NUMBER


@pytest.mark.parametrize("order", SORTS)
def test_each_filter_in_each_order_page_by_page(held: Held, order: str) -> None:
    """With lists that are all too long to be read at once."""
    limits = Limits(rows=8, looked_at=8, counted=30)
    for wanted in ONE_EACH.values():
        assert held.joined(wanted, SORTS[order], limits) == held.expected(wanted, SORTS[order]), wanted


def test_who_reviews_it_is_a_filter(held: Held) -> None:
    wanted = Filters(assignee=held.team.user("administrator"), state="all")
    found = queue.page(held.authority, wanted, limits=LARGE).rows
    assert {each.assignee for each in found} == {wanted.assignee}


def test_a_question_that_is_overdue_is_told_of_its_row(held: Held) -> None:
    found = queue.page(held.authority, Filters(state="all"), limits=LARGE).rows
    assert {each.pk for each in found if each.overdue} == held.late  # type: ignore[attr-defined]


def test_where_a_page_stops_short_it_says_so_and_looking_further_finds_the_rest(held: Held) -> None:
    wanted = Filters(labels=("word:lantern", "markets:eu"), state="all")
    expected = held.expected(wanted, SORTS["newest"])
    assert expected
    small = Limits(rows=NUMBER, looked_at=NUMBER, further=NUMBER, counted=NUMBER)
    for limits in (replace(small, rows=1, looked_at=1), replace(small, rows=2, looked_at=3)):
        page = queue.page(held.authority, wanted, SORTS["newest"], limits=limits)
        while not page.stopped and page.after:
            page = queue.page(held.authority, wanted, SORTS["newest"], after=page.after, limits=limits)
        if page.stopped:
            assert page.after is not None
    page = queue.page(held.authority, wanted, SORTS["newest"], further=True, limits=small)
    assert [each.pk for each in page.rows] == expected


def test_nothing_of_another_authority_is_ever_in_it(held: Held) -> None:
    theirs = set(Submission.objects.exclude(authority=held.authority).values_list("pk", flat=True))
    assert theirs
    for wanted in (*ONE_EACH.values(), Filters(state="all")):
        for sort in SORTS.values():
            assert not theirs & set(held.joined(wanted, sort, Limits(rows=50)))


def test_the_number_of_queries_does_not_grow_with_what_is_held(held: Held) -> None:
    def count(wanted: Filters, sort: Sort) -> int:
        with CaptureQueriesContext(connection) as captured:
            queue.page(held.authority, wanted, sort)
        return len(captured)

    asked = [(wanted, sort) for wanted in ONE_EACH.values() for sort in SORTS.values()]
    before = [count(*each) for each in asked]
    store(held.authority, submissions(held.authority, 3 * NUMBER))
    assert [count(*each) for each in asked] == before
    assert max(before) <= 6


def test_counts_are_of_what_is_open_and_here(held: Held) -> None:
    reviewer = held.team.user("reviewer")
    counts = queue.counts(held.authority, reviewer)
    still_open = [each for each in held.rows if not each.closed]
    assert counts.any
    assert counts.open == len(still_open)
    assert counts.mine == sum(each.assignee == reviewer for each in still_open)
    assert counts.unassigned == sum(each.assignee is None for each in still_open)
    assert counts.overdue == len(held.late)
    assert queue.counts(organisation("Third authority", Kind.REGULATOR), reviewer) == queue.Counts(
        False, 0, 0, 0, 0
    )
