"""What questions and rules have in common: where they come from, and values by cases."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .notation import Address, Code, Condition, Date, Part, Several, Text, as_many

Convention = Annotated[bool, Field(description="Our own idea, nobody's law; it is marked so.")]


class Work(Part):
    """A source that can be cited: a statute, a guideline, a paper, or our own convention."""

    short: Text = Field(description="As it is cited beside a rule.")
    title: Text = Field(description="Its full title.")
    by: Text | None = Field(None, description="Who wrote or enacted it.")
    year: int | None = Field(None, description="The year it was published.")
    url: Address | None = Field(None, description="Where it can be read.")
    note: Text | None = Field(None, description="A remark for the list of sources.")


class Source(Part):
    """Where a question or rule comes from, and for law what it was checked against, and when."""

    work: Code = Field(description="One of the questionnaire's `works`.")
    part: Text | None = Field(None, description='Article, section or page, in quotes: "Art. 3(1)".')
    url: Address | None = Field(None, description="The exact place, where the work's own address is not it.")
    checked_on: Date | None = Field(None, description="The day somebody compared the rule with the source.")
    against: Literal["primary", "secondary"] | None = Field(
        None, description="Whether that was the text of the law itself, or what others write about it."
    )


_OneOrMore = Source | Annotated[tuple[Source, ...], Field(min_length=1)]
Sources = Annotated[
    tuple[Source, ...], BeforeValidator(as_many, json_schema_input_type=_OneOrMore), Field(min_length=1)
]


class Case(Part):
    """One line of a definition by cases; the first whose `when` holds counts, and the last has none."""

    when: Condition | None = Field(None, description="The condition; left out in the last line.")
    is_: Condition = Field(alias="is", description="The value where it holds.")


Cases = Annotated[Several[Case], Field(max_length=30)]
