"""python -m questionnaires remedy ID ANSWERS.yaml: the smallest changes that would lower the tier."""

import argparse
import json
import sys
from typing import Any

from questionnaires.explanation import answer_in_words
from questionnaires.remedies import Incomplete, in_words, remedies

from .arguments import add_answers, outcome_of


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser("remedy", help="the smallest changes that would lower the tier")
    add_answers(parser)
    parser.set_defaults(run=_remedy)


def _remedy(options: argparse.Namespace) -> int:
    outcome = outcome_of(options)
    try:
        found = remedies(outcome)
    except Incomplete as error:
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
            for text in in_words(change):
                print(f"  - {text}{counting_on if change.found_out else ''}")
        for change in each.assumed:
            answer = answer_in_words(change.question, change.after)
            print(f"    assuming: {change.question.quoted} {answer}")
    if not found:
        print("No change of what can be changed leads to a lower tier.")
    return 0
