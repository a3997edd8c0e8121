"""python -m questionnaires graph ID: the picture of a questionnaire as an SVG file."""

import argparse
import sys
from pathlib import Path
from typing import Any

from questionnaires.graph import Drawing, graph, layout, path

from .arguments import add_edition, chosen, day, outcome_of, today


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser("graph", help="a picture of a questionnaire, as SVG")
    add_edition(parser)
    parser.add_argument("--answers", type=Path, metavar="FILE", help="answers whose way is made to stand out")
    parser.add_argument("--on", type=day, help="the day, YYYY-MM-DD; default: the case's own day, or today")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write; default: print")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.answers:
        outcome = outcome_of(options)
        drawn = graph(outcome.edition, outcome.on)
        way = path(drawn, outcome)
    else:
        drawn, way = graph(chosen(options), options.on or today()), None
    picture = Drawing(drawn, layout(drawn, way), way).alone()
    if options.output is None:
        print(picture)
        return 0
    try:
        options.output.write_text(picture, "utf-8")
    except OSError as error:
        print(f"{options.output}: cannot be written: {error.strerror}. Name another file.", file=sys.stderr)
        return 1
    return 0
