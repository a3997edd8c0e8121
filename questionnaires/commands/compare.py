"""python -m questionnaires compare versions | answers | outcomes: what differs, and what it does."""

import argparse
import json
from pathlib import Path
from typing import Any

from questionnaires.answering import read_answers
from questionnaires.carrying import Carried, How, NotTheNext, carry_along
from questionnaires.classification import Outcome, classify
from questionnaires.comparison import (
    AnswerChange,
    OutcomeChange,
    PartChange,
    VersionChange,
    compare_answers,
    compare_outcomes,
    compare_versions,
    pieces,
    said,
)
from questionnaires.editions import Edition
from questionnaires.explanation import answer_in_words
from questionnaires.loading import edition
from questionnaires.succession import way

from .arguments import day, today

HOWS: tuple[How, ...] = ("same", "renamed", "split", "merged", "asked_again", "new")
MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}  # as `git diff --word-diff` writes them


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser("compare", help="two versions, two files of answers, or two outcomes")
    kinds = parser.add_subparsers(required=True, metavar="versions | answers | outcomes")
    versions = kinds.add_parser("versions", help="what changed, and how answers carry over")
    _named(versions, "old", "new")
    versions.set_defaults(run=_versions)
    answers = kinds.add_parser("answers", help="two files of answers, and what the difference does")
    _named(answers)
    answers.add_argument("before", type=Path, metavar="A.yaml")
    answers.add_argument("after", type=Path, metavar="B.yaml")
    answers.add_argument("--version", help="the questionnaire's version; default: the newest")
    answers.set_defaults(run=_answers)
    outcomes = kinds.add_parser("outcomes", help="one file of answers under two versions")
    _named(outcomes, "old", "new")
    outcomes.add_argument("answers", type=Path, metavar="ANSWERS.yaml", help="answers to the older version")
    outcomes.set_defaults(run=_outcomes)
    for each in (answers, outcomes):
        each.add_argument("--on", type=day, help="the day of both; default: the first case's, or today")


def _named(parser: argparse.ArgumentParser, *more: str) -> None:
    parser.add_argument("id", help="the questionnaire, for example downstream-modification")
    for each in more:
        parser.add_argument(each, metavar=each.upper(), help=f"the {each}er version, for example 2026.1")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _editions(options: argparse.Namespace) -> tuple[Edition, ...]:
    old, new = edition(options.id, options.old), edition(options.id, options.new)
    return way(old, new) or (old, new)


# versions ---------------------------------------------------------------------------------------------


def _versions(options: argparse.Namespace) -> int:
    found = compare_versions(_editions(options))
    if options.json:
        print(json.dumps(versions_as_json(found), ensure_ascii=False))
        return 0
    print(f"{found.new.id}: from {found.old.version} to {found.new.version}")
    for change in found.changes:
        _print_part(found, change)
    _print_routes(found)
    return 0


def versions_as_json(found: VersionChange) -> dict[str, Any]:
    """Two versions side by side. `path` are the keys that lead to a line in the file."""
    return {
        "id": found.new.id,
        "old": found.old.version,
        "new": found.new.version,
        "changes": [_part_as_json(each) for each in found.changes],
        "answers": _routes_as_json(found),
    }


def _part_as_json(change: PartChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "what": change.what,
        "id": change.id,
        "was": change.was or None,
        "title": change.title,
        "reworded": change.reworded,
        "reruled": change.reruled,
        "moved_from": change.moved_from or None,
        "moved_to": change.moved_to or None,
        "through": list(change.through),
        "edits": [
            {"path": list(e.path), "aspect": e.aspect, "before": e.before, "after": e.after}
            for e in change.edits
        ],
    }


def _routes_as_json(found: VersionChange) -> dict[str, Any] | None:
    if found.routes is None:
        return None
    by_how: dict[str, Any] = {
        how: {each: list(route.origins) for each, route in found.routes.items() if route.how == how}
        for how in HOWS
    }
    return {**by_how, "dropped": list(found.dropped)}


def _print_part(found: VersionChange, change: PartChange) -> None:
    was = f", was {change.was}" if change.was else ""
    print(f"\n{change.what} {change.id}{was}: {change.kind}. {change.title}")
    if change.moved:
        there = f" to {change.moved_to}" if change.moved_to else ""
        print(f"    moved from {change.moved_from}{there}")
    if change.through:
        print(f"    reads what changed: {', '.join(change.through)}")
    for edit in change.edits if change.kind == "changed" else ():
        marked = "".join(
            MARKS[piece.kind].format(piece.text) for piece in pieces(edit.before or "", edit.after or "")
        )
        print(f"    {'.'.join(edit.path)}: {marked}")
        for each in said(found, change, edit, today()):
            print(f"        in words, {each.edition.version}: {each}")


