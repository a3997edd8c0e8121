"""Files -> editions. Strict: whatever is wrong is told with file, line and remedy, all at once.

An edition is a directory `<id>/<version>/` with `questionnaire.yaml`, `rulebooks/*.yaml` and `cases/*.yaml`.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar, cast, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from . import consistency
from .conditions import similar
from .documents import MOST_FAULTS, Document, Fault, InvalidDocument, Place, parse, read
from .editions import Edition
from .schema import Questionnaire, Rulebook, WorkedCase
from .strata import placed_questions

LIBRARY = Path(__file__).parent / "library"
MOST_RULEBOOKS = 100

Model = TypeVar("Model", bound=BaseModel)


class UnknownQuestionnaire(LookupError):
    """There is no questionnaire of that id, or not in that version."""


@cache
def library() -> dict[str, dict[str, Path]]:
    """The directories of all editions in the library: id -> version -> directory, oldest version first."""
    found: dict[str, dict[str, Path]] = {}
    for file in LIBRARY.glob("*/*/questionnaire.yaml"):
        found.setdefault(file.parent.parent.name, {})[file.parent.name] = file.parent
    return {
        each: dict(sorted(versions.items(), key=lambda pair: version_key(pair[0])))
        for each, versions in sorted(found.items())
    }


def edition(questionnaire_id: str, version: str | None = None) -> Edition:
    """An edition of the library, read once a process; the newest where no version is given.

    Raises UnknownQuestionnaire, and InvalidDocument where the files are broken.
    """
    return _edition(edition_directory(questionnaire_id, version))


def edition_directory(questionnaire_id: str, version: str | None = None) -> Path:
    """Where an edition of the library is; the newest if no version is given. Raises UnknownQuestionnaire."""
    versions = library().get(questionnaire_id)
    if not versions:
        remedy = similar(questionnaire_id, library()) or f"There are: {', '.join(library())}."
        raise UnknownQuestionnaire(f"There is no questionnaire `{questionnaire_id}`. {remedy}")
    chosen = version or list(versions)[-1]
    if chosen not in versions:
        message = f"`{questionnaire_id}` has no version {chosen}. There are: {', '.join(versions)}."
        raise UnknownQuestionnaire(message)
    return versions[chosen]


@cache
def _edition(directory: Path) -> Edition:
    return load(directory)


def load(directory: Path) -> Edition:
    """Read the edition in a directory. Raises InvalidDocument with every fault that was found."""
    edition, misplaced = load_anywhere(directory)
    if misplaced:
        raise InvalidDocument(misplaced)
    return edition


def load_anywhere(directory: Path) -> tuple[Edition, list[Fault]]:
    """The edition in a directory, and what is wrong with the directory's name. Raises InvalidDocument with
    every other fault that was found."""
    sheet = read(directory / "questionnaire.yaml")
    faults: list[Fault] = []
    questionnaire = _fill(Questionnaire, sheet, faults)
    books: list[tuple[Rulebook, Document]] = []
    files = sorted((directory / "rulebooks").glob("*.yaml"))
    if len(files) > MOST_RULEBOOKS:
        raise InvalidDocument(
            [sheet.fault((), f"has {len(files)} rulebooks; {MOST_RULEBOOKS} is the most.", "")]
        )
    for file in files:
        try:
            document = read(file)
        except InvalidDocument as error:
            faults += error.faults
            continue
        book = _fill(Rulebook, document, faults)
        if book is not None:
            books.append((book, document))
    if questionnaire is None or faults:
        raise InvalidDocument(faults)
    order = {each: i for i, each in enumerate(questionnaire.rulebooks)}
    books.sort(key=lambda pair: order.get(pair[0].id, len(order)))
    trees, faults = consistency.check(questionnaire, sheet, tuple(books))
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
    for i, fact in enumerate(questionnaire.facts):
        yield fact.id, (sheet.file, sheet.line(("facts", i)))
    for book, document in books:
        for key in ("gates", "findings", "items"):
            for i, rule in enumerate(getattr(book, key)):
                yield rule.id, (document.file, document.line((key, i)))


def load_case(file: Path) -> tuple[WorkedCase, Document]:
    """Read a worked case. Raises InvalidDocument. Its answers are checked when they are used."""
    document = read(file)
    return fill(WorkedCase, document), document


def load_text(model: type[Model], text: str, file: str) -> Model:
    """Read one part from text. Raises InvalidDocument."""
    return fill(model, parse(text, file))


def fill(model: type[Model], document: Document) -> Model:
    """What a document says, as a model. Raises InvalidDocument."""
    faults: list[Fault] = []
    part = _fill(model, document, faults)
    if part is None:
        raise InvalidDocument(faults)
    return part


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


# pydantic's faults in our words -----------------------------------------------------------------------


def _fill(model: type[Model], document: Document, faults: list[Fault]) -> Model | None:
    if not isinstance(document.data, dict):
        faults.append(document.fault((), "is not a mapping of keys to values.", "Start with `id: ...`."))
        return None
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        faults += [_fault(model, document, details) for details in error.errors()[:MOST_FAULTS]]
        return None


def _fault(model: type[BaseModel], document: Document, details: ErrorDetails) -> Fault:
    place = _place(document, details["loc"])
    key = place[-1] if place else ""
    given = details.get("input")
    match details["type"]:
        case "missing":
            return document.fault(place, f"the key `{key}` is missing.", "Add it.")
        case "extra_forbidden":
            known = _known_keys(model, place[:-1])
            remedy = similar(str(key), known) or f"There are: {', '.join(known)}."
            return document.fault(place, f"there is no key `{key}` here.", remedy)
        case "literal_error":
            expected = str(details.get("ctx", {}).get("expected", ""))
            return document.fault(place, f"`{key}` is `{given}`.", f"It must be {expected}.")
        case "string_type":
            remedy = "Put it in quotes if it is meant as text."
            return document.fault(place, f"`{key}` is not text but {_kind(given)}.", remedy)
        case "string_pattern_mismatch":
            pattern = details.get("ctx", {}).get("pattern", "")
            return document.fault(place, f"`{key}` is `{given}`.", f"It must have the form {pattern}.")
        case "too_long":
            most = details.get("ctx", {}).get("max_length", "")
            return document.fault(
                place, f"`{key}` has more than {most} parts.", "Leave some out, or split it."
            )
        case "too_short":
            return document.fault(place, f"`{key}` is empty.", "Put something into it, or remove the key.")
        case "value_error":
            return document.fault(
                place, f"`{key}`: {details['msg'].removeprefix('Value error, ')}.", "Correct it."
            )
        case "model_type" | "model_attributes_type" | "dict_type":
            return document.fault(
                place, f"`{key}` is not a mapping but {_kind(given)}.", "Write `key: value` pairs."
            )
        case "tuple_type":
            return document.fault(
                place, f"`{key}` is not a list but {_kind(given)}.", "Write it as `[first, second]`."
            )
    return document.fault(place, f"`{key}`: {details['msg'][:1].lower()}{details['msg'][1:]}.", "Correct it.")


def _place(document: Document, steps: Place) -> Place:
    """Where it stands in the file, in which a list of one may be written without the list."""
    place: Place = ()
    for step in steps:
        if step != "[key]" and (isinstance(step, str) or (*place, step) in document.lines):
            place = (*place, step)
    return place


def _kind(value: object) -> str:
    names = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a mapping",
    }
    return "nothing" if value is None else names.get(type(value), "something else")


def _known_keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that may stand at a place, found by walking the schema along it."""
    current: object = model
    of_mapping = False  # whether the next step is a key of our authors' own, such as a work's
    for step in place:
        if of_mapping:
            of_mapping = False
        elif isinstance(current, type) and issubclass(current, BaseModel) and isinstance(step, str):
            fields = {field.alias or name: field for name, field in current.model_fields.items()}
            annotation = fields[step].annotation if step in fields else None
            current, of_mapping = _model_within(annotation), get_origin(annotation) is dict
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _model_within(annotation: object) -> object:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in cast("tuple[object, ...]", getattr(annotation, "__args__", ())):
        found = _model_within(inner)
        if found is not None:
            return found
    return None
