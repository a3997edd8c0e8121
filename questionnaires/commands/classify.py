"""python -m questionnaires classify ID ANSWERS.yaml: the outcome, with its reasons."""

import argparse
import json
from typing import Any

from questionnaires.classification import Outcome
from questionnaires.explanation import explain

from .arguments import add_answers, outcome_of


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser("classify", help="the outcome of a file of answers")
    add_answers(parser)
    parser.set_defaults(run=_classify)


def _classify(options: argparse.Namespace) -> int:
    outcome = outcome_of(options)
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
