"""python -m questionnaires remedy ID ANSWERS.yaml: the smallest changes that would lower the tier."""

import argparse
import json
import sys
from typing import Any

from questionnaires.classification import Outcome
from questionnaires.explanation import answer_in_words, explain
from questionnaires.remedies import MOST_CHANGES, Incomplete, in_words, remedies

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
        print(_why_none(outcome))
    return 0


def _why_none(outcome: Outcome) -> str:
    if outcome.gated or outcome.tier == outcome.edition.tiers[0]:
        return "Nothing has to change: there is no lower tier."
    held = ", ".join(each.finding.id for each in explain(outcome).deciding)
    which = f"alone or up to {MOST_CHANGES} together"
    return f"No change of what can be changed leads to a lower tier, {which}. It is held by {held}."
