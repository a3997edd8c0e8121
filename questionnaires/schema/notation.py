"""How single values are written in the files: names, texts, dates, conditions, lists.

A type accepts what is convenient to write (a number as a condition) and tells the JSON Schema of it
(`json_schema_input_type`), so that editors and the loader agree.
"""

import re
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

T = TypeVar("T")

_NAME = r"^[a-z][a-z0-9_]*$"
_CHOICE_NAME = r"^[a-z0-9][a-z0-9_]*$"
_CODE = r"^[A-Za-z][A-Za-z0-9._-]*$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ADDRESS = r"^https://"
_QUESTIONNAIRE_ID = r"^[a-z][a-z0-9-]*$"
_VERSION = r"^[0-9]+(\.[0-9]+)*$"

IN_WORDS = {  # each pattern as a person would say it; the loader's remedies are made of these
    _NAME: "Use small letters, digits and `_`, beginning with a letter, for example `risk_level`.",
    _CHOICE_NAME: "Use small letters, digits and `_`, for example `not_yet`.",
    _CODE: "Use letters, digits, `.`, `_` and `-`, beginning with a letter, for example `R3.1`.",
    _ADDRESS: "Write the whole address, beginning with `https://`.",
    _QUESTIONNAIRE_ID: "Use small letters, digits and `-`, beginning with a letter, for example `my-rules`.",
    _VERSION: 'Use numbers and dots in quotes, for example `"2026.1"`.',
}


def _as_date(value: Any) -> Any:
    """Only YYYY-MM-DD: `fromisoformat` would take weeks and days of the year as well."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value if re.fullmatch(_DAY, value) else "")
        except ValueError:
            raise ValueError(f"`{value}` is not a date") from None
    return value


def _as_expression(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return value


def as_many(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else (value,)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_Day = Annotated[str, Field(pattern=_DAY, json_schema_extra={"format": "date"})]
_Written = Annotated[str, Field(min_length=1)]

Date = Annotated[date, BeforeValidator(_as_date, json_schema_input_type=_Day)]
Name = Annotated[str, Field(pattern=_NAME, max_length=60)]
ChoiceName = Annotated[str, Field(pattern=_CHOICE_NAME, max_length=60)]
Code = Annotated[str, Field(pattern=_CODE, max_length=40)]
QuestionnaireId = Annotated[str, Field(pattern=_QUESTIONNAIRE_ID, max_length=60)]
Version = Annotated[str, Field(pattern=_VERSION, max_length=20)]
Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Address = Annotated[str, Field(pattern=_ADDRESS)]
Condition = Annotated[
    str,
    Field(min_length=1),
    BeforeValidator(_as_expression, json_schema_input_type=_Written | float | bool),
]
Many = Annotated[tuple[T, ...], BeforeValidator(_as_tuple)]
# The length is looked at last: a part that is wrong must not be reported as missing too.
Several = Annotated[tuple[T, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


OneOrMoreNames = Annotated[
    tuple[Name, ...], BeforeValidator(as_many, json_schema_input_type=Name | list[Name])
]


class Part(BaseModel):
    """A mapping in a file: unknown keys are refused, and no value is turned into another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
