"""The JSON Schema that editors use says what the loader says, value by value."""

import copy
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from questionnaires import LIBRARY, InvalidDocument
from questionnaires.documents import parse
from questionnaires.json_schema import MODELS, json_schema

from . import test_broken_conditions, test_broken_editions, test_broken_files
from .broken import FILES

BROKEN = {**test_broken_editions.BROKEN, **test_broken_conditions.BROKEN, **test_broken_files.BROKEN}
VALIDATORS = {
    kind: jsonschema.Draft7Validator(json_schema(kind), format_checker=jsonschema.FormatChecker())
    for kind in MODELS
}


def kind_of(file: str) -> str:
    parts = Path(file).parts
    return {"rulebooks": "rulebook", "cases": "case"}.get(
        parts[-2] if len(parts) > 1 else "", "questionnaire"
    )


def editor_accepts(kind: str, data: Any) -> bool:
    return not list(VALIDATORS[kind].iter_errors(data))


def loader_accepts(kind: str, data: Any) -> bool:
    try:
        MODELS[kind].model_validate(data)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("kind", MODELS)
def test_it_is_a_json_schema(kind: str) -> None:
    jsonschema.Draft7Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("file", sorted(LIBRARY.glob("*/*/**/*.yaml")), ids=lambda file: file.stem)
def test_every_file_of_the_library_is_accepted(file: Path) -> None:
    data = parse(file.read_text(), file.name).data
    assert list(VALIDATORS[kind_of(str(file))].iter_errors(data)) == []


def readable_broken_files() -> dict[str, tuple[str, Any]]:
    """Of the broken files those that are YAML: their kind and data."""
    found = {}
    for name, (file, old, new, *_) in BROKEN.items():
        with suppress(InvalidDocument):
            found[name] = (kind_of(file), parse(FILES[file].replace(old, new), file).data)
    return found


READABLE = readable_broken_files()


@pytest.mark.parametrize("name", READABLE)
def test_a_broken_file_is_refused_where_one_value_is_wrong(name: str) -> None:
    kind, data = READABLE[name]
    assert editor_accepts(kind, data) == loader_accepts(kind, data)


def test_some_of_them_are_refused_and_some_need_check() -> None:
    refused = {name for name, (kind, data) in READABLE.items() if not editor_accepts(kind, data)}
    assert {"unknown key", "missing key", "unknown kind", "bad date", "uncited rule"} <= refused
    assert {"unknown work", "unknown name", "single equals"}.isdisjoint(refused)


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_and_every_mapping_is_described(kind: str) -> None:
    schema = json_schema(kind)
    for name, mapping in {kind: schema, **schema["definitions"]}.items():
        assert mapping["description"], name
        assert mapping["additionalProperties"] is False
        blank = [key for key, value in mapping["properties"].items() if not value.get("description")]
        assert blank == [], name


ODD = st.sampled_from(
    [None, True, 0, -3, 1.5, 20_000, "", "x", "Two words", "yes", "2026-11-23", "23.11.2026", "2026-02-30"]
) | st.sampled_from([[], ["x"], [[]], [None], {}, {"x": 1}, {"work": "HOUSE"}, [{"work": "HOUSE"}], [1]])


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, Any]:
    """A file's data with one value replaced, removed or added somewhere."""
    file = draw(st.sampled_from(sorted(FILES)))
    data = copy.deepcopy(parse(FILES[file], file).data)
    here, steps = data, draw(st.integers(1, 7))
    for step in range(steps):
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if step == steps - 1 or not isinstance(here[key], dict | list):
            match draw(st.sampled_from(["replace", "remove", "add"])):
                case "replace":
                    here[key] = draw(ODD)
                case "remove":
                    del here[key]
                case "add" if isinstance(here, dict):
                    here[draw(st.sampled_from(["is_", "from_", "from", "is", "help", "when", "unit"]))] = (
                        draw(ODD)
                    )
            break
        here = here[key]
    return kind_of(file), data


@given(changed())
def test_editor_and_loader_agree_on_files_with_one_change(sample: tuple[str, Any]) -> None:
    kind, data = sample
    assert editor_accepts(kind, data) == loader_accepts(kind, data)
