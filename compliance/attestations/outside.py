"""The newest checkpoint of each log, kept in a file outside of the database: what a backup that is restored,
or whoever edits the database, does not bring back or change."""

import hashlib
import os
from pathlib import Path

from django.conf import settings


def place(origin: str) -> Path:
    """The file of a log. Its name tells the host to people, and the rest by a hash."""
    host = origin.split("/", maxsplit=1)[0].replace(":", "-")
    name = f"{host}-{hashlib.sha256(origin.encode()).hexdigest()[:12]}"
    return Path(settings.CHECKPOINTS) / f"{name}.checkpoint"


def remembered(origin: str) -> str | None:
    """The note, or whatever stands in its place; None where none was ever kept. Raises OSError."""
    try:
        return place(origin).read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None


def places() -> list[Path]:
    """The files of all logs that were ever signed."""
    return sorted(Path(settings.CHECKPOINTS).glob("*.checkpoint"))


def remember(origin: str, note: str) -> None:
    """Keep it, for good when this returns: a power cut leaves the old one or the new one. Raises OSError."""
    file = place(origin)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.new")
    with open(unfinished, "wb") as out:
        out.write(note.encode())
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)
    directory = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
