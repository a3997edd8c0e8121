"""Views of the queue that are kept under a name."""

from urllib.parse import urlsplit

from django.test import Client

from compliance.accounts.models import AuditEntry
from tests.review.desks import Desk
from tests.visiting import Page, words


def save(desk: Desk, name: str, query: str = "tier=T3&sort=ends", **more: str) -> Page:
    address = f"{desk.address('save_view')}?{query}"
    return Page(desk.client.post(address, {"name": name, **more}))


def colleague_of(desk: Desk) -> Client:
    """Another reviewer's browser."""
    membership = desk.team.members["signatory"]
    membership.reviewer = True
    membership.save()
    return desk.team.browser("signatory")


def names(page: Page) -> list[str]:
    return [words(each) for each in page.main.xpath(".//nav[@aria-label='Views']//bdi")]


def test_a_view_is_kept_and_opens_what_was_shown(desk: Desk) -> None:
    page = save(desk, "Grave ones")
    assert "tier=T3" in page.leads_to
    shown = desk.see()
    assert names(shown) == ["Grave ones"]
    again = desk.follow(shown, "Grave ones")
    assert again.main.xpath(".//a[@aria-current]/bdi")[0].text == "Grave ones"


def test_one_s_own_views_are_nobody_elses_and_shared_ones_are_everybodys_here(desk: Desk) -> None:
    save(desk, "Mine")
    save(desk, "Ours", shared="on")
    there = Page(colleague_of(desk).get(desk.address() + "?state=open"))
    assert names(there) == ["Ours"]
    assert names(Desk("Another authority").see()) == []


def test_somebody_elses_view_can_be_neither_deleted_nor_shown_first(desk: Desk) -> None:
    save(desk, "Mine")
    view = desk.authority.saved_views.get()
    for client, at in (
        (colleague_of(desk), desk),
        (Desk("Another authority").client, desk),
    ):
        for name in ("delete_view", "show_first"):
            assert client.post(at.address(name, view.pk)).status_code == 404
    elsewhere = Desk("Third authority")
    save(desk, "Ours", shared="on")
    shared = desk.authority.saved_views.get(member=None)
    assert elsewhere.client.post(elsewhere.address("delete_view", shared.pk)).status_code == 404
    assert desk.authority.saved_views.count() == 2


def test_deleting_asks_first(desk: Desk) -> None:
    save(desk, "Mine")
    view = desk.authority.saved_views.get()
    assert "Delete the view Mine?" in Page(desk.client.get(desk.address("delete_view", view.pk))).heading
    assert desk.authority.saved_views.exists()
    desk.client.post(desk.address("delete_view", view.pk))
    assert not desk.authority.saved_views.exists()


def test_the_desk_opens_with_the_default_and_ones_own_goes_before_that_for_all(desk: Desk) -> None:
    assert desk.client.get(desk.address()).status_code == 200
    save(desk, "Ours", "tier=T2", shared="on", default="on")
    assert "tier=T2" in desk.client.get(desk.address())["Location"]
    save(desk, "Mine", "tier=T4", default="on")
    assert "tier=T4" in desk.client.get(desk.address())["Location"]
    save(desk, "Mine too", "tier=T1", default="on")
    assert "tier=T1" in desk.client.get(desk.address())["Location"]
    assert Page(desk.client.get(desk.address("views"))).text.count("shown first") == 2
    mine = desk.authority.saved_views.get(name="Mine too")
    desk.client.post(desk.address("show_first", mine.pk), {"default": "no"})
    assert "tier=T2" in desk.client.get(desk.address())["Location"]
    assert desk.see("state=open").status == 200  # the address says what is wanted


def test_a_name_is_taken_once(desk: Desk) -> None:
    save(desk, "Mine")
    assert save(desk, "Mine").status == 422
    assert save(desk, "Mine", shared="on").status == 302
    assert save(desk, "  ").status == 422
    assert save(desk, "M\u202eine").status == 422


def test_a_view_that_cannot_be_read_is_not_kept(desk: Desk) -> None:
    page = save(desk, "Mine", "tier=T9")
    assert urlsplit(page.leads_to).path == desk.address()
    assert not desk.authority.saved_views.exists()


def test_what_is_saved_for_all_is_in_the_log(desk: Desk) -> None:
    save(desk, "Mine")
    save(desk, "Ours", shared="on", default="on")
    view = desk.authority.saved_views.get(member=None)
    desk.client.post(desk.address("delete_view", view.pk))
    found = AuditEntry.objects.filter(organisation=desk.authority, action__startswith="view.").order_by("pk")
    assert [each.action for each in found] == ["view.shared", "view.first", "view.deleted"]
    assert {each.subject for each in found} == {"Ours"}
