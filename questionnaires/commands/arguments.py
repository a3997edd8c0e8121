"""What several commands ask for: a day, and a file of answers with the outcome that follows from it."""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path

from questionnaires.answering import read_answers, remarks
from questionnaires.classification import Outcome, classify
from questionnaires.editions import Edition
from questionnaires.loading import edition, load


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a day. Write it as 2026-11-23.") from None


def today() -> date:
    return datetime.now().astimezone().date()


def add_edition(parser: argparse.ArgumentParser) -> None:
    """The arguments that `chosen` reads."""
    parser.add_argument("id", help="the questionnaire, or the directory of an edition")
    parser.add_argument("--version", help="the questionnaire's version; default: the newest")


def chosen(options: argparse.Namespace) -> Edition:
    """The edition that was named. Raises UnknownQuestionnaire and InvalidDocument."""
    directory = Path(options.id)
    if (directory / "questionnaire.yaml").is_file():
        return load(directory.absolute())
    return edition(options.id, options.version)


def add_answers(parser: argparse.ArgumentParser) -> None:
    """The arguments that `outcome_of` reads."""
    add_edition(parser)
    parser.add_argument("answers", type=Path, help="YAML: question id to value, or a case with `answers:`")
    parser.add_argument("--on", type=day, help="the day, YYYY-MM-DD; default: the case's own day, or today")
    parser.add_argument("--json", action="store_true", help="print JSON")


def outcome_of(options: argparse.Namespace) -> Outcome:
    """The outcome of the file of answers; answers that do not count are told on standard error."""
    named = chosen(options)
    answers, own_day, not_asked = read_answers(named, options.answers)
    outcome = classify(named, answers, options.on or own_day or today())
    for remark in remarks(named, answers, outcome.progress, not_asked):
        print(remark, file=sys.stderr)
    return outcome
