"""python -m questionnaires check | classify | schema: the engine on the command line."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from . import describing
from .answering import read_answers
from .cases import case_files, check_case
from .classification import Outcome, classify
from .documents import Fault, InvalidDocument
from .explanation import explain
from .libraries import VARIABLE, add_library
from .loading import UnknownQuestionnaire, edition, library, load


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    own = options.library or os.environ.get(VARIABLE)
    options.own_faults = add_library(Path(own)) if own else ()
    try:
        code: int = options.run(options)
    except InvalidDocument as error:
        print(error, file=sys.stderr)
        return 1
    except UnknownQuestionnaire as error:
        for fault in options.own_faults:  # what is looked for may be one that is broken
            print(fault, file=sys.stderr)
        print(error, file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m questionnaires", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    checking = commands.add_parser("check", help="check questionnaires, their rulebooks and their cases")
    checking.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="a directory of editions; default: all",
    )
    checking.set_defaults(run=_check)
    classifying = commands.add_parser("classify", help="the outcome of a file of answers")
    classifying.add_argument("id", help="the questionnaire, for example downstream-modification")
    classifying.add_argument(
        "answers", type=Path, help="YAML: question id to value, or a case with `answers:`"
    )
    classifying.add_argument("--version", help="the questionnaire's version; default: the newest")
    classifying.add_argument(
        "--on", type=_day, help="the day, YYYY-MM-DD; default: the case's own day, or today"
    )
    classifying.add_argument("--json", action="store_true", help="print JSON")
    classifying.set_defaults(run=_classify)
    describing.add_command(commands)
    for command in commands.choices.values():
        command.add_argument("--library", metavar="DIR", help=f"a library of your own; default: ${VARIABLE}")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a day. Write it as 2026-11-23.") from None


# check ------------------------------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    directories = [each for path in options.paths for each in _directories(path)]
    if not options.paths:
        directories = [each for versions in library().values() for each in versions.values()]
    faults: list[Fault] = [] if options.paths else list(options.own_faults)
    for directory in directories:
        cases = case_files(directory)
        try:
            checked = load(directory)
        except InvalidDocument as error:
            faults += [*error.faults, *(fault for file in cases for fault in check_case(None, file))]
            continue
        faults += [fault for file in cases for fault in check_case(checked, file)]
        rules = f"{len(checked.findings)} findings, {len(checked.items)} items, {len(cases)} cases"
        print(f"{checked.id} {checked.version}: {len(checked.questions)} questions, {rules}")
    for fault in sorted(set(faults)):
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _directories(path: Path) -> list[Path]:
    if path.name == "questionnaire.yaml":
        path = path.parent
    if (path / "questionnaire.yaml").is_file():
        return [path]
    found = sorted(file.parent for file in path.glob("**/questionnaire.yaml"))
    if not found:
        remedy = "Name a directory that holds a questionnaire.yaml."
        raise InvalidDocument([Fault(str(path), 1, "there is no questionnaire here.", remedy)])
    return found


# classify ---------------------------------------------------------------------------------------------


def _classify(options: argparse.Namespace) -> int:
    chosen = edition(options.id, options.version)
    answers, day, not_asked = read_answers(chosen, options.answers)
    outcome = classify(chosen, answers, options.on or day or datetime.now().astimezone().date())
    for each in outcome.progress.not_counted:
        print(not_asked[each], file=sys.stderr)
    if options.json:
        print(json.dumps(as_json(outcome), ensure_ascii=False))
    else:
        _print(outcome)
    return 0


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as the command contract has it."""
    return {
        "tier": outcome.tier,
        "change_class": outcome.change_class,
        "provisional": outcome.provisional,
        "findings": list(outcome.findings),
        "items": list(outcome.items),
        "upcoming": list(outcome.upcoming),
        "asked": list(outcome.asked),
        "unanswered": list(outcome.unanswered),
        "assumptions": list(outcome.assumptions),
        "reasons": {each: list(questions) for each, questions in explain(outcome).reasons.items()},
        "tiers_possible": list(outcome.tiers_possible),
        "not_counted": list(outcome.progress.not_counted),
        "on": outcome.on.isoformat(),
    }


def _print(outcome: Outcome) -> None:
    words = explain(outcome)
    named = words.tier or words.gate
    state = "provisional" if outcome.provisional else "final"
    print(f"{outcome.tier}: {named.name if named else ''} ({state}, on {outcome.on})")
    if words.change_class:
        print(f"Class of change: {words.change_class.name}")
    if outcome.unanswered:
        print(f"Not answered yet: {', '.join(outcome.unanswered)}")
    for each in words.findings:
        print(f"\n{each.finding.id}  {each.finding.title}")
        for reason in each.reasons:
            print(f"      {reason.question.text} {reason.answer}")
    print()
    for item in words.items:
        upcoming = f" (from {item.item.valid_from})" if item.upcoming else ""
        print(f"{item.item.id:10}  {item.item.title}{upcoming}")
    for doubt in outcome.doubts:
        print(f"\n{words.doubt_in_words(doubt)}")


if __name__ == "__main__":
    sys.exit(main())
