"""Proposes answers from files that people have already: what was read, where it stood, and how sure it is.

No Django, no network, no disk: bytes go in, proposals come out, and a person accepts each.
"""

from .facts import Fact, Place, Remark, Sure
from .proposals import Proposal, offered, propose
from .recognition import MOST_FILES, Rejected, Taken, read
from .sources import LARGEST_FILE, Unreadable

__all__ = [
    "LARGEST_FILE",
    "MOST_FILES",
    "Fact",
    "Place",
    "Proposal",
    "Rejected",
    "Remark",
    "Sure",
    "Taken",
    "Unreadable",
    "offered",
    "propose",
    "read",
]
