"""python -m questionnaires COMMAND: the engine on the command line; each command is a module of its own."""

import argparse
import os
import sys
from collections.abc import Sequence

from .carrying import NotTheNext
from .commands import check, classify, compare, graph, prove, publish, remedy
from .documents import InvalidDocument
from .loading import UnknownQuestionnaire

COMMANDS = (check, classify, remedy, prove, graph, compare, publish)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except InvalidDocument as error:
        print(error, file=sys.stderr)
        return 1
    except (UnknownQuestionnaire, NotTheNext) as error:
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
    return parser


if __name__ == "__main__":
    sys.exit(main())
