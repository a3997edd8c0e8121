"""setup/postgresql.py: a server for one command, of which nothing is left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = [sys.executable, "setup/postgresql.py"]
SAY = "import os; print(os.environ['MODCHECK_DATABASE'], flush=True)"
USE = """import psycopg
with psycopg.connect(os.environ["MODCHECK_DATABASE"]) as connection:
    connection.execute("CREATE TABLE lines (line text)")
    print("made")
"""
STAY = f"{SAY}; import time; time.sleep(60)"


def place_of(address: str) -> Path:
    return Path(unquote(address.strip().rpartition("host=")[2]))


def test_a_command_finds_a_database_that_is_gone_afterwards() -> None:
    done = subprocess.run(
        [*SCRIPT, sys.executable, "-c", f"{SAY}; {USE}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    address, made = done.stdout.splitlines()
    assert made == "made"
    assert not place_of(address).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def test_a_command_that_fails_fails_and_nothing_is_left_either() -> None:
    command = [*SCRIPT, sys.executable, "-c", f"{SAY}; raise SystemExit(7)"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 7
    assert not place_of(done.stdout).exists()


def test_without_a_command_it_says_what_it_is_for() -> None:
    done = subprocess.run(SCRIPT, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "setup/postgresql.py COMMAND" in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupting_it_ends_the_command_and_the_server(how: signal.Signals) -> None:
    """SIGINT goes to the whole group, as Ctrl+C in a terminal; the others to the script alone."""
    running = subprocess.Popen(
        [*SCRIPT, sys.executable, "-c", STAY],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    with running.stdout:
        place = place_of(running.stdout.readline())
        server = int((place / "data" / "postmaster.pid").read_text().split()[0])
        if how == signal.SIGINT:
            os.killpg(running.pid, how)
        else:
            running.send_signal(how)
        assert running.wait(60) != 0
        assert running.stdout.read() == ""  # whoever held the other end is gone too
    assert not place.exists()
    assert not alive(server)


def alive(process: int) -> bool:
    """Whether it still runs, a moment later."""
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True
