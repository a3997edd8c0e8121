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


def check(edition: Edition | None, directory: Path) -> list[Fault]:
    """All faults of the cases of the edition in a directory; where it is broken (None), whether they can be
    read."""
    return [fault for file in files(directory) for fault in check_case(edition, file)]


def check_case(edition: Edition | None, file: Path) -> list[Fault]:
    """All faults of one case."""
    try:
        case, document = load_case(file)
    except InvalidDocument as error:
        return list(error.faults)
    if edition is None:
        return []
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
            message = f"{key} is {_plain(found)}, expected {_plain(expected)}."
            remedy = "Correct the rule or the case."
            if key == "tier" and not outcome.findings and not outcome.gated:
                remedy = f"No finding fires, so it is the first of `tiers`, the lowest. {remedy}"
            faults.append(document.fault(("expect", key), message, remedy))
    return faults


def _plain(value: object) -> str:
    """A value as it is written in a case."""
    return "nothing" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
