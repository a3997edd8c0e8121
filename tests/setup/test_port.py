"""setup/port.py: `make run` says at once that its port cannot be had."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def try_port(port: object) -> tuple[int, str]:
    command = [sys.executable, "setup/port.py", str(port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_a_port_that_another_server_has_is_told_with_another_to_choose() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as granian does
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = try_port(port)
        assert code != 0
        assert f"Port {port} is in use" in said
        assert f"make run PORT={port + 1}" in said
    assert try_port(port) == (0, "")


@pytest.mark.parametrize("port", ["99999", "0", "-1", "http", "", "٣"])
def test_what_is_no_port_is_told(port: str) -> None:
    code, said = try_port(port)
    assert code != 0
    assert (
        said == f"{port} is not a port. Choose a number from 1024 to 65535, for example: make run PORT=8001\n"
    )


def test_make_run_asks_first() -> None:
    plan = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "run", "PORT=99999"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert plan.stdout.splitlines()[0].endswith('setup/port.py "99999"')
