"""Looks at a file that somebody attaches, before anything of it is kept: is it of a kind that we take, and is
it harmless to whoever opens it later? No Django here: files are opened in a process of its own."""

from .isolation import inspect
from .kinds import ENDINGS, KINDS, LARGEST, MOST_PIXELS, Kind, kind_of
from .names import clean_name
from .refusals import Reason, Refused

__all__ = [
    "ENDINGS",
    "KINDS",
    "LARGEST",
    "MOST_PIXELS",
    "Kind",
    "Reason",
    "Refused",
    "clean_name",
    "inspect",
    "kind_of",
]
