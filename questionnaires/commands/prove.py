"""python -m questionnaires prove ID: each claim of soundness, with what shows it."""

import argparse
import json
from typing import Any

from questionnaires.proving import prove, reporting

from .arguments import add_edition, chosen, day, today


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "prove", help="show that a questionnaire is sound, with a witness for each claim"
    )
    add_edition(parser)
    parser.add_argument("--on", type=day, help="the day, YYYY-MM-DD; default: today")
    parser.add_argument("--json", action="store_true", help="print JSON, witnesses included")
    parser.set_defaults(run=_prove)


def _prove(options: argparse.Namespace) -> int:
    proof = prove(chosen(options), options.on or today())
    if options.json:
        print(json.dumps(reporting.as_json(proof), ensure_ascii=False))
    else:
        print("\n".join(reporting.lines(proof)))
    return 0 if proof.sound else 1
