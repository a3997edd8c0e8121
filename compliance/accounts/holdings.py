"""What an organisation has here. Rooms above this one say what they keep for it, so that all of it can be
taken away, and so that what a database does not know of (files) goes when the organisation goes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from .models import Organisation


def _nothing(organisation: Organisation) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Holding:
    """`rows` become a file of the export; `files` are put beside it, by name; `after_deletion` is prepared
    before the organisation is deleted, and what it gives back is called once it is gone for good."""

    name: str
    rows: Callable[[Organisation], Iterable[Mapping[str, Any]]]
    files: Callable[[Organisation], Iterable[tuple[str, Callable[[], BinaryIO]]]] = _nothing
    after_deletion: Callable[[Organisation], Callable[[], None]] | None = None


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    _holdings[holding.name] = holding


def holdings() -> Iterator[Holding]:
    yield from _holdings.values()
