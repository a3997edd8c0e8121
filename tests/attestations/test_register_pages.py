"""The public register for people and programs, and the log as C2SP tlog-tiles serves it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from compliance.attestations import keyring, lifecycle
from compliance.attestations.models import Leaf, Shows, Tile
from compliance.attestations.register import checkpoint, merkle, tiles
from compliance.attestations.statement import Subject
from tests.attestations.issued import quickly
from tests.people import Team
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)

LOG = "/register/evaluation"


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


def publish(team: Team, model: str, **wish: Any) -> Any:
    subject = Subject("Larkspur Labs", model, "")
    return quickly(team, key=model, subject=subject, published=True, **wish)


def listed(query: str = "") -> list[str]:
    page = Page(Client().get(reverse("attestations:register") + query))
    return [" ".join(each.itertext()) for each in page.main.xpath(".//tbody/tr/th")]


def test_it_lists_those_who_chose_to_be(team: Team) -> None:
    quickly(team, key="silent", subject=Subject("Larkspur Labs", "Silent", ""))
    publish(team, "Red")
    publish(team, "Blue")
    assert sorted(listed()) == ["Larkspur Labs Blue", "Larkspur Labs Red"]


def test_it_can_be_searched(team: Team) -> None:
    publish(team, "Red")
    gone = publish(team, "Blue")
    lifecycle.withdraw(attestation=gone, reason="Wrong.", actor=team.user("signatory"))
    assert len(listed("?words=larkspur red")) == 1
    assert len(listed("?status=withdrawn")) == 1
    assert len(listed("?status=current&tier=T1")) == 1
    assert listed("?status=expired") == []
    assert len(listed("?status=nonsense")) == 2


def test_whoever_takes_it_back_is_not_listed_any_more(team: Team) -> None:
    found = publish(team, "Red")
    lifecycle.share(
        attestation=found, shows=Shows.STATUS.value, published=False, actor=team.user("signatory")
    )
    assert listed() == []


def test_an_empty_register_says_so() -> None:
    page = Page(Client().get(reverse("attestations:register")))
    assert "Nobody has chosen to be listed yet." in page.text


def test_the_feed_has_the_same(team: Team) -> None:
    found = publish(team, "Red")
    feed = Client().get(reverse("attestations:feed")).json()
    (item,) = feed["items"]
    assert item["id"] == str(found.pk)
    assert item["_modcheck"] | {"tier": "T1", "status": "current", "model": "Red"} == item["_modcheck"]


def test_the_seal_is_there_for_whoever_verifies_offline(team: Team) -> None:
    pem = Client().get(reverse("attestations:seal")).content
    assert pem.startswith(b"-----BEGIN CERTIFICATE-----")


def get(path: str) -> Any:
    return Client().get(f"{LOG}/{path}")


def test_the_log_is_served_so_that_others_can_watch_it(team: Team) -> None:
    """What a monitor does: open the checkpoint, fetch entries and tiles, compute the root."""
    for number in range(3):
        quickly(team, key=str(number))
    origin = f"localhost:8000{LOG}"
    head = checkpoint.opened(get("checkpoint").content.decode(), origin, keyring.verifiers(origin))
    assert head.size == 3
    entries = tiles.unbundle(get("tile/entries/000.p/3").content)
    assert [each.hex() for each in entries] == list(
        Leaf.objects.order_by("index").values_list("entry", flat=True)
    )
    hashes = get("tile/0/000.p/3").content
    assert hashes == b"".join(merkle.leaf_hash(each) for each in entries)
    assert tiles.root(lambda level, index: hashes if (level, index) == (0, 0) else b"", 3) == head.root
    assert get("tile/0/000.p/2").content == hashes[:64]


def test_what_never_changes_is_kept_and_the_checkpoint_is_not(team: Team) -> None:
    quickly(team)
    assert "max-age=2" in get("checkpoint")["Cache-Control"]
    tile = get("tile/0/000.p/1")
    assert "immutable" in tile["Cache-Control"]
    assert tile["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000.p/2",
        "tile/0/000",
        "tile/1/000.p/1",
        "tile/entries/000.p/2",
        "tile/0/0",
        "tile/64/000",
        "x",
    ],
)
def test_what_is_not_signed_or_no_address_is_not_found(team: Team, path: str) -> None:
    quickly(team)
    assert get(path).status_code == 404


def test_what_is_not_signed_for_yet_is_not_served(team: Team) -> None:
    quickly(team)
    Tile.objects.update(hashes=bytes(64))
    assert get("tile/0/000.p/2").status_code == 404


def test_there_is_no_checkpoint_of_nothing() -> None:
    assert get("checkpoint").status_code == 404
