"""Opens a file in a process of its own, which may take so much time and memory and no more: the libraries
that parse are large, written in C for the most part, and the file may be made to break them."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from .kinds import Kind
from .refusals import Reason, Refused

# Our own conventions: several times what the worst file below the limits of size needs.
MOST_SECONDS = 10  # of a processor
MOST_WAITING = 30  # by the clock, on a busy machine
MOST_MEMORY = 1024 * 1024 * 1024  # bytes
MOST_QUEUING = 5  # seconds until it is the file's turn; whoever waits keeps others from their pages
AT_ONCE = threading.BoundedSemaphore(2)  # in one process of the site

_ROOT = Path(__file__).resolve().parents[3]


def inspect(file: IO[bytes], kind: Kind) -> None:
    """Looks at an open file, from its beginning to its end. Raises Refused."""
    file.seek(0, os.SEEK_END)
    size = file.tell()
    if not size:
        raise Refused(Reason.EMPTY)
    if size > kind.most_bytes:
        raise Refused(Reason.TOO_LARGE, kind.id)
    file.seek(0)
    data = file.read()
    file.seek(0)
    if kind.quick:
        kind.check(data)
    else:
        _in_a_process(data, kind)


def _in_a_process(data: bytes, kind: Kind) -> None:
    if not AT_ONCE.acquire(timeout=MOST_QUEUING):
        raise Refused(Reason.BUSY)
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the kind is one of ours
            [sys.executable, "-m", "compliance.assessments.inspection", kind.id],
            input=data,
            capture_output=True,
            cwd=_ROOT,
            env={"PATH": os.defpath},  # no secret of the site goes there
            timeout=MOST_WAITING,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(Reason.TOO_DEMANDING) from None
    finally:
        AT_ONCE.release()
    if done.returncode == 0:
        return
    reason, _, found = done.stdout.decode(errors="replace").strip().partition(" ")
    if reason not in list(Reason):  # it was ended: by a limit, or by a fault of a parser
        raise Refused(Reason.TOO_DEMANDING)
    raise Refused(Reason(reason), found)
