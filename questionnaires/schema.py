"""What a questionnaire, its rulebooks and its cases are: frozen, typed, and strict about unknown keys.

The words are those of the design: a *questionnaire* asks, *facts* derive, *findings* of the ladder set a
tier, *items* follow. Conditions are text here; `questionnaires.conditions` gives them meaning.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"`{value}` is not a date") from None
    return value


def _as_expression(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return value


def _as_many(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else (value,)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Date = Annotated[date, BeforeValidator(_as_date)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
ChoiceName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9._-]*$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Condition = Annotated[str, BeforeValidator(_as_expression), Field(min_length=1)]


class Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, populate_by_name=True, allow_inf_nan=False
    )


class Work(Part):
    """A source that can be cited: a statute, a guideline, a paper, or our own convention."""

    short: Text  # as it is cited beside a rule
    title: Text
    by: Text | None = None
    year: int | None = None
    url: Annotated[str, Field(pattern=r"^https://")] | None = None
    note: Text | None = None


class Source(Part):
    """Where a question or rule comes from, and for law what it was checked against, and when."""

    work: Code
    part: Text | None = None
    url: Annotated[str, Field(pattern=r"^https://")] | None = None
    checked_on: Date | None = None
    against: Literal["primary", "secondary"] | None = None


Sources = Annotated[tuple[Source, ...], BeforeValidator(_as_many), Field(min_length=1)]


class Case(Part):
    """One line of a definition by cases; the first whose `when` holds counts, and the last has none."""

    when: Condition | None = None
    is_: Condition = Field(alias="is")


Cases = Annotated[tuple[Case, ...], BeforeValidator(_as_tuple), Field(min_length=1, max_length=30)]


class Choice(Part):
    id: ChoiceName
    text: Text
    hint: Text | None = None
    exclusive: bool = False
    makes_provisional: bool = False
    stands_for_any: bool = False
    silent: bool = False  # says that nobody looked, in words of its own
    remedy: Text | None = None  # what to do so that this can be answered
    without: Text | None = None  # of a `many`: what to do so that it can be unticked
    classes: Cases | None = None


class Unsure(Part):
    """Offers "I am not sure". Reads as `counts_as` in every condition; without it, conditions may name it."""

    counts_as: ChoiceName | None = None
    hint: Text | None = None


class Exempt(Part):
    """Where a claim of the prover is not meant to hold for a question, and why."""

    claim: Literal["riskier", "silence"]
    when: Condition | None = None  # read with the answers before the change; everywhere without it
    reason: Text


class Boundary(Part):
    """Whether a comparison of numbers holds just below its line, exactly at it, and just above."""

    below: bool
    at: bool
    above: bool


Kind = Literal["one", "many", "yes_no", "number", "text"]


class Question(Part):
    id: Name
    kind: Kind
    text: Text
    help: Text | None = None
    why: Text
    source: Sources
    topic: Name | None = None
    ask_if: Condition | None = None
    changeable: bool = False
    ordered: Literal["risk"] | None = None
    riskier: Literal["yes", "no"] | None = None
    convention: bool = False
    choices: Annotated[tuple[Choice, ...], BeforeValidator(_as_tuple)] = ()
    unsure: Unsure | None = None
    unit: Text | None = None
    above: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    calculator: Literal["flop"] | None = None
    unknown_is_cautious: bool = False
    example: float | None = None
    remedy: Text | None = None  # what to do for a better answer, where choices do not say it
    find_out: Text | None = None  # what to do to know, where the answer says that nobody does
    effort: Literal["little", "some", "much"] = "some"  # of changing what it asks for
    exempt: Annotated[tuple[Exempt, ...], BeforeValidator(_as_tuple)] = ()
    max_length: Annotated[int, Field(ge=1, le=10_000)] = 2_000


class Topic(Part):
    """Questions that share one page; as a grid where all of them have the same choices."""

    id: Name
    title: Text
    layout: Literal["list", "grid"] = "list"
    intro: Text | None = None


class Section(Part):
    id: Name
    title: Text
    intro: Text | None = None
    topics: Annotated[tuple[Topic, ...], BeforeValidator(_as_tuple)] = ()
    questions: Annotated[tuple[Question, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


class Dated(Part):
    from_: Date = Field(alias="from")
    is_: float = Field(alias="is")


class Parameter(Part):
    """A named number with dated values: in force is the last whose `from` is not after the day asked for."""

    id: Name
    text: Text | None = None
    values: Annotated[tuple[Dated, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    source: Sources
    convention: bool = False


class Fact(Part):
    """A value derived from answers and other facts: `is` for one expression, `cases` for several."""

    id: Name
    kind: Literal["boolean", "number", "ordered"]
    text: Text | None = None
    values: Annotated[tuple[Name, ...], BeforeValidator(_as_tuple)] = ()
    is_: Condition | None = Field(default=None, alias="is")
    cases: Cases | None = None
    boundary: Boundary | None = None
    source: Sources | None = None
    convention: bool = False


class Minutes(Part):
    from_: int = Field(alias="from", ge=1)
    to: int = Field(ge=1)


class Questionnaire(Part):
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    version: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=20)]
    title: Text
    summary: Text
    minutes: Minutes
    ladder: Code
    # in the order in which they are read
    rulebooks: Annotated[tuple[Code, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    works: dict[str, Work]
    lists: dict[str, Annotated[tuple[ChoiceName, ...], BeforeValidator(_as_tuple)]] = Field(
        default_factory=dict
    )
    parameters: Annotated[tuple[Parameter, ...], BeforeValidator(_as_tuple)] = ()
    sections: Annotated[tuple[Section, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    facts: Annotated[tuple[Fact, ...], BeforeValidator(_as_tuple)] = ()


class Note(Part):
    """A remark that belongs to a tier, finding or item only under a condition."""

    when: Condition
    text: Text


Notes = Annotated[tuple[Note, ...], BeforeValidator(_as_tuple)]


class Finding(Part):
    """A rule that, where its condition holds, is shown and puts the outcome on at least its tier."""

    id: Code
    tier: Code
    title: Text
    text: Text
    when: Condition
    source: Sources
    makes_provisional: bool = False
    settled_by: Text | None = None  # what to do so that a provisional outcome becomes final
    notes: Notes = ()
    convention: bool = False


class Item(Part):
    """A piece of guidance or an obligation. Dates are days: in force from `valid_from` through `valid_to`."""

    id: Code
    kind: Literal["voluntary", "upstream_contract", "targeted_obligation", "law"]
    addressee: Literal["downstream", "upstream", "host"]
    title: Text
    text: Text
    when: Condition
    source: Sources
    valid_from: Date | None = None
    valid_to: Date | None = None
    excludes: Annotated[tuple[Code, ...], BeforeValidator(_as_tuple)] = ()
    notes: Notes = ()
    convention: bool = False


class Tier(Part):
    id: Code
    name: Text
    meaning: Text
    notes: Notes = ()


class Gate(Part):
    """An outcome before the ladder: where it holds there are no tier, findings or items."""

    id: Code
    outcome: Code
    name: Text
    meaning: Text
    when: Condition
    source: Sources


class ChangeClass(Part):
    id: Name
    name: Text
    meaning: Text


class Silence(Part):
    """Where not knowing must not pay: a claim that the prover checks."""

    when: Condition
    text: Text


class Validity(Part):
    final_months: int = Field(ge=1)
    provisional_days: int = Field(ge=1)


class Rulebook(Part):
    id: Code
    title: Text
    kind: Literal["ladder", "law"]
    jurisdiction: Code
    as_of: Date
    summary: Text
    change_class: Name | None = None
    validity: Validity | None = None
    silence: Silence | None = None
    tiers: Annotated[tuple[Tier, ...], BeforeValidator(_as_tuple), Field(max_length=30)] = ()
    gates: Annotated[tuple[Gate, ...], BeforeValidator(_as_tuple)] = ()
    classes: Annotated[tuple[ChangeClass, ...], BeforeValidator(_as_tuple)] = ()
    findings: Annotated[tuple[Finding, ...], BeforeValidator(_as_tuple)] = ()
    items: Annotated[tuple[Item, ...], BeforeValidator(_as_tuple)] = ()


class Expectation(Part):
    tier: Code
    change_class: Name | None = None
    provisional: bool
    findings: Annotated[tuple[Code, ...], BeforeValidator(_as_tuple)]
    items: Annotated[tuple[Code, ...], BeforeValidator(_as_tuple)]


class WorkedCase(Part):
    """A company with its answers and the outcome they must have on a given day."""

    name: Text
    story: Text
    on: Date
    answers: dict[str, Any]
    expect: Expectation
