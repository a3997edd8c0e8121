"""python -m questionnaires check [PATH...]: whatever is wrong, with its file, its line and what to do."""

import argparse
import sys
from pathlib import Path
from typing import Any

from questionnaires import cases, continuity, publishing
from questionnaires.documents import Fault, InvalidDocument, file_name
from questionnaires.loading import library, load_anywhere
from questionnaires.proving import prove, reporting

from .arguments import today


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser("check", help="check questionnaires, their rulebooks and their cases")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="a directory of editions; default: all"
    )
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    directories = [each for path in options.paths for each in _directories(path)]
    if not options.paths:
        directories = [each for versions in library().values() for each in versions.values()]
    faults: list[Fault] = [] if options.paths else list(options.own_faults)
    for directory in directories:
        try:
            faults += publishing.check(directory)
            checked, misplaced = load_anywhere(directory)
            faults += misplaced
            faults += cases.check(checked, directory)
            faults += continuity.check(checked, directory)
            proof = prove(checked, today())
            faults += reporting.faults(proof)
        except InvalidDocument as error:
            faults += [*error.faults, *cases.check(None, directory)]
            continue
        rules = f"{len(checked.findings)} findings, {len(checked.items)} items"
        counts = f"{len(checked.questions)} questions, {rules}, {len(cases.files(directory))} cases"
        proved = f"{sum(claim.holds for claim in proof.claims)} of {len(proof.claims)} claims proved"
        state = ", published" if publishing.publication(directory) else ""
        print(f"{checked.id} {checked.version}: {counts}, {proved}{state}")
    whole = {path.absolute() for path in options.paths}
    for root in {directory.parent.parent for directory in directories}:
        if not whole or root in whole:
            faults += publishing.check_all(root)
    for fault in sorted(set(faults)):
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _directories(path: Path) -> list[Path]:
    path = path.absolute()
    if path.name == "questionnaire.yaml":
        path = path.parent
    if (path / "questionnaire.yaml").is_file():
        return [path]
    found = sorted(file.parent for file in path.glob("**/questionnaire.yaml"))
    if not found:
        remedy = "Name a directory that holds a questionnaire.yaml."
        raise InvalidDocument([Fault(file_name(path), 1, "there is no questionnaire here.", remedy)])
    return found
