"""JSON Schema of the files people write, for completion and checking in their editors.

Draft 7 (json-schema.org/draft-07), which every editor knows. It accepts all that the loader accepts, and
refuses what can be said of one value at a time; what one part says of another is for `check` to find.
"""

from typing import Any

from pydantic import BaseModel

from .schema import Questionnaire, Rulebook, WorkedCase

MODELS: dict[str, type[BaseModel]] = {
    "questionnaire": Questionnaire,
    "rulebook": Rulebook,
    "case": WorkedCase,
}
DIALECT = "http://json-schema.org/draft-07/schema#"


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file: questionnaire, rulebook or case."""
    made = MODELS[kind].model_json_schema(ref_template="#/definitions/{model}")
    definitions = made.pop("$defs", {})
    schema: dict[str, Any] = _tidied({**made, "definitions": dict(sorted(definitions.items()))})
    return {"$schema": DIALECT, **schema}


def _tidied(node: Any) -> Any:
    """Without what says nothing to a writer, and with the length of a list said as such.

    Titles repeat the keys, and an empty default would be offered as a completion. Pydantic says `minLength`
    of a list that it converts first.
    """
    if isinstance(node, list):
        return [_tidied(each) for each in node]
    if not isinstance(node, dict):
        return node
    tidied = {key: _tidied(each) for key, each in node.items() if not _says_nothing(key, each)}
    if "anyOf" in tidied or tidied.get("type") == "array":
        for key, of_list in (("minLength", "minItems"), ("maxLength", "maxItems")):
            if key in tidied and isinstance(length := tidied.pop(key), int) and "items" in tidied:
                tidied[of_list] = length
    return tidied


def _says_nothing(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], ()))
