"""Issuing in a process that is killed on the way: python -m tests.attestations.killing reads lines of JSON
that say whose request to issue and when to die, and answers each with how its process ended.

Each is issued by a fork of its own, with all that is real. When the function of a boundary returns, the fork
kills itself, as `kill -9` would: nothing is caught, closed or rolled back.
"""

import json
import os
import signal
import sys
from importlib import import_module
from typing import Any

import django

SECONDS = 100  # after which a fork that does not get anywhere is ended

# When a function of a module of ours returns.
BETWEEN_STEPS = {
    "the request is committed": "requesting.request",
    "the file is made": "issuing.make",
    "the file is stored": "files.store",
    "the leaf is committed": "issuing.write_down",
    "the memory outside is written": "outside.remember",
    "the checkpoint is committed": "ledger.sign",
    "the signatory is told": "notices.issued",  # not committed; nor is the mark that it is issued
}
WITHIN_STEPS = {
    "the issuer is named": "requesting.with_present_issuer",
    "the leaf is written": "ledger.append",  # not committed
    "the mark is committed": "issuing.publish",
}
BOUNDARIES = BETWEEN_STEPS | WITHIN_STEPS


def main() -> None:
    django.setup()
    import_module("tests.attestations.issued")  # what takes long is done once
    for line in sys.stdin:
        fork = os.fork()
        if not fork:
            issue(**json.loads(line))
            os._exit(0)
        _pid, status = os.waitpid(fork, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def issue(boundary: str, checkpoints: str, assessment: str, signatory: int, **wish: Any) -> None:
    from django.conf import settings  # noqa: PLC0415 - Django is set up before

    from compliance.accounts.models import User  # noqa: PLC0415 - the same
    from compliance.attestations import issuing  # noqa: PLC0415 - the same
    from tests.attestations import issued  # noqa: PLC0415 - the same

    signal.alarm(SECONDS)
    settings.CHECKPOINTS = checkpoints
    die_after(BOUNDARIES[boundary])
    requested = issued.sign(User.objects.get(pk=signatory), assessment, **wish)
    issuing.proceed(requested.pk)


def die_after(function: str) -> None:
    """What calls the function by the name of its module does not live to see it return."""
    module_name, name = function.split(".")
    module = import_module(f"compliance.attestations.{module_name}")
    real = getattr(module, name)

    def last(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, last)


if __name__ == "__main__":
    main()
