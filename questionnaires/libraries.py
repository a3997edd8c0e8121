"""What a process offers beside the shipped library: a site's own directory, or a draft alone.

A directory of one's own has the shape of the library, `<id>/<version>/questionnaire.yaml`. What is broken in
it is told and not offered; the rest is not touched by it.
"""

from collections.abc import Iterator
from pathlib import Path

from . import publishing
from .documents import Fault, InvalidDocument, file_name
from .editions import Edition
from .loading import LIBRARY, OFFERED, found_in, library, load

VARIABLE = "MODCHECK_LIBRARY"  # the environment variable that names it, for the command line and the site


def add_library(root: Path) -> tuple[Fault, ...]:
    """Offer the editions of a directory of one's own beside what is on offer already, in this process.

    Gives back all faults. An edition with a fault is not offered, and neither is an id that is taken.
    """
    root = root.absolute()
    if not root.is_dir():
        remedy = f"Make it, or correct the setting {VARIABLE}."
        return (Fault(file_name(root), 1, "there is no such directory of questionnaires.", remedy),)
    faults = list(_misplaced(root))
    try:
        publishing.publications(root)
    except InvalidDocument as error:  # nobody knows which versions people may begin with
        return error.faults
    for each, versions in found_in(root).items():
        if each in library():
            file = file_name(next(iter(versions.values())) / "questionnaire.yaml")
            message = f"the library has a questionnaire `{each}` already, so this one is not offered."
            faults.append(Fault(file, 1, message, "Give it another id, and its directory the same name."))
            continue
        faults += _add(each, versions)
    return tuple(sorted(faults))


def _add(questionnaire_id: str, versions: dict[str, Path]) -> Iterator[Fault]:
    good: dict[str, Path] = {}
    for version, directory in versions.items():
        try:
            edition, changed = load(directory), publishing.check(directory)
        except InvalidDocument as error:
            yield from error.faults
            continue
        yield from changed
        if not changed:  # other rules than were published must not come under people's answers
            OFFERED.read[directory] = edition
            good[version] = directory
    if good:
        OFFERED.places = {**library(), questionnaire_id: good}


def _misplaced(root: Path) -> Iterator[Fault]:
    """Questionnaires that nobody would find where they are, or under the name they have."""
    for file in sorted(root.glob("**/questionnaire.y*ml")):
        if file.suffix != ".yaml":
            yield Fault(
                file_name(file), 1, "is not read: it ends in `.yml`.", "Name it `questionnaire.yaml`."
            )
        elif len(file.relative_to(root).parts) != 3:
            remedy = f"Move it to `<id>/<version>/questionnaire.yaml` in {file_name(root)}."
            yield Fault(file_name(file), 1, "is not where a questionnaire is looked for.", remedy)


def offer_only(directory: Path, edition: Edition) -> None:
    """Offer one edition and nothing else, in this process: a draft that somebody tries out."""
    OFFERED.read = {directory: edition}
    OFFERED.places = {edition.id: {edition.version: directory}}


def offer_shipped() -> None:
    """Offer the shipped library and nothing else, as in the beginning."""
    OFFERED.read = {}
    OFFERED.places = found_in(LIBRARY)
