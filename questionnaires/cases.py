"""Worked cases hold an edition to what was meant: their answers must be allowed, their outcomes come out."""

from pathlib import Path

from .answering import check_answers
from .classification import Outcome, classify
from .documents import Document, Fault, InvalidDocument
from .editions import Edition
from .loading import load_case
from .schema import WorkedCase


def files(directory: Path) -> list[Path]:
    """The cases of the edition in a directory."""
    return sorted((directory / "cases").glob("*.yaml"))


def check(edition: Edition, directory: Path) -> list[Fault]:
    """All faults of the cases of the edition in a directory."""
    return [fault for file in files(directory) for fault in _check(edition, file)]


def _check(edition: Edition, file: Path) -> list[Fault]:
    try:
        case, document = load_case(file)
    except InvalidDocument as error:
        return list(error.faults)
    faults = check_answers(edition, case.answers, document, ("answers",))
    return faults or _unexpected(case, classify(edition, case.answers, case.on), document)


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
