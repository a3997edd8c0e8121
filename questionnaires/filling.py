"""Plain data -> the schema's parts, with what does not fit told in our words instead of pydantic's."""

from typing import TypeVar, cast, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .conditions import similar
from .documents import MOST_FAULTS, Document, Fault, Place

Model = TypeVar("Model", bound=BaseModel)


def fill(model: type[Model], document: Document, faults: list[Fault]) -> Model | None:
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
