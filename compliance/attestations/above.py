"""What rooms above this one say and offer on an attestation's page. They register it when the site starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from compliance.accounts.models import Membership

from .models import Attestation


@dataclass(frozen=True)
class Line:
    """What became of it somewhere else, and where to read more."""

    name: str  # of whom
    text: str
    address: str


@dataclass(frozen=True)
class Offer:
    """Something that this member may do with it."""

    text: str
    address: str


Lines = Callable[[Attestation], Sequence[Line]]
Offers = Callable[[Attestation, Membership], Sequence[Offer]]

_lines: list[Lines] = []
_offers: list[Offers] = []


def register(lines: Lines, offers: Offers) -> None:
    _lines.append(lines)
    _offers.append(offers)


def lines(attestation: Attestation) -> list[Line]:
    return [line for each in _lines for line in each(attestation)]


def offers(attestation: Attestation, membership: Membership) -> list[Offer]:
    return [offer for each in _offers for offer in each(attestation, membership)]
