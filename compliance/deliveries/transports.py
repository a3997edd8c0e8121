"""How each kind of delivery leaves. A transport gets what to deliver and says in a few words where it went;
it raises Refused where trying again is no use, and anything else where it may be."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from .models import Delivery

Transport = Callable[[Delivery, bytes], str]
_transports: dict[str, Transport] = {}


class Refused(Exception):
    """For good. Its text, as that of the next two, is for operators and names no secret."""


class Failed(Exception):
    """For now."""


class OutOfTime(Exception):
    """No OSError on purpose: those, libraries take for a reason to try the next address."""


def register(kind: str, transport: Transport) -> None:
    _transports[kind] = transport


def send(delivery: Delivery, content: bytes, *, within: timedelta) -> str:
    """Raises Refused, OutOfTime, and whatever else the transport raises."""
    with _deadline(within):
        return _transports[delivery.kind](delivery, content)


def in_words(error: Exception) -> str:
    """What went wrong, in short. Errors that we do not know may say anything, so they are named only."""
    if isinstance(error, Refused | Failed | OutOfTime):
        text = str(error)
    elif isinstance(error, OSError) and error.strerror:
        text = error.strerror
    else:
        text = type(error).__name__
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:250]


@contextmanager
def _deadline(time: timedelta) -> Iterator[None]:
    """Whatever hangs is over by then: a server that answers one byte a minute defeats any time limit of a
    socket. Only the main thread can be called off; tasks run there."""

    def call_off(*_: Any) -> None:
        raise OutOfTime(f"Not done after {time.total_seconds():.0f} seconds.")

    before = signal.signal(signal.SIGALRM, call_off)
    signal.setitimer(signal.ITIMER_REAL, time.total_seconds())
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
