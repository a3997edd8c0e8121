"""The site as `make run` serves it, in processes of its own, on the database of the tests."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds until it answers; a busy machine is no fault of the site


@contextmanager
def served(processes: int = 2) -> Iterator[str]:
    """The address of a site that answers."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "compliance.wsgi:application"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(processes)]
    command += ["--blocking-threads", "4", "--no-ws", "--workers-kill-timeout", "5"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def environment() -> dict[str, str]:
    """With which another process is the same site."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "compliance.settings",
        "MODCHECK_SECRET_KEY": settings.SECRET_KEY,
        "MODCHECK_HOSTS": "localhost",
        "MODCHECK_HTTPS": "0",
        "MODCHECK_DATABASE": database_of_the_tests(),
        "MODCHECK_DEBUG": "1",  # static files need not be collected
        "MODCHECK_CHECKPOINTS": settings.CHECKPOINTS,
        "MODCHECK_KEYS": str(settings.KEYS),
        "MODCHECK_ATTESTATIONS": str(settings.STORAGES["attestations"]["OPTIONS"]["location"]),
    }


def database_of_the_tests() -> str:
    """For another process, as MODCHECK_DATABASE says it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return name
    return urlsplit(os.environ["MODCHECK_DATABASE"])._replace(path=f"/{name}").geturl()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the site does not answer")
