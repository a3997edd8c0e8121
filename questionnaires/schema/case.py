"""Files in cases/: worked examples that the rules are held to."""

from typing import Any

from pydantic import Field

from .notation import Code, Date, Many, Name, Part, Text


class Expectation(Part):
    """The outcome that a worked case must have."""

    tier: Code = Field(description="The tier, or a gate's outcome.")
    change_class: Name | None = Field(None, description="The class of change, where the ladder has one.")
    provisional: bool = Field(description="Whether something is left open.")
    findings: Many[Code] = Field(description="All findings that fire, and no other; `[]` for none.")
    items: Many[Code] = Field(description="All items given, and no other; `[]` for none.")


class WorkedCase(Part):
    """A file in `cases/`: a company with its answers and the outcome they must have on a given day."""

    name: Text = Field(description="The case in a few words.")
    story: Text = Field(description="What the company did, as it would tell it.")
    on: Date = Field(description="The day of the outcome.")
    answers: dict[str, Any] = Field(description="Question ids with what is answered; `unknown` for a number.")
    expect: Expectation = Field(description="The outcome.")
