"""A new log in the place of one of which part was lost for good, in the database or of its memory outside.

Nothing contradicts what was signed before: the new log has a name of its own, and its first entry tells how
the old one was found, which stays like that for ever. What was signed in the old one can be verified with its
proofs, also what was lost.
"""

import hashlib
from contextlib import suppress

import rfc8785
from django.db import transaction
from django.db.models import Max, Q

from . import keyring, ledger, outside
from .ledger import Event, Refused
from .models import Leaf, Log, Purpose, SealedFile
from .register.checkpoint import Checkpoint
from .register.commitment import Kind
from .register.encoding import to_base64


class InOrder(Exception):
    """The register would sign: there is no reason to begin a new one."""


def begin(purpose: Purpose, because: str) -> Log:
    """Go on in a new log. What no checkpoint of the old one covers is written down again. Raises InOrder, and
    Refused where the new one cannot be signed."""
    with transaction.atomic():
        old = Log.objects.select_for_update(no_key=True).get(pk=ledger.log(purpose).pk)
        if ledger.successor(old):  # begun at the same moment
            raise InOrder
        with suppress(Refused):
            ledger.require_consistent(old.pk)
            raise InOrder
        new = Log.objects.create(origin=_free_name(purpose), purpose=purpose, because=because)
        signed = old.checkpoints.aggregate(size=Max("size"))["size"] or 0
        unsigned = old.leaves.filter(index__gte=signed).exclude(Q(subject="") | Q(kind=Kind.CONTINUED))
        before = list(unsigned.order_by("index"))
        _first, *after = ledger.append(new.pk, [_continued(old, because), *map(_again, before)])
        for was, now in zip(before, after, strict=True):
            SealedFile.objects.filter(leaf=was).update(leaf=now)
    ledger.sign(new.pk)
    return new


def ending(head: Checkpoint, signed: str | None) -> dict[str, str | int | None]:
    """How the next log tells of the end of one: what was there, and the newest checkpoint."""
    return {
        "log": head.origin,
        "size": head.size,
        "root": to_base64(head.root),
        "checkpoint": signed,
    }


def _continued(old: Log, because: str) -> Event:
    _tiles, head = ledger.recomputed(old)
    newest = old.checkpoints.order_by("-size").first()
    ended = ending(head, newest.note if newest else None)
    document = rfc8785.dumps({"kind": Kind.CONTINUED.value, **ended, "because": because})
    return Event(Kind.CONTINUED, hashlib.sha256(document).digest(), None, document.decode())


def _again(leaf: Leaf) -> Event:
    return Event(Kind(leaf.kind), bytes.fromhex(leaf.subject), leaf.attestation, leaf.document)


def _free_name(purpose: Purpose) -> str:
    name = keyring.origin(purpose)
    while Log.objects.filter(origin=name).exists() or outside.place(name).exists():
        name = keyring.successor(name)
    return name
