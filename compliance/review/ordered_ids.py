"""Ids in the order of time: UUIDs of version 7 (RFC 9562, section 5.7).

An index that ends in such an id is in the order of receipt. So is the list of all that bear a label: a page
of a queue can begin in the middle of one, however long it is.
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.utils import timezone


def new(moment: datetime | None = None) -> UUID:
    """An id of now, or of another moment. Ids of the same millisecond are in no order."""
    return UUID(
        int=_milliseconds(moment or timezone.now()) | secrets.randbits(12) << 64 | secrets.randbits(62)
    )


def first(moment: datetime) -> UUID:
    """Not above any id of this moment or later, and above all of earlier milliseconds."""
    return UUID(int=_milliseconds(moment))


def _milliseconds(moment: datetime) -> int:
    """The first 48 bits, with version and variant at their places."""
    return int(moment.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62
