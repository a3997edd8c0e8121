"""setup/together.py: the site and its worker begin and end together."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENDLESS = "sleep 1000"


def stubborn(file: Path) -> str:
    return shlex.join(["sh", "-c", f"trap '' TERM INT; touch {file}; while :; do sleep 0.1; done"])


@contextmanager
def together(*commands: str) -> Iterator[subprocess.Popen[str]]:
    """In a process group of its own, as in a terminal; nothing of it is left behind."""
    process = subprocess.Popen(
        [sys.executable, "setup/together.py", *commands],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            if group(process):
                os.killpg(process.pid, signal.SIGKILL)


def group(process: subprocess.Popen[str]) -> dict[int, str]:
    """What runs in the process group."""
    found = subprocess.run(
        ["ps", "-A", "-o", "pgid=,pid=,stat=,args="], capture_output=True, text=True, check=True
    )
    lines = [line.split(None, 3) for line in found.stdout.splitlines()]
    mine = [(pid, args) for pgid, pid, stat, args in lines if int(pgid) == process.pid and stat[0] != "Z"]
    return {int(pid): args for pid, args in mine}


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("code", [0, 3])
@pytest.mark.parametrize("first", [True, False])
def test_when_one_ends_all_end_with_its_code(code: int, first: bool) -> None:
    ends = f"sh -c 'sleep 0.3; exit {code}'"
    with together(*([ends, ENDLESS] if first else [ENDLESS, ends])) as process:
        assert process.wait(10) == code
        assert group(process) == {}
        assert process.stderr
        assert f"ended ({code})" in process.stderr.read()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("whole_group", [True, False])
def test_a_signal_ends_all(end: signal.Signals, whole_group: bool) -> None:
    with together(ENDLESS, ENDLESS) as process:
        wait(lambda: len(group(process)) == 3)
        (os.killpg if whole_group else os.kill)(process.pid, end)
        assert process.wait(10) == 0
        assert group(process) == {}


def test_one_that_is_killed_takes_the_others_along() -> None:
    with together(ENDLESS, "sleep 2000") as process:
        wait(lambda: len(group(process)) == 3)
        (other,) = (pid for pid, args in group(process).items() if args == "sleep 2000")
        os.kill(other, signal.SIGKILL)
        assert process.wait(10) == signal.SIGKILL
        assert group(process) == {}


def test_one_that_does_not_listen_is_killed_in_the_end(tmp_path: Path) -> None:
    with together(stubborn(tmp_path / "up"), ENDLESS) as process:
        wait((tmp_path / "up").exists)
        process.terminate()
        assert process.wait(15) == 0
        wait(lambda: group(process) == {})  # the last pause of its own ends by itself


def test_the_group_can_be_killed_as_one() -> None:
    with together(ENDLESS, ENDLESS) as process:
        wait(lambda: len(group(process)) == 3)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        wait(lambda: group(process) == {})


def test_a_command_that_is_not_there_lets_nothing_run() -> None:
    with together(ENDLESS, "no-such-command") as process:
        assert process.wait(10) == 127
        assert group(process) == {}


def test_make_run_starts_the_site_and_a_worker() -> None:
    plan = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "run", "PORT=8123"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    last = shlex.split(plan.stdout.replace("\\\n", " "))
    started = last[last.index("setup/together.py") + 1 :]
    assert len(started) == 2
    assert "--port 8123" in started[0]
    assert started[1] == ".venv/bin/python manage.py work"
