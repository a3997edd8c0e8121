"""Pages of the queue of an authority that received 1,000 attestations, and of one that received 100,000.

A request is one page through Django's test client and all middleware. The same filters, orders and places at
both, one after the other; milliseconds, the 95th percentile of all requests, and medians of each. What was
received is generated (tests/review/generating.py): worked cases and variations of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance.accounts.models import Kind, Membership, Organisation
from compliance.review import queue
from compliance.review.conditions import Filters
from compliance.review.models import Submission
from compliance.review.queue_forms import QueueForm
from compliance.review.sorts import SORTS
from tests.people import Team
from tests.review.generating import fill

from .measuring import goal, milliseconds, row
from .site import HOST

SIZES = (1_000, 100_000)
MOST = 1.5  # times the smaller
TIMES = 9
MIDDLE = "place in the middle"  # of all that was received

PAGES = (
    "state=open&sort=oldest",
    "state=open&sort=newest",
    "state=open&sort=ends",
    "state=open&sort=tier",
    "state=all&sort=newest",
    "state=closed&sort=tier",
    "state=all&sort=newest&" + MIDDLE,
    "state=all&sort=ends&" + MIDDLE,
    "state=all&sort=tier&" + MIDDLE,
    "state=asked&sort=ends",
    "assignee=me&sort=ends",
    "assignee=nobody&sort=tier",
    "tier=T3",
    "tier=two&sort=ends",
    "change=safety_removing&sort=newest",
    "provisional=yes&sort=tier",
    "finding=R3.1&sort=newest",
    "item=LAW-EU-01&market=eu",
    "sector=health&sort=ends",
    "base=gemma+27b",
    "ends=soon&sort=ends",
    "ends=ended&sort=newest",
    "received=7&sort=newest",
    "received=before90&sort=tier",
    "changed=yes",
    "overdue=yes&sort=tier",
    "words=amber+lantern",
    "words=amber+lantern+labs&market=us_ca&sort=ends",
    "words=amber&market=kr&sector=biometrics&sort=tier",
)


@dataclass(frozen=True)
class Desk:
    """An authority with so many, and the browser of one of its reviewers."""

    organisation: Organisation
    member: Membership
    client: Client

    @classmethod
    def with_so_many(cls, number: int) -> "Desk":
        team = Team(f"Authority of {number:,}", Kind.REGULATOR)
        with transaction.atomic():
            fill(team.organisation, number, reviewers=[team.user("reviewer"), team.user("administrator")])
        return cls(team.organisation, team.members["reviewer"], team.browser("reviewer"))

    def address(self, asked: str) -> str:
        query, wanted, _nothing = asked.partition("&" + MIDDLE)
        if wanted:
            sort = SORTS[query.rpartition("=")[2]]
            found = Submission.objects.filter(authority=self.organisation).order_by(*sort.order())
            query += f"&after={sort.write(sort.of(found[found.count() // 2]))}"
        return f"{reverse('review:queue', args=[self.organisation.pk])}?{query}"

    def seconds(self, address: str) -> float:
        began = perf_counter()
        response = self.client.get(address, headers={"host": HOST})
        taken = perf_counter() - began
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return taken

    def finding(self, address: str) -> float:
        """The seconds that only the rows take, without the page around them."""
        form = QueueForm(QueryDict(urlsplit(address).query), membership=self.member, reviewers=[])
        assert form.is_valid(), form.errors
        filters, sort, places = form.filters, form.order, form.places
        began = perf_counter()
        queue.page(self.organisation, filters, sort, **places)
        return perf_counter() - began

    def queries(self, address: str) -> int:
        self.seconds(address)
        with CaptureQueriesContext(connection) as captured:
            self.seconds(address)
        return len(captured)


def lines() -> Iterator[str]:
    """The lines of the page."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing was collected
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield from _measured()


def _measured() -> Iterator[str]:
    desks = [Desk.with_so_many(number) for number in SIZES]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as its autovacuum does before long
    yield f"A page of the queue, on {connection.display_name}: {len(PAGES)} combinations, {TIMES} times each"
    taken: dict[str, tuple[list[float], list[float]]] = {each: ([], []) for each in PAGES}
    bare: tuple[list[float], list[float]] = ([], [])
    counts = {}
    for asked, times in taken.items():
        addresses = [each.address(asked) for each in desks]
        counts[asked] = [desk.queries(address) for desk, address in zip(desks, addresses, strict=True)]
        for _ in range(TIMES):
            for i, (desk, address) in enumerate(zip(desks, addresses, strict=True)):
                times[i].append(desk.seconds(address))
                bare[i].append(desk.finding(address))
    small, large = (_p95([each for times in taken.values() for each in times[i]]) for i in (0, 1))
    yield row(f"95th percentile at {SIZES[0]:,}", milliseconds(small), "floor")
    note = f"{large / small:.2f} times the floor; below {MOST}: {goal(large / small < MOST)}"
    yield row(f"95th percentile at {SIZES[1]:,}", milliseconds(large), note)
    for size, seconds in zip(SIZES, bare, strict=True):
        yield row(f"  finding the rows alone, at {size:,}", milliseconds(_p95(seconds)))
    differ = [asked for asked, (one, other) in counts.items() if one != other]
    yield row("the same number of queries", f"{max(counts[PAGES[0]])}", goal(not differ))
    yield from (f"      {asked}: {counts[asked][0]} and {counts[asked][1]}" for asked in differ)
    ratios = {asked: median(times[1]) / median(times[0]) for asked, times in taken.items()}
    for asked in sorted(ratios, key=lambda each: -ratios[each])[:3]:
        label = f"  grows most: {asked.replace('&' + MIDDLE, ', in the middle')}"
        yield row(label[:56], milliseconds(median(taken[asked][1])), f"{ratios[asked]:.2f} times")
    further, rows = _further(desks[-1].organisation)
    yield row(f"looking further, at {queue.LIMITS.further:,} at once", milliseconds(further), f"{rows} found")


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _further(authority: Organisation) -> tuple[float, int]:
    """What it costs to look at many that hardly ever fit: without the page around it."""
    hardly = Filters(labels=("word:amber", "sectors:biometrics", "markets:kr", "base:olmo"), state="all")
    began = perf_counter()
    found = queue.page(authority, hardly, SORTS["tier"], further=True)
    return perf_counter() - began, len(found.rows)
