"""Holding the database against the register, and the register against what it signed: whatever was edited or
deleted by hand is told. Everything is computed anew from the entries, the sealed files, the statements and
the audit log, which only grows.

What nothing tells about is not looked at, and nothing that anybody relies on: what is only about work in
progress (keys of requests, attempts, leases, troubles, confirmations, and a request of `manage.py attest`
until it is in the register), a log without entries, and the numbers of rows.

What no look at this site can find: that somebody set back the database, the files and the memory outside
together to one moment in the past, or has the keys. The proofs in other hands tell that.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from . import auditing_attestations, auditing_letters, auditing_logs
from .models import Attestation, Letter, Log


@dataclass(frozen=True)
class Finding:
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def audit() -> Iterator[Finding]:
    """Everything that does not fit; nothing where all is as it was made."""
    attestations = list(Attestation.objects.order_by("made_at", "pk").values_list("pk", flat=True))
    told = auditing_logs.told()
    yield from _found("the register", auditing_logs.order(told))
    for log in Log.objects.order_by("pk"):
        yield from _found(log.origin, auditing_logs.tree(log, told))
        yield from _found(log.origin, auditing_logs.entries(log, told, set(attestations)))
    logged = auditing_attestations.logged()
    for each in attestations:
        where = f"attestation {each}"
        yield from _found(where, auditing_attestations.one(each, logged.pop(str(each), {})))
    for letter in Letter.objects.order_by("made_at", "pk").values_list("pk", flat=True):
        yield from _found(f"letter {letter}", auditing_letters.one(letter))
    for gone in logged:
        yield Finding(f"attestation {gone}", "the audit log has it, and it is gone")


def _found(where: str, faults: Iterator[str]) -> Iterator[Finding]:
    """What cannot even be read is not what we wrote either."""
    try:
        for what in faults:
            yield Finding(where, what)
    except Exception as error:
        yield Finding(where, f"it cannot be read ({type(error).__name__}: {error})")
