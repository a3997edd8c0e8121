"""What an organisation has here. Rooms above this one say what they keep for it, so that all of it can be
taken away. That all of it goes when the organisation goes is the database's business."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from .models import Organisation


def _nothing(organisation: Organisation) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Holding:
    """`rows` become a file of the export; `files` are put beside it, by name."""

    name: str
    rows: Callable[[Organisation], Iterable[Mapping[str, Any]]]
    files: Callable[[Organisation], Iterable[tuple[str, Callable[[], BinaryIO]]]] = _nothing


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    _holdings[holding.name] = holding


def holdings() -> Iterator[Holding]:
    yield from _holdings.values()
