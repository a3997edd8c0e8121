"""Letters: sealed PDFs that rooms above write, one about each thing, in the register like attestations.

What is said is decided before; here its pages are made, sealed and written down, once, however often it is
tried and wherever a process ends.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from compliance.accounts.models import Organisation

from . import files, forgetting, keyring, ledger, lifecycle, printing, queries, typography
from .inspecting import TWIN
from .models import Letter, Purpose
from .register.commitment import Kind
from .signing import seal


def issue(
    *, organisation: Organisation, key: str, document: Mapping[str, Any], html: str, made_at: datetime
) -> Letter:
    """The letter about `key`: the one that is there, or a new one with these pages and, as data beside them,
    this document. Raises ledger.Refused, and typography.Unprintable."""
    if found := Letter.objects.filter(key=key).first():
        return _signed_for(found)
    log_id = ledger.log(Purpose.SITE).pk
    ledger.require_consistent(log_id)  # before the work
    text = rfc8785.dumps(dict(document)).decode()
    content = _sealed(organisation, text, html, made_at)
    stored_as = files.store(content)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        letter = Letter.objects.filter(key=key).first()
        if letter:
            transaction.on_commit(lambda: files.forget(stored_as))  # another process was quicker
        else:
            sha256 = files.digest(content)
            ledger.append(log_id, [ledger.Event(Kind.DECIDED, sha256, None)])
            letter = Letter.objects.create(
                organisation=organisation,
                key=key,
                document=text,
                sha256=sha256.hex(),
                size=len(content),
                stored_as=stored_as,
                made_at=made_at,
            )
    return _signed_for(letter)


def _sealed(organisation: Organisation, text: str, html: str, made_at: datetime) -> bytes:
    data = printing.attached(TWIN, text, "What the letter says, as canonical JSON (RFC 8785)", made_at)
    identifier = hashlib.sha256(text.encode()).hexdigest()[:32]
    pages = printing.printed(html, identifier=identifier, attachments=[data])
    return seal(pages, key=keyring.seal(), organisation=organisation.name, at=made_at).pdf


def _signed_for(letter: Letter) -> Letter:
    leaf = queries.leaf_of(letter.sha256)
    if leaf and not ledger.covered(leaf):
        lifecycle.sign(leaf)
    return letter


def check(texts: Mapping[str, str]) -> None:
    """That all of it can be printed. Raises typography.Unprintable."""
    typography.check(dict(texts))


def content(letter: Letter) -> bytes:
    """Raises FileNotFoundError where the storage has lost it."""
    return files.content(letter.stored_as)


def proof(letter: Letter) -> str | None:
    """Its proof file; None while the register has not signed for it. Raises checkpoint.Inconsistent."""
    leaf = queries.leaf_of(letter.sha256)
    return ledger.prove(leaf) if leaf else None


def said(letter: Letter) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(letter.document)
    return found


@receiver(pre_delete, sender=Letter)
def _register_keeps(instance: Letter, **_more: Any) -> None:
    """That there was one, and that it was deleted with whoever wrote it."""
    told: dict[str, Any] = {
        "kind": Kind.WITHDRAWN.value,
        "deleted": True,
        "files": [instance.sha256],
        "forgotten": [],
    }
    document = rfc8785.dumps(told)
    event = ledger.Event(Kind.WITHDRAWN, hashlib.sha256(document).digest(), None, document.decode())
    forgetting.write_down(ledger.log(Purpose.SITE).pk, event)


@receiver(post_delete, sender=Letter)
def _file_follows(instance: Letter, **_more: Any) -> None:
    transaction.on_commit(lambda: files.forget(instance.stored_as))
