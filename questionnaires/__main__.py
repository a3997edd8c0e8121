"""python -m questionnaires COMMAND: the engine on the command line; each command is a module of its own."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .carrying import NotTheNext
from .commands import check, classify, compare, graph, prove, publish, remedy, schema
from .documents import InvalidDocument
from .libraries import VARIABLE, add_library
from .loading import UnknownQuestionnaire

COMMANDS = (check, classify, remedy, prove, graph, compare, publish, schema)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    own = options.library or os.environ.get(VARIABLE)
    options.own_faults = add_library(Path(own)) if own else ()
    try:
        code: int = options.run(options)
    except InvalidDocument as error:
        print(error, file=sys.stderr)
        return 1
    except (UnknownQuestionnaire, NotTheNext) as error:
        for fault in options.own_faults:  # what is looked for may be one that is broken
            print(fault, file=sys.stderr)
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m questionnaires", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for each in COMMANDS:
        each.add(commands)
    for command in commands.choices.values():
        command.add_argument("--library", metavar="DIR", help=f"a library of your own; default: ${VARIABLE}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
