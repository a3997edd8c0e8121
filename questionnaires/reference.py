"""JSON Schema -> a page of reference: every key of every file, what may be written, and what it means."""

from collections.abc import Iterator
from typing import Any

from .json_schema import MODELS, json_schema

HEADINGS = {"questionnaire": "questionnaire.yaml", "rulebook": "rulebooks/*.yaml", "case": "cases/*.yaml"}
_TYPES = {"string": "text", "number": "number", "integer": "whole number", "boolean": "`true` or `false`"}
OPENING = """\
# Every key

Made by `python -m questionnaires schema reference` from the descriptions in `questionnaires/schema/`; a
test holds it in step. Keys in **bold** are needed. [writing.md](writing.md) shows them at work,
[conditions.md](conditions.md) is the language of `ask_if`, `when` and `is`.
"""


def reference() -> str:
    """The page, as Markdown."""
    lines, told = [OPENING], set[str]()
    for kind in MODELS:
        schema = json_schema(kind)
        lines.append(f"## `{HEADINGS[kind]}`\n")
        lines += _mapping(schema)
        for name, definition in _in_order(schema):
            if name not in told:
                told.add(name)
                lines.append(f"### {_words(name)}\n")
                lines += _mapping(definition)
    return "\n".join(lines).rstrip() + "\n"


def _mapping(schema: dict[str, Any]) -> Iterator[str]:
    yield f"{schema['description']}\n"
    yield "| key | what to write | meaning |\n| --- | --- | --- |"
    for key, value in schema["properties"].items():
        name = f"**`{key}`**" if key in schema.get("required", ()) else f"`{key}`"
        default = value.get("default")
        shown = f" Without it: {str(default).lower()}." if default not in (None, False) else ""
        cells = (name, _type(value), value.get("description", "") + shown)
        yield f"| {' | '.join(each.replace('|', chr(92) + '|') for each in cells)} |"
    yield ""


def _type(schema: dict[str, Any]) -> str:
    """What may be written, in words."""
    if "$ref" in schema:
        words = _words(_name(schema)).lower()
        return f"[{words}](#{words.replace(' ', '-')})"
    if "enum" in schema or "const" in schema:
        return " or ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        options = [each for each in schema["anyOf"] if each.get("type") != "null"]
        if {each.get("type") for each in options} == {"string", "number", "boolean"}:
            return "[condition](conditions.md)"
        return " or ".join(_type(each) for each in options)
    match schema.get("type"):
        case "array":
            one = _type(schema["items"])
            return f"list of {'ids' if one == 'id' else one}"
        case "object":
            inner = schema.get("additionalProperties")
            return f"mapping of names to {_type(inner)}" if isinstance(inner, dict) else "mapping"
        case "string" if schema.get("format") == "date":
            return "day, as `2026-11-23`"
        case "string" if "pattern" in schema:
            return "address" if schema["pattern"].startswith("^https") else "id"
        case kind:
            return _TYPES[str(kind)]


def _in_order(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The definitions, each after the one that first names it."""
    definitions = schema["definitions"]
    waiting, seen = list(_names(schema["properties"])), set[str]()
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.add(name)
            yield name, definitions[name]
            waiting = [*_names(definitions[name]["properties"]), *waiting]


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield _name(node)
        for each in node.values():
            yield from _names(each)
    elif isinstance(node, list):
        for each in node:
            yield from _names(each)


def _name(reference_: dict[str, Any]) -> str:
    return str(reference_["$ref"]).rsplit("/", 1)[-1]


def _words(name: str) -> str:
    """ChangeClass -> Change class."""
    spaced = "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()
    return spaced[:1].upper() + spaced[1:]