def _print_routes(found: VersionChange) -> None:
    if found.routes is None:
        print(f"\n{found.new.version} does not say how answers to {found.old.version} carry over.")
        return
    print("\nAnswers")
    same = [each for each, route in found.routes.items() if route.how == "same"]
    print(f"    carry over as they are: {', '.join(same) or 'none'}")
    for each, route in found.routes.items():
        if route.how == "new":
            print(f"    {each}: new")
        elif route.how != "same":
            print(f"    {each}: {route.how.replace('_', ' ')} (from {', '.join(route.origins)})")
    for each in found.dropped:
        print(f"    {each}: dropped")


# answers ----------------------------------------------------------------------------------------------


def _answers(options: argparse.Namespace) -> int:
    chosen = edition(options.id, options.version)
    before, day, _ = read_answers(chosen, options.before)
    after, _, _ = read_answers(chosen, options.after)
    on = options.on or day or today()
    changes = compare_answers(chosen, before, after)
    outcome = compare_outcomes(classify(chosen, before, on), classify(chosen, after, on))
    if options.json:
        answers = [_answer_as_json(each, before, after) for each in changes]
        print(json.dumps({"answers": answers, "outcome": outcome_as_json(outcome)}, ensure_ascii=False))
        return 0
    for each in changes:
        print(f"{each.question.id}: {each.question.quoted}\n    {each.before}  →  {each.after}")
    if not changes:
        print("The answers are the same.")
    _print_outcome(outcome)
    return 0


def _answer_as_json(change: AnswerChange, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    question = change.question.id
    return {
        "question": question,
        "before": before.get(question),
        "after": after.get(question),
        "before_in_words": change.before,
        "after_in_words": change.after,
    }


# outcomes ---------------------------------------------------------------------------------------------


def _outcomes(options: argparse.Namespace) -> int:
    old, new = edition(options.id, options.old), edition(options.id, options.new)
    editions = way(old, new)
    if not editions:
        raise NotTheNext(f"{new.id} {new.version} does not say how answers to {old.version} carry over.")
    given, day, _ = read_answers(old, options.answers)
    on = options.on or day or today()
    carried = carry_along(editions, given)
    outcome = compare_outcomes(classify(old, given, on), classify(new, carried.answers, on))
    if options.json:
        data = {"carried": carried_as_json(carried), "outcome": outcome_as_json(outcome)}
        print(json.dumps(data, ensure_ascii=False))
        return 0
    print(f"{len(carried.answers)} answers carry over from {old.version} to {new.version}.")
    for each in carried.asked_again:
        print(f"asked again: {new.questions[each].text}")
    for each in carried.dropped:
        words = answer_in_words(old.questions[each], given[each])
        print(f"dropped: {old.questions[each].text} {words}")
    _print_outcome(outcome)
    return 0


def carried_as_json(carried: Carried) -> dict[str, Any]:
    return {
        "answers": carried.answers,
        "asked_again": list(carried.asked_again),
        "dropped": list(carried.dropped),
    }


def outcome_as_json(change: OutcomeChange) -> dict[str, Any]:
    """Two outcomes side by side."""
    return {
        "changes": bool(change),
        "before": _state(change.before),
        "after": _state(change.after),
        "findings": {"removed": list(change.findings.removed), "added": list(change.findings.added)},
        "items": {"removed": list(change.items.removed), "added": list(change.items.added)},
    }


def _state(outcome: Outcome) -> dict[str, Any]:
    return {
        "version": outcome.edition.version,
        "tier": outcome.tier,
        "tiers_possible": list(outcome.tiers_possible),
        "change_class": outcome.change_class,
        "provisional": outcome.provisional,
        "unanswered": list(outcome.unanswered),
        "on": outcome.on.isoformat(),
    }


def _print_outcome(change: OutcomeChange) -> None:
    before, after = (_in_a_line(each) for each in (change.before, change.after))
    print(f"\nOutcome, on {change.after.on}")
    print(f"    {before}  →  {after}" if before != after else f"    {after}, unchanged")
    for name, difference in (("finding", change.findings), ("item", change.items)):
        for sign, ids in (("-", difference.removed), ("+", difference.added)):
            for each in ids:
                print(f"    {sign} {name} {each}")


def _in_a_line(outcome: Outcome) -> str:
    """The tier or tiers that are possible, the class, whether it is final."""
    tier = " or ".join(outcome.tiers_possible)
    kind = f", {outcome.change_class}" if outcome.change_class else ""
    return f"{tier}{kind} ({'provisional' if outcome.provisional else 'final'})"
