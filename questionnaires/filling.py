"""Plain data -> the schema's parts, with what does not fit told in our words instead of pydantic's."""

import copy
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .conditions import similar
from .documents import MOST_FAULTS, Document, Fault, InvalidDocument, Place
from .schema.notation import IN_WORDS

Model = TypeVar("Model", bound=BaseModel)

CONDITIONS = ("when", "ask_if", "is")
_KINDS = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list"}


def fill(model: type[Model], document: Document) -> Model:
    """What a document says, as a model. Raises InvalidDocument."""
    faults: list[Fault] = []
    part = attempt(model, document, faults)
    if part is None or faults:
        raise InvalidDocument(faults)
    return part


def attempt(model: type[Model], document: Document, faults: list[Fault]) -> Model | None:
    """The part that a document holds, with the faults added; None where there are worse than unknown keys."""
    if not isinstance(document.data, dict):
        needed = ", ".join(f"`{key}`" for key in _keys(model, needed=True))
        message = "is empty." if document.data is None else "is not a mapping of keys to values."
        faults.append(document.fault((), message, f"Begin with `key: value`. It needs {needed}."))
        return None
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        errors = error.errors()
    faults += [_fault(model, document, each) for each in _without_echoes(errors)[:MOST_FAULTS]]
    return _despite(model, document, errors)


def _despite(model: type[Model], document: Document, errors: Iterable[ErrorDetails]) -> Model | None:
    """The part without its unknown keys, where they are all that is wrong: so the rest can be looked at."""
    data = copy.deepcopy(document.data)
    for each in errors:
        place = _place(document, each["loc"])
        if each["type"] != "extra_forbidden":
            return None
        here = data
        for step in place[:-1]:
            here = here[step]
        del here[place[-1]]
    return model.model_validate(data)


def _without_echoes(errors: Iterable[ErrorDetails]) -> list[ErrorDetails]:
    """A misspelt key is one fault: not also the absence of the key that was meant."""
    every = list(errors)
    extra = {each["loc"] for each in every if each["type"] == "extra_forbidden"}
    return [
        each
        for each in every
        if each["type"] != "missing"
        or not any(
            loc[:-1] == each["loc"][:-1] and _meant(str(loc[-1]), [str(each["loc"][-1])]) for loc in extra
        )
    ]


def _meant(key: str, known: Iterable[str]) -> str:
    """The known key that a wrong one stands for; empty where there is none like it."""
    names = {each.lower(): each for each in known}
    plain = key.lower().split(":")[0].strip().replace("-", "_").replace(" ", "_")
    found = names.get(plain) or similar(plain, names)
    return names.get(found.removeprefix("Did you mean `").removesuffix("`?"), "")


def _fault(model: type[BaseModel], document: Document, details: ErrorDetails) -> Fault:
    place = _place(document, details["loc"])
    message, remedy = _words(model, place, details)
    return document.fault(place, message, remedy)


def _words(model: type[BaseModel], place: Place, details: ErrorDetails) -> tuple[str, str]:
    key, given, context = _named(place), details.get("input"), details.get("ctx", {})
    match details["type"]:
        case "missing":
            return f"the key {key} is missing.", "Add it."
        case "extra_forbidden":
            return f"there is no key {key} here.", _other_key(str(place[-1]), model, place)
        case "literal_error":
            expected = str(context.get("expected", ""))
            meant = similar(str(given), re.findall(r"'([^']*)'", expected))
            return f"{key} is {_shown(given)}.", f"It must be {expected}. {meant}".strip()
        case kind if given is None and kind.endswith("_type"):
            return f"{key} is empty.", "Write it after the colon, or remove the key if it is not needed."
        case "string_type" if place and place[-1] in CONDITIONS:
            remedy = "Write one text; `&&` and `||` join conditions."
            return f"{key} is not a condition but {_kind(given)}.", remedy
        case "string_type":
            return f"{key} is not text but {_kind(given)}.", _as_text(given)
        case "string_pattern_mismatch":
            return f"{key} is {_shown(given)}.", _as_pattern(str(given), str(context.get("pattern", "")))
        case "too_long" | "string_too_long":
            most = context.get("max_length", "")
            what = "characters" if details["type"] == "string_too_long" else "parts"
            return f"{key} has more than {most} {what}.", "Leave some out, or split it."
        case "too_short" | "string_too_short":
            return f"{key} is empty.", "Put something into it, or remove the key."
        case "value_error" if "is not a date" in details["msg"]:
            return f"{key}: `{given}` is not a date.", _as_day(str(given))
        case "date_type":
            return f"{key} is not a date but {_kind(given)}.", "Write it as 2026-11-23."
        case "int_type" | "float_type":
            bare = "without quotes" if isinstance(given, str) else "such as 3"
            return f"{key} is not a number but {_kind(given)}.", f"Write a number {bare}."
        case "bool_type":
            remedy = "Write `true` or `false`, without quotes."
            return f"{key} is not true or false but {_kind(given)}.", remedy
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{key} is not a mapping but {_kind(given)}.", _as_mapping(model, place)
        case "tuple_type":
            return f"{key} is not a list but {_kind(given)}.", _as_list(given)
    return f"{key}: {details['msg'][:1].lower()}{details['msg'][1:]}.", "Correct it."


