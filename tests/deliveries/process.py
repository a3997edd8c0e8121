"""A worker as in production, in a process of its own, that waits seconds where the site waits minutes:
python -m tests.deliveries.process. With DIARY, a file, it has a periodic job that writes the time into it."""

import os
import time
from datetime import timedelta

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings")
    django.setup()
    # These have models, which Django loads first.
    from compliance.deliveries import periodic, services, tasks  # noqa: PLC0415 - see above
    from compliance.deliveries.worker import Worker  # noqa: PLC0415 - see above

    tasks.LEASE = timedelta(seconds=2)
    periodic.register(periodic.Job("deliver what is due", timedelta(seconds=1), services.sweep))
    if diary := os.environ.get("DIARY"):
        periodic.register(periodic.Job("diary", timedelta(seconds=1), lambda: write(diary)))
    worker = Worker(interval=0.02)
    worker.configure_signals()
    print("ready", flush=True)
    worker.run()


def write(diary: str) -> None:
    with open(diary, "a") as file:
        file.write(f"{time.time()}\n")


if __name__ == "__main__":
    main()
