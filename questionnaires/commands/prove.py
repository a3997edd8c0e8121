"""python -m questionnaires prove ID: each claim of soundness, with what shows it."""

import argparse
import json
from pathlib import Path
from typing import Any

from questionnaires.loading import edition, load
from questionnaires.proving import prove, reporting

from .arguments import day, today


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "prove", help="show that a questionnaire is sound, with a witness for each claim"
    )
    parser.add_argument("id", help="the questionnaire, or the directory of an edition")
    parser.add_argument("--version", help="the questionnaire's version; default: the newest")
    parser.add_argument("--on", type=day, help="the day, YYYY-MM-DD; default: today")
    parser.add_argument("--json", action="store_true", help="print JSON, witnesses included")
    parser.set_defaults(run=_prove)


def _prove(options: argparse.Namespace) -> int:
    directory = Path(options.id)
    chosen = (
        load(directory)
        if (directory / "questionnaire.yaml").is_file()
        else edition(options.id, options.version)
    )
    proof = prove(chosen, options.on or today())
    if options.json:
        print(json.dumps(reporting.as_json(proof), ensure_ascii=False))
    else:
        print("\n".join(reporting.lines(proof)))
    return 0 if proof.sound else 1
