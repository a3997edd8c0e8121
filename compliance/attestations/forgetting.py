"""What goes with an organisation, and what the register keeps: that something was issued and does not hold
any more, and the hash of its file, so that whoever has it is still told. Nothing that says whose it was."""

import logging
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from . import files, ledger, lifecycle
from .models import Attestation, Leaf, SealedFile
from .register.commitment import Kind

logger = logging.getLogger(__name__)


@receiver(pre_delete, sender=Attestation)
def _register_keeps(instance: Attestation, **kwargs: Any) -> None:
    """Its last leaf says that it is gone; what the earlier ones told is forgotten."""
    leaves = list(instance.leaves.order_by("log", "index"))
    if not leaves:
        return
    told = [each for each in leaves if each.document]
    event = replace(
        lifecycle.event(
            instance,
            Kind.WITHDRAWN,
            deleted=True,
            files=[each.subject for each in leaves if not each.document],
            forgotten=[each.entry for each in told],
        ),
        attestation=None,
    )
    Leaf.objects.filter(pk__in=[each.pk for each in told]).update(kind="", salt="", subject="", document="")
    write_down(lifecycle.log_id(instance), event)


def write_down(log_id: int, event: ledger.Event) -> None:
    """That something is deleted. Nobody's data stays because the register is in trouble: `register audit`
    tells of it then."""
    try:
        leaf = ledger.append(log_id, [event])[0]
    except ledger.Refused:
        logger.exception("something is deleted while the register does not sign")
        return
    transaction.on_commit(lambda: lifecycle.sign(leaf))


@receiver(post_delete, sender=SealedFile)
def _file_follows(instance: SealedFile, **kwargs: Any) -> None:
    transaction.on_commit(lambda: files.forget(instance.stored_as))
