"""python -m questionnaires check | classify | prove | remedy: the engine on the command line."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from . import remedies
from .answering import check_answers, read_answers
from .classification import Outcome, classify
from .documents import Document, Fault, InvalidDocument
from .editions import Edition
from .explanation import answer_in_words, explain
from .loading import UnknownQuestionnaire, edition, library, load, load_case
from .proving import prove, reporting
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
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m questionnaires", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    checking = commands.add_parser("check", help="check questionnaires, their rulebooks and their cases")
    checking.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="an edition's directory; default: all"
    )
    checking.set_defaults(run=_check)
    for name, run, text in (
        ("classify", _classify, "the outcome of a file of answers"),
        ("remedy", _remedy, "the smallest changes that would lower the tier"),
    ):
        reading = commands.add_parser(name, help=text)
        reading.add_argument("id", help="the questionnaire, for example downstream-modification")
        reading.add_argument(
            "answers", type=Path, help="YAML: question id to value, or a case with `answers:`"
        )
        reading.add_argument("--version", help="the questionnaire's version; default: the newest")
        reading.add_argument(
            "--on", type=_day, help="the day, YYYY-MM-DD; default: the case's own day, or today"
        )
        reading.add_argument("--json", action="store_true", help="print JSON")
        reading.set_defaults(run=run)
    proving = commands.add_parser(
        "prove", help="show that a questionnaire is sound, with a witness for each claim"
    )
    proving.add_argument("id", help="the questionnaire, or the directory of an edition")
    proving.add_argument("--version", help="the questionnaire's version; default: the newest")
    proving.add_argument("--on", type=_day, help="the day, YYYY-MM-DD; default: today")
    proving.add_argument("--json", action="store_true", help="print JSON, witnesses included")
    proving.set_defaults(run=_prove)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a day. Write it as 2026-11-23.") from None


def _today() -> date:
    return datetime.now().astimezone().date()


# check ------------------------------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    directories = [each for path in options.paths for each in _directories(path)]
    if not options.paths:
        directories = [each for versions in library().values() for each in versions.values()]
    faults: list[Fault] = []
    for directory in directories:
        try:
            checked = load(directory)
            cases = sorted((directory / "cases").glob("*.yaml"))
            faults += [fault for file in cases for fault in _check_case(checked, file)]
        except InvalidDocument as error:
            faults += error.faults
            continue
        proof = prove(checked, _today())
        faults += reporting.faults(proof)
        rules = f"{len(checked.findings)} findings, {len(checked.items)} items, {len(cases)} cases"
        proved = f"{sum(claim.holds for claim in proof.claims)} of {len(proof.claims)} claims proved"
        print(f"{checked.id} {checked.version}: {len(checked.questions)} questions, {rules}, {proved}")
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


# prove ------------------------------------------------------------------------------------------------


def _prove(options: argparse.Namespace) -> int:
    directory = Path(options.id)
    chosen = (
        load(directory)
        if (directory / "questionnaire.yaml").is_file()
        else edition(options.id, options.version)
    )
    proof = prove(chosen, options.on or _today())
    if options.json:
        print(json.dumps(reporting.as_json(proof), ensure_ascii=False))
    else:
        print("\n".join(reporting.lines(proof)))
    return 0 if proof.sound else 1


# classify ---------------------------------------------------------------------------------------------


def _outcome(options: argparse.Namespace) -> Outcome:
    """The outcome of the file of answers; answers that do not count are told."""
    chosen = edition(options.id, options.version)
    answers, day, not_asked = read_answers(chosen, options.answers)
    outcome = classify(chosen, answers, options.on or day or _today())
    for each in outcome.progress.not_counted:
        print(not_asked[each], file=sys.stderr)
    return outcome


def _classify(options: argparse.Namespace) -> int:
    outcome = _outcome(options)
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


# remedy -----------------------------------------------------------------------------------------------


def _remedy(options: argparse.Namespace) -> int:
    outcome = _outcome(options)
    try:
        found = remedies.remedies(outcome)
    except remedies.Incomplete as error:
        print(f"{error} Not answered yet: {', '.join(outcome.unanswered)}.", file=sys.stderr)
        return 1
    if options.json:
        print(
            json.dumps([{"changes": each.answers, "tier": each.tier} for each in found], ensure_ascii=False)
        )
        return 0
    print(f"Now {outcome.tier}.")
    for each in found:
        state = ", provisional" if each.outcome.provisional else ""
        print(f"\n{each.tier}{state}:")
        for change in each.changes:
            counting_on = f" (if it is: {answer_in_words(change.question, change.after)})"
            for text in remedies.in_words(change):
                print(f"  - {text}{counting_on if change.found_out else ''}")
        for change in each.assumed:
            answer = answer_in_words(change.question, change.after)
            print(f"    assuming: {change.question.text} {answer}")
    if not found:
        print("No change of what can be changed leads to a lower tier.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