def _other_key(key: str, model: type[BaseModel], place: Place) -> str:
    known = _keys(_model_at(model, place[:-1]))
    meant = _meant(key, known)
    if meant and ":" in key:
        return f"Put a space after the colon: `{meant}: {key.split(':', 1)[1]}`."
    if key.isdigit():
        return "A decimal number is written with a point: 1.5."
    return f"Did you mean `{meant}`?" if meant else f"There are: {', '.join(known)}."


def _as_text(given: Any) -> str:
    match given:
        case list():
            return "Write one value, without brackets or dashes."
        case dict():
            return "Write one text after the colon; put it in quotes if it holds a colon."
        case bool():
            return "Write 'yes', 'no' or another text, in quotes."
    return f'Put it in quotes: "{given}".'


def _as_pattern(given: str, pattern: str) -> str:
    straight = given.strip("“”„‟‘’‚«»")
    if straight != given and re.fullmatch(pattern, straight):
        return f'Use straight quotes: "{straight}".'
    near = re.sub(r"\W+", "_", given.lower()).strip("_")
    meant = f"Write `{near}`? " if near != given and re.fullmatch(pattern, near) else ""
    return meant + IN_WORDS.get(pattern, f"It must have the form {pattern}.")


def _as_day(given: str) -> str:
    """The day meant, where it can only be one."""
    if match := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", given):
        day, month, year = (int(each) for each in match.groups())
        try:
            return f"Write it as {date(year, month, day)}: year, month, day."
        except ValueError:
            pass
    return "Write year, month and day, as 2026-11-23."


def _as_mapping(model: type[BaseModel], place: Place) -> str:
    there = _model_at(model, place)
    keys = _keys(there, needed=True) or _keys(there)[:1]
    if not keys:
        return "Write `name: ...` below it, one line each."
    return f"Write its keys: `{{{', '.join(f'{key}: ...' for key in keys)}}}`."


def _as_list(given: Any) -> str:
    match given:
        case dict():
            return "Begin each part with a dash: `- id: ...`."
        case str():
            return f"Write `[{given}]`."
    return "Write it as `[first, second]`."


def _place(document: Document, steps: Place) -> Place:
    """Where it stands in the file, in which a list of one may be written without the list."""
    place: Place = ()
    for step in steps:
        if step != "[key]" and (isinstance(step, str) or (*place, step) in document.lines):
            place = (*place, step)
    return place


def _named(place: Place) -> str:
    """The key at a place; for a part of a list the list's, with its number."""
    if place and isinstance(place[-1], int):
        return f"part {place[-1] + 1} of {_named(place[:-1])}"
    return f"`{place[-1]}`" if place else "it"


def _shown(given: Any) -> str:
    return f"`{given}`" if isinstance(given, str) else _kind(given)


def _kind(value: object) -> str:
    return "nothing" if value is None else _KINDS.get(type(value), "a mapping")


def _keys(model: object, *, needed: bool = False) -> list[str]:
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return []
    fields = model.model_fields.items()
    return [field.alias or name for name, field in fields if field.is_required() or not needed]


def _model_at(model: type[BaseModel], place: Place) -> object:
    """The part of the schema that belongs at a place, found by walking the schema along it."""
    current: object = model
    of_mapping = False  # whether the next step is a key of our authors' own, such as a work's
    for step in place:
        if of_mapping:
            of_mapping = False
        elif isinstance(current, type) and issubclass(current, BaseModel) and isinstance(step, str):
            fields = {field.alias or name: field for name, field in current.model_fields.items()}
            annotation = fields[step].annotation if step in fields else None
            current, of_mapping = _model_within(annotation), get_origin(annotation) is dict
    return None if of_mapping else current


def _model_within(annotation: object) -> object:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in cast("tuple[object, ...]", get_args(annotation)):
        found = _model_within(inner)
        if found is not None:
            return found
    return None
