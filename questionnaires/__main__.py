"""python -m questionnaires check | classify: the engine on the command line."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .answering import check_answers, read_answers, remarks
from .classification import Outcome, classify
from .documents import Document, Fault, InvalidDocument
from .editions import Edition
from .explanation import explain
from .loading import UnknownQuestionnaire, edition, library, load_anywhere, load_case
from .schema import WorkedCase


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except InvalidDocument as error:
        print(error, file=sys.stderr)
        return 1
    except UnknownQuestionnaire as error:
        print(error, file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m questionnaires", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    checking = commands.add_parser("check", help="check questionnaires, their rulebooks and their cases")
    checking.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="an edition's directory; default: all"
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
    faults: list[Fault] = []
    for directory in directories:
        try:
            checked, misplaced = load_anywhere(directory)
            faults += misplaced
            cases = sorted((directory / "cases").glob("*.yaml"))
            faults += [fault for file in cases for fault in _check_case(checked, file)]
        except InvalidDocument as error:
            faults += error.faults
            continue
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


def _check_case(checked: Edition, file: Path) -> list[Fault]:
    try:
        case, document = load_case(file)
    except InvalidDocument as error:
        return list(error.faults)
    faults = check_answers(checked, case.answers, document, ("answers",))
    return faults or _unexpected(case, classify(checked, case.answers, case.on), document)


def _unexpected(case: WorkedCase, outcome: Outcome, document: Document) -> list[Fault]:
    faults = []
    for key in ("tier", "change_class", "provisional", "findings", "items"):
        expected, found = getattr(case.expect, key), getattr(outcome, key)
        if isinstance(expected, tuple):
            missing, extra = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
            if missing or extra:
                lists = [", ".join(each) or "none" for each in (missing, extra)]
                message = f"{key}: missing {lists[0]}; not expected {lists[1]}."
                faults.append(document.fault(("expect", key), message, "Correct the rule or the case."))
        elif expected != found:
            message = f"{key} is {found}, expected {expected}."
            faults.append(document.fault(("expect", key), message, "Correct the rule or the case."))
    return faults


# classify ---------------------------------------------------------------------------------------------


def _classify(options: argparse.Namespace) -> int:
    chosen = edition(options.id, options.version)
    answers, day, not_asked = read_answers(chosen, options.answers)
    outcome = classify(chosen, answers, options.on or day or datetime.now().astimezone().date())
    for remark in remarks(chosen, answers, outcome.progress, not_asked):
        print(remark, file=sys.stderr)
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
    if outcome.settled:
        print(f"{outcome.tier}: {named.name if named else ''} ({state}, on {outcome.on})")
    else:
        print(f"Not settled yet, still possible: {', '.join(outcome.tiers_possible)} (on {outcome.on})")
    if words.change_class:
        print(f"Class of change: {words.change_class.name}")
    if outcome.unanswered:
        print(f"Not answered yet: {', '.join(outcome.unanswered)}")
    for each in words.findings:
        print(f"\n{each.finding.id}  {each.finding.title}")
        for reason in each.reasons:
            print(f"      {reason.question.quoted} {reason.answer}")
    print()
    for item in words.items:
        upcoming = f" (from {item.item.valid_from})" if item.upcoming else ""
        print(f"{item.item.id:10}  {item.item.title}{upcoming}")
    for doubt in outcome.doubts:
        print(f"\n{words.doubt_in_words(doubt)}")


if __name__ == "__main__":
    sys.exit(main())
