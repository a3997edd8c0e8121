"""python -m tests.benchmarks [NAME ...]: measures everything, or what is named, and prints one page.

Nothing here fails for being slow: a goal that is not met is printed, and the exit code stays 0.
"""

import sys
from importlib import import_module

from .measuring import machine
from .site import site

BENCHMARKS = ("evaluation", "growth", "proving", "remedies", "answering", "report", "sealing", "queue")


def main(chosen: list[str]) -> int:
    if unknown := [each for each in chosen if each not in BENCHMARKS]:
        print(
            f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.",
            file=sys.stderr,
        )
        return 2
    print(f"Modcheck, measured on this machine ({machine()})")
    with site():
        for name in chosen or BENCHMARKS:
            print(flush=True)
            for line in import_module(f"{__package__}.{name}").lines():
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
