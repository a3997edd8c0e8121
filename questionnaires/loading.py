"""Files -> editions. Strict: whatever is wrong is told with file, line and remedy, all at once.

An edition is a directory `<id>/<version>/` with `questionnaire.yaml`, `rulebooks/*.yaml` and `cases/*.yaml`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import consistency
from .conditions import similar
from .documents import Document, Fault, InvalidDocument, file_name, parse, read
from .editions import Edition
from .filling import Model, attempt, fill
from .schema import Questionnaire, Rulebook, WorkedCase
from .strata import placed_questions

LIBRARY = Path(__file__).parent / "library"
MOST_RULEBOOKS = 100


class UnknownQuestionnaire(LookupError):
    """There is no questionnaire of that id, or not in that version."""


@dataclass
class Offered:
    """The editions that this process offers (id -> version -> directory), and those that were read."""

    places: dict[str, dict[str, Path]] = field(default_factory=dict)
    read: dict[Path, Edition] = field(default_factory=dict)


OFFERED = Offered()  # `libraries` adds to it what is not shipped


def library() -> dict[str, dict[str, Path]]:
    """The directories of all editions on offer: id -> version -> directory, oldest version first."""
    if not OFFERED.places:
        OFFERED.places = found_in(LIBRARY)
    return OFFERED.places


def found_in(root: Path) -> dict[str, dict[str, Path]]:
    """The directories `<id>/<version>/` of editions below a directory, read or not."""
    found: dict[str, dict[str, Path]] = {}
    for file in root.glob("*/*/questionnaire.yaml"):
        found.setdefault(file.parent.parent.name, {})[file.parent.name] = file.parent
    return {
        each: dict(sorted(versions.items(), key=lambda pair: version_key(pair[0])))
        for each, versions in sorted(found.items())
    }


def edition(questionnaire_id: str, version: str | None = None) -> Edition:
    """An edition on offer, read once a process; the newest where no version is given.

    Raises UnknownQuestionnaire, and InvalidDocument where the files are broken.
    """
    directory = edition_directory(questionnaire_id, version)
    if directory not in OFFERED.read:
        OFFERED.read[directory] = load(directory)
    return OFFERED.read[directory]


def edition_directory(questionnaire_id: str, version: str | None = None) -> Path:
    """Where an edition on offer is; the newest if no version is given. Raises UnknownQuestionnaire."""
    versions = library().get(questionnaire_id)
    if not versions:
        remedy = similar(questionnaire_id, library()) or f"There are: {', '.join(library())}."
        raise UnknownQuestionnaire(f"There is no questionnaire `{questionnaire_id}`. {remedy}")
    chosen = version or list(versions)[-1]
    if chosen not in versions:
        message = f"`{questionnaire_id}` has no version {chosen}. There are: {', '.join(versions)}."
        raise UnknownQuestionnaire(message)
    return versions[chosen]


def load(directory: Path) -> Edition:
    """Read the edition in a directory. Raises InvalidDocument with every fault that was found."""
    edition, misplaced = load_anywhere(directory)
    if misplaced:
        raise InvalidDocument(misplaced)
    return edition


def load_anywhere(directory: Path) -> tuple[Edition, list[Fault]]:
    """The edition in a directory, and what is wrong with the directory's name. Raises InvalidDocument with
    every other fault that was found."""
    faults = [*_not_read(directory)]
    first = _part(Questionnaire, directory / "questionnaire.yaml", faults)
    files = sorted((directory / "rulebooks").glob("*.yaml"))
    if len(files) > MOST_RULEBOOKS:
        message = f"has {len(files)} rulebooks; {MOST_RULEBOOKS} is the most."
        raise InvalidDocument([Fault(file_name(directory / "rulebooks"), 1, message, "Join some of them.")])
    books = [pair for file in files if (pair := _part(Rulebook, file, faults))]
    if first is None or len(books) < len(files):  # what can be read does not tell what belongs together
        raise InvalidDocument(faults)
    questionnaire, sheet = first
    order = {each: i for i, each in enumerate(questionnaire.rulebooks)}
    books.sort(key=lambda pair: order.get(pair[0].id, len(order)))
    trees, inconsistent = consistency.check(questionnaire, sheet, tuple(books))
    faults += inconsistent
    misplaced = _misplaced(directory, questionnaire, sheet)
    if trees is None or faults:
        raise InvalidDocument([*faults, *misplaced])
    places = dict(_places(questionnaire, sheet, books))
    return Edition(
        questionnaire, tuple(book for book, _ in books), trees, digests(directory), places
    ), misplaced


def _places(
    questionnaire: Questionnaire, sheet: Document, books: list[tuple[Rulebook, Document]]
) -> Iterator[tuple[str, tuple[str, int]]]:
    """Where each question, choice, fact, finding and item stands."""
    for place, question in placed_questions(questionnaire):
        yield question.id, (sheet.file, sheet.line(place))
        for i, choice in enumerate(question.choices):
            yield f"{question.id}.{choice.id}", (sheet.file, sheet.line((*place, "choices", i)))
        for i, each in enumerate(question.exempt):
            yield f"{question.id} exempt {each.claim}", (sheet.file, sheet.line((*place, "exempt", i)))
    for i, fact in enumerate(questionnaire.facts):
        yield fact.id, (sheet.file, sheet.line(("facts", i)))
    for book, document in books:
        for key in ("gates", "findings", "items"):
            for i, rule in enumerate(getattr(book, key)):
                yield rule.id, (document.file, document.line((key, i)))


def load_case(file: Path) -> tuple[WorkedCase, Document]:
    """Read a worked case. Raises InvalidDocument. Its answers are checked when they are used."""
    faults: list[Fault] = []
    pair = _part(WorkedCase, file, faults)
    if pair is None or faults:
        raise InvalidDocument(faults)
    return pair


def load_text(model: type[Model], text: str, file: str) -> Model:
    """Read one part from text. Raises InvalidDocument."""
    return fill(model, parse(text, file))


def _part(model: type[Model], file: Path, faults: list[Fault]) -> tuple[Model, Document] | None:
    """A file and what it holds; None where that cannot be said, with the faults added."""
    try:
        document = read(file)
    except InvalidDocument as error:
        faults += error.faults
        return None
    part = attempt(model, document, faults)
    return (part, document) if part is not None else None


def _not_read(directory: Path) -> Iterator[Fault]:
    """Files that look as if they belonged to the edition, and do not."""
    for file in sorted(directory.glob("**/*.yml")):
        yield Fault(file_name(file), 1, "is not read: it ends in `.yml`.", f"Name it `{file.stem}.yaml`.")


def _misplaced(directory: Path, questionnaire: Questionnaire, sheet: Document) -> list[Fault]:
    faults = []
    for key, found, expected in (
        ("id", questionnaire.id, directory.parent.name),
        ("version", questionnaire.version, directory.name),
    ):
        if found != expected:
            message = f"the {key} is `{found}`, the directory says `{expected}`."
            faults.append(sheet.fault((key,), message, "Make them the same."))
    return faults


def digests(directory: Path) -> dict[str, str]:
    """The SHA-256, in hexadecimal, of each file with rules. Cases test the rules, so they have none."""
    files = [*directory.glob("questionnaire.yaml"), *sorted((directory / "rulebooks").glob("*.yaml"))]
    return {
        file.relative_to(directory).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
