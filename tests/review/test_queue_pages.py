"""The desk's pages, as reviewers see them."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compliance.review import offered, receiving
from compliance.review.models import Clarification, State, Submission
from tests.attestations import issued
from tests.people import Team
from tests.review.desks import Desk, rows
from tests.review.generating import submissions
from tests.visiting import Page, words


def test_what_a_company_sends_stands_on_the_desk_with_all_that_counts(desk: Desk) -> None:
    company = Team("Larkspur Labs")
    sent = receiving.submit(
        attestation=issued.quickly(company), authority=desk.authority, actor=company.user("signatory")
    )
    due = timezone.localdate() - timedelta(days=1)
    Clarification.objects.create(submission=sent, text="Why?", due=due)
    (row,) = desk.see().main.xpath(".//tbody/tr")
    said = words(row)
    for each in ("Larkspur Labs", "PentestPilot", sent.tier, "received", "today", "nobody", "answer overdue"):
        assert each in said
    assert dict(offered.classes())[sent.change_class] in said
    assert sent.valid_until.strftime("%Y") in said
    assert row.find(".//a").get("href") == desk.address("case", sent.pk)


def test_an_empty_desk_says_how_something_comes_here(desk: Desk) -> None:
    assert "Nothing received yet" in desk.see().text


def test_where_nothing_fits_it_says_what_can_be_taken_away(desk: Desk) -> None:
    desk.receive(5)
    page = desk.see("state=open&sort=newest&words=nowhere&tier=T3")
    assert page.status == 200
    assert page.notices == ["None is like this. Take one of the filters away."]
    without = page.links()["take away: Words"]
    assert parse_qs(without[1:]) == {"state": ["open"], "sort": ["newest"], "tier": ["T3"]}


def test_filters_and_pages_are_in_the_address(desk: Desk) -> None:
    made = desk.receive(140)
    still_open = sorted((each.pk for each in made if not each.closed), key=lambda each: -each.int)
    page = desk.see("state=open&sort=newest")
    assert "Previous" not in page.links()
    second = desk.follow(page, "Next")
    assert len(rows(page)) == 50
    assert [*rows(page), *rows(second)] == [desk.address("case", each) for each in still_open[:100]]
    assert rows(desk.follow(second, "Previous")) == rows(page)
    assert rows(desk.follow(second, "First")) == rows(page)


def test_every_filter_can_be_chosen_by_its_words(desk: Desk) -> None:
    desk.receive(3)
    page = desk.see()
    offers = {
        each.get("name"): [words(option) for option in each.iter("option")]
        for each in page.main.xpath(".//form[@role='search']//select")
    }
    assert "R3.1: " in " ".join(offers["finding"])
    assert "T3: Targeted obligations" in offers["tier"]
    assert "European Union" in offers["market"]
    assert "Health and care" in offers["sector"]
    assert {"anybody", "you", "nobody", "Ann of Authority"} <= set(offers["assignee"])
    for name, options in offers.items():
        values = page.main.xpath(f".//form[@role='search']//select[@name='{name}']/option/@value")
        for value in (values[1], values[-1]):
            assert desk.see(f"{name}={value}").status == 200, f"{name}={value}"
        assert len(options) == len(set(options))


BAD = [
    "state=sleeping",
    "tier=T9",
    "finding=R99",
    "assignee=999999",
    "assignee='; --",
    "sort=name",
    "received=yesterday",
    "words=...",
    "words=" + "+".join(f"w{i}" for i in range(11)),
    "words=" + "x" * 201,
    "words=a%00b",
    "base=!",
    "after=nowhere",
    "after=%00",
    "sort=ends&after=2026-02-30~0193e1a0-0000-7000-8000-000000000000",
    "sort=tier&after=-1~0193e1a0-0000-7000-8000-000000000000",
    "sort=tier&after=9999999999999999999999~0193e1a0-0000-7000-8000-000000000000",
    "sort=oldest&after=2026-01-01~0193e1a0-0000-7000-8000-000000000000",
    "before=1~2~3",
    "further=whatever",
]


@pytest.mark.parametrize("query", BAD)
def test_what_cannot_be_read_is_told_and_nothing_is_shown_in_its_place(desk: Desk, query: str) -> None:
    desk.receive(3)
    page = desk.see(query)
    assert page.status == 422
    assert page.errors
    assert not rows(page)


def test_what_is_not_known_at_all_is_left_aside(desk: Desk) -> None:
    desk.receive(3)
    assert desk.see("colour=red&state=all").status == 200
    assert len(rows(desk.see("state=all&page=7"))) == 3


def test_the_links_above_count_what_is_open_and_lead_there(desk: Desk) -> None:
    made = desk.receive(30)
    mine = [each for each in made if not each.closed][:4]
    Submission.objects.filter(pk__in=[each.pk for each in mine]).update(assignee=desk.team.user("reviewer"))
    page = desk.see()
    assert "4 yours" in page.links()
    assert len(rows(desk.follow(page, "4 yours"))) == 4


def test_nothing_of_another_authority_is_on_a_page(desk: Desk) -> None:
    other = Desk("Another authority")
    desk.receive(5)
    for each in other.receive(5):
        each.subject_organisation = "Foxglove"
        each.save()
    for query in ("state=all", "state=all&tier=two", "state=all&words=works", "assignee=nobody&state=all"):
        assert "Foxglove" not in desk.see(query).text
    assert "Foxglove" in other.see("state=all").text


def test_the_number_of_queries_is_the_same_however_much_there_is(desk: Desk) -> None:
    def count() -> list[int]:
        found = []
        for query in ("state=open", "tier=T3&sort=ends", "words=labs&market=eu", "overdue=yes"):
            with CaptureQueriesContext(connection) as captured:
                desk.see(query)
            found.append(len(captured))
        return found

    desk.receive(50)
    desk.see()
    before = count()
    desk.receive(150)
    assert count() == before
    assert max(before) <= 24


def test_without_a_script_nothing_is_missing(desk: Desk) -> None:
    """What a script adds is hidden, or not there, until it runs."""
    desk.receive(3)
    page = desk.see("state=all")
    (button,) = page.main.xpath(".//*[@data-mc-keys-button]")
    assert button.get("hidden") is not None
    assert page.main.xpath(".//dialog[not(@open)]")
    assert not page.main.xpath(".//thead//input")


def test_where_a_page_stops_short_it_says_so_and_looks_further(desk: Desk) -> None:
    """Two long lists that meet only at their ends."""
    made = sorted(submissions(desk.authority, 2300), key=lambda each: each.pk)
    for i, each in enumerate(made):
        each.state, each.closed, each.changed = State.IN_REVIEW, False, i >= 1200
        each.assignee = desk.colleague.user if i < 1200 or i >= 2290 else None
    Submission.objects.bulk_create(made)
    page = desk.see(f"sort=oldest&changed=yes&assignee={desk.colleague.pk}")
    assert page.notices == ["None among the 1,000 that were looked at."]
    assert rows(page) == []
    further = desk.follow(page, "Look further")
    assert rows(further) == [desk.address("case", each.pk) for each in made[2290:]]
    assert "Look further" not in further.links()


# giving what is ticked to somebody ------------------------------------------------------------------------


def test_what_is_ticked_is_given_to_a_reviewer_and_the_way_leads_back(desk: Desk) -> None:
    made = [each for each in desk.receive(20) if not each.closed and each.assignee is None][:3]
    page = desk.assign([each.pk for each in made], desk.colleague.pk, query="state=open&sort=newest")
    assert urlsplit(page.leads_to).path == desk.address()
    assert urlsplit(page.leads_to).query == "state=open&sort=newest"
    assert "3 are with Ann of Authority now." in Page(desk.client.get(page.leads_to)).notices
    found = Submission.objects.filter(pk__in=[each.pk for each in made])
    assert {each.assignee for each in found} == {desk.colleague.user}
    desk.assign([made[0].pk], "nobody")
    assert Submission.objects.get(pk=made[0].pk).assignee is None


def test_what_is_closed_stays_and_is_told(desk: Desk) -> None:
    made = desk.receive(30)
    still_open = next(each for each in made if not each.closed and each.assignee is None)
    closed = next(each for each in made if each.closed)
    page = desk.assign([still_open.pk, closed.pk], desk.colleague.pk)
    said = Page(desk.client.get(page.leads_to)).notices[0]
    assert said.startswith("1 is with Ann of Authority now. 1 stays as it was")
    assert Submission.objects.get(pk=closed.pk).assignee == closed.assignee


def test_somebody_elses_ids_do_nothing(desk: Desk) -> None:
    other = Desk("Another authority")
    theirs = [each for each in other.receive(10) if not each.closed][:2]
    page = desk.assign([*(each.pk for each in theirs), "no id", ""], desk.colleague.pk)
    assert "0 are with" in Page(desk.client.get(page.leads_to)).notices[0]
    for each in theirs:
        assert Submission.objects.get(pk=each.pk).assignee_id == each.assignee_id


@pytest.mark.parametrize("whom", ["", "999999", "somebody", "colleague elsewhere", "no reviewer"])
def test_only_reviewers_of_the_authority_are_given_something(desk: Desk, whom: str) -> None:
    (one,) = desk.receive(1)
    Submission.objects.update(state=State.RECEIVED, closed=False, assignee=None)
    known = {
        "colleague elsewhere": Desk("Another authority").colleague.pk,
        "no reviewer": desk.team.members["assessor"].pk,
    }
    page = desk.assign([one.pk], known.get(whom, whom))
    assert "Nothing was changed" in Page(desk.client.get(page.leads_to)).notices[0]
    assert Submission.objects.get(pk=one.pk).assignee is None


def test_nothing_ticked_is_told(desk: Desk) -> None:
    page = desk.assign([], desk.colleague.pk)
    assert "Nothing was changed" in Page(desk.client.get(page.leads_to)).notices[0]


@pytest.mark.parametrize(
    "query", ["//evil.example", "\r\nX: y", "next=https://evil.example", "&&&==", "a" * 5000]
)
def test_the_way_back_never_leads_elsewhere(desk: Desk, query: str) -> None:
    page = desk.assign([], "", query=query)
    assert page.leads_to.startswith(f"{desk.address()}?")
    assert "\n" not in page.leads_to
