"""Runs commands side by side until one of them ends, then ends the others: setup/together.py COMMAND...

Each COMMAND is one argument. A signal (Ctrl+C, a closed terminal, kill) ends all of them. The exit code is
that of the command that ended first; after Ctrl+C or kill it is 0.
"""

import os
import shlex
import signal
import subprocess
import sys
import time
from typing import Any

PATIENCE = 10  # seconds that a command gets to end by itself


class Stop(BaseException):
    pass


def run(commands: list[str]) -> int:
    """They stay in one process group, so that whoever ends the group ends all of it."""

    def stop(*_: Any) -> None:
        raise Stop

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)
    running: dict[int, subprocess.Popen[bytes]] = {}
    code = 0
    try:
        for command in commands:
            process = subprocess.Popen(shlex.split(command))  # noqa: S603 - the Makefile's own
            running[process.pid] = process
        ended, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        print(f"{shlex.join(running.pop(ended).args)} ended ({code}), so all ends", file=sys.stderr)
    except FileNotFoundError as missing:
        print(f"{missing.filename} is not there", file=sys.stderr)
        code = 127
    except Stop:
        pass
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    _end(list(running.values()))
    return abs(code)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
