"""Runs a command with a PostgreSQL server of its own, which is gone afterwards: setup/postgresql.py COMMAND…

MODCHECK_DATABASE tells the command where it is: at a socket in a temporary directory that nobody else can
enter, so that it needs neither port nor password. Nothing it stores survives, least of all a power cut.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

NAME = "modcheck"
PATIENCE = 30  # seconds, for what should take one
# Words are sorted as in English, not byte by byte: a server of somebody's own does so too.
INITDB = ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
INITDB += ["--locale-provider=icu", "--icu-locale=en"]
HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def programs() -> Path:
    """Where initdb and pg_ctl are. Debian keeps them out of PATH, a directory for each version."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name))
    found = shutil.which("pg_ctl", path=versions[-1]) if versions else shutil.which("pg_ctl")
    if found is None:
        sys.exit("PostgreSQL is missing. On Debian: apt-get install --no-install-recommends postgresql")
    return Path(found).parent


def owner() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses to be run by root."""
    if os.getuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def server() -> Iterator[str]:
    """A new server with an empty database; its address. /tmp, because the path of a socket must be short."""
    with tempfile.TemporaryDirectory(prefix="modcheck-postgresql-", dir="/tmp") as name:
        place, who = Path(name), owner()
        data, log = place / "data", place / "log"
        if who:
            os.chown(place, who["user"], who["group"])

        def run(program: str, *arguments: str) -> None:
            command = [programs() / program, *arguments]
            # A session of its own, so that Ctrl+C reaches the command, and the server when its time has come.
            done = subprocess.run(  # noqa: S603 - programs of PostgreSQL
                command,
                cwd=place,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                start_new_session=True,
                **who,
            )
            if done.returncode:
                sys.exit(f"{program} failed:\n{done.stdout}{log.read_text() if log.exists() else ''}")

        run("initdb", "--username", NAME, "--pgdata", str(data), *INITDB)
        try:
            options = f"{HASTY} -c unix_socket_directories='{place}'"
            run("pg_ctl", "start", "-w", "-t", str(PATIENCE), "-D", str(data), "-l", str(log), "-o", options)
            run("createdb", "--host", str(place), "--username", NAME, NAME)
            yield f"postgresql://{NAME}@/{NAME}?host={quote(str(place), safe='')}"
        finally:
            if (data / "postmaster.pid").exists():
                run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))


def main(command: list[str]) -> int:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever starts this may ignore it
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda number, _frame: sys.exit(128 + number))
    with server() as address:
        running = subprocess.Popen(command, env={**os.environ, "MODCHECK_DATABASE": address})  # noqa: S603
        try:
            return running.wait()
        except KeyboardInterrupt:  # the command got it too, and may have something to say
            return running.wait(PATIENCE)
        finally:
            if running.poll() is None:
                running.terminate()
                running.wait(PATIENCE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if sys.argv[1:] else __doc__)
