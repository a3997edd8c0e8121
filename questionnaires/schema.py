"""What a questionnaire, its rulebooks and its cases are: frozen, typed, and strict about unknown keys.

The words are those of the design: a *questionnaire* asks, *facts* derive, *findings* of the ladder set a
tier, *items* follow. Conditions are text here; `questionnaires.conditions` gives them meaning. The docstrings
and descriptions are what editors show while somebody writes, and what docs/reference.md is made of.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from .notation import (
    QUESTIONNAIRE_ID,
    VERSION,
    Address,
    ChoiceName,
    Code,
    Condition,
    Date,
    Many,
    Name,
    Part,
    Several,
    Text,
    as_many,
)

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


class Choice(Part):
    """Something that can be chosen."""

    id: ChoiceName = Field(description="Its name in conditions and answers. Never changes once published.")
    text: Text = Field(description="As people read it.")
    hint: Text | None = Field(None, description="One line below the text.")
    exclusive: bool = Field(False, description='Cannot be ticked with others, as "none of these".')
    makes_provisional: bool = Field(False, description="Choosing it keeps the outcome provisional.")
    stands_for_any: bool = Field(
        False,
        description='Hides which of the others holds, as "not assessed" does; it has no place in the order.',
    )
    classes: Cases | None = Field(None, description="The class that this change has on its own, by cases.")


class Unsure(Part):
    """Offers "I am not sure". Reads as `counts_as` in every condition; without it, conditions may name it."""

    counts_as: ChoiceName | None = Field(None, description="The choice that conditions read instead.")
    hint: Text | None = Field(None, description="What it costs to be unsure, in a line.")


Kind = Literal["one", "many", "yes_no", "number", "text"]


class Question(Part):
    """A question. Without `ask_if` everybody is asked."""

    id: Name = Field(description="Its name in conditions and answers. Never changes once published.")
    kind: Kind = Field(description="One choice, many choices, yes or no, a number, or a text.")
    text: Text = Field(description="The question, as people read it.")
    help: Text | None = Field(
        None, description="How to answer. The first paragraph is shown, the rest one step away."
    )
    why: Text = Field(description="Why it is asked, one step away from the question.")
    source: Sources = Field(description="Where it comes from.")
    topic: Name | None = Field(None, description="A topic of the section: its questions share a page.")
    ask_if: Condition | None = Field(None, description="The condition under which it is asked.")
    changeable: bool = Field(False, description="People can change what it asks about, not only the answer.")
    ordered: Literal["risk"] | None = Field(
        None, description="The choices stand from least to most risky, for `atLeast(...)`."
    )
    riskier: Literal["yes", "no"] | None = Field(None, description="The riskier of yes and no, in quotes.")
    convention: Convention = False
    choices: Many[Choice] = Field((), description="What can be chosen, for `one` and `many`.")
    unsure: Unsure | None = Field(None, description='Offers "I am not sure", for `one` and `yes_no`.')
    unit: Text | None = Field(None, description="The unit of a number, for example FLOP or %.")
    above: float | None = Field(None, description="A number must be more than this.")
    minimum: float | None = Field(None, description="A number must be this or more.")
    maximum: float | None = Field(None, description="A number must be this or less.")
    calculator: Literal["flop"] | None = Field(None, description="A calculator beside the field.")
    unknown_is_cautious: bool = Field(
        False, description="The rules already read an unknown number with caution, so it leaves nothing open."
    )
    max_length: Annotated[int, Field(ge=1, le=10_000)] = Field(
        2_000, description="How many characters a text may have."
    )


class Topic(Part):
    """Questions that share one page; as a grid where all of them have the same choices."""

    id: Name = Field(description="Its name; `topic` of a question says it.")
    title: Text = Field(description="The heading of the page.")
    layout: Literal["list", "grid"] = Field("list", description="One below the other, or as a table.")
    intro: Text | None = Field(None, description="A sentence above the questions.")


class Section(Part):
    """A chapter of the questionnaire, and a line of the task list."""

    id: Name = Field(description="Its name, unlike any other section's.")
    title: Text = Field(description="As people read it.")
    intro: Text | None = Field(None, description="What the section is about.")
    topics: Many[Topic] = Field((), description="Pages with several questions.")
    questions: Several[Question] = Field(description="In the order in which they are asked.")


class Dated(Part):
    """A value from a day on."""

    from_: Date = Field(alias="from", description="The first day it is in force.")
    is_: float = Field(alias="is", description="The number.")


class Parameter(Part):
    """A named number with dated values: in force is the last whose `from` is not after the day asked for."""

    id: Name = Field(description="Its name in conditions.")
    text: Text | None = Field(None, description="What it is, as people read it.")
    values: Several[Dated] = Field(description="Its values over time.")
    source: Sources = Field(description="Where the number comes from.")
    convention: Convention = False


class Fact(Part):
    """A value derived from answers and other facts: `is` for one expression, `cases` for several."""

    id: Name = Field(description="Its name in conditions.")
    kind: Literal["boolean", "number", "ordered"] = Field(
        description="True or false, a number, or one of `values` from low to high."
    )
    text: Text | None = Field(None, description="What it says, as people read it.")
    values: Many[Name] = Field((), description="What an `ordered` fact may be, from low to high.")
    is_: Condition | None = Field(None, alias="is", description="The expression that it is.")
    cases: Cases | None = Field(None, description="Its value by cases: the first that holds counts.")
    source: Sources | None = Field(None, description="Where it comes from.")
    convention: Convention = False


class Minutes(Part):
    """How long it takes, from the quickest to the slowest."""

    from_: int = Field(alias="from", ge=1, description="The quickest, in minutes.")
    to: int = Field(ge=1, description="The slowest, in minutes.")


class Questionnaire(Part):
    """The file `questionnaire.yaml`: what is asked, and the facts that follow from answers."""

    id: Annotated[str, Field(pattern=QUESTIONNAIRE_ID, max_length=60)] = Field(
        description="Its name in addresses and commands; the directory above has the same."
    )
    version: Annotated[str, Field(pattern=VERSION, max_length=20)] = Field(
        description='Numbers and dots, in quotes: "2026.1"; the directory of the file has the same name.'
    )
    title: Text = Field(description="As people read it.")
    summary: Text = Field(description="For whom it is, in a sentence or two.")
    minutes: Minutes = Field(description="How long it takes.")
    ladder: Code = Field(description="The rulebook whose findings set the tier.")
    rulebooks: Several[Code] = Field(description="All rulebooks, in the order in which they are read.")
    works: dict[str, Work] = Field(description="The sources that can be cited, by a short code.")
    lists: dict[str, Many[ChoiceName]] = Field(
        default_factory=dict, description="Named lists of choices, for conditions."
    )
    parameters: Many[Parameter] = Field((), description="Named numbers with dated values.")
    sections: Several[Section] = Field(description="The questions, by section.")
    facts: Many[Fact] = Field((), description="Values derived from answers.")


class Note(Part):
    """A remark that belongs to a tier, finding or item only under a condition."""

    when: Condition = Field(description="The condition under which it is shown.")
    text: Text = Field(description="As people read it.")


Notes = Annotated[Many[Note], Field(description="Remarks under a condition.")]


class Finding(Part):
    """A rule that, where its condition holds, is shown and puts the outcome on at least its tier."""

    id: Code = Field(description="Its name, as people cite it: R3.1. Never changes once published.")
    tier: Code = Field(description="The tier that the outcome has at least.")
    title: Text = Field(description="The finding in a few words.")
    text: Text = Field(description="What was found, as people read it.")
    when: Condition = Field(description="The condition under which it fires.")
    source: Sources = Field(description="Where the rule comes from.")
    makes_provisional: bool = Field(False, description="While it fires, the outcome is provisional.")
    settled_by: Text | None = Field(None, description="What makes a provisional outcome final.")
    notes: Notes = ()
    convention: Convention = False


class Item(Part):
    """A piece of guidance or an obligation. Dates are days: in force from `valid_from` through `valid_to`."""

    id: Code = Field(description="Its name, as people cite it: VG-03. Never changes once published.")
    kind: Literal["voluntary", "upstream_contract", "targeted_obligation", "law"] = Field(
        description="Guidance, a promise to the upstream developer, a proposed obligation, or law."
    )
    addressee: Literal["downstream", "upstream", "host"] = Field(description="Who has to do it.")
    title: Text = Field(description="The item in a few words.")
    text: Text = Field(description="What to do, as people read it.")
    when: Condition = Field(description="The condition under which it is given.")
    source: Sources = Field(description="Where it comes from; law says when and against what it was checked.")
    valid_from: Date | None = Field(None, description="The first day it is in force.")
    valid_to: Date | None = Field(None, description="The last day it is in force.")
    excludes: Many[Code] = Field((), description="Items that are never given together with this one.")
    notes: Notes = ()
    convention: Convention = False


class Tier(Part):
    """A step of the ladder."""

    id: Code = Field(description="Its name: T0.")
    name: Text = Field(description="Its name in words.")
    meaning: Text = Field(description="What it means to stand here.")
    notes: Notes = ()


class Gate(Part):
    """An outcome before the ladder: where it holds there are no tier, findings or items."""

    id: Code = Field(description="Its name, as people cite it.")
    outcome: Code = Field(description="The outcome in place of a tier.")
    name: Text = Field(description="The outcome in a few words.")
    meaning: Text = Field(description="What it means.")
    when: Condition = Field(description="The condition under which it holds.")
    source: Sources = Field(description="Where it comes from.")


class ChangeClass(Part):
    """A value of the fact that the ladder names as its `change_class`, in words."""

    id: Name = Field(description="The value of the fact.")
    name: Text = Field(description="In a few words.")
    meaning: Text = Field(description="What it means.")


class Validity(Part):
    """How long a statement of the outcome is good."""

    final_months: int = Field(ge=1, description="Months, where the outcome is final.")
    provisional_days: int = Field(ge=1, description="Days, where it is provisional.")


class Rulebook(Part):
    """A file in `rulebooks/`: the ladder, or items for one purpose or place."""

    id: Code = Field(description="Its name, listed under the questionnaire's `rulebooks`.")
    title: Text = Field(description="As people read it.")
    kind: Literal["ladder", "law"] = Field(description="Only the ladder has tiers and findings.")
    jurisdiction: Code = Field(description="The place whose rules these are, or `none`.")
    as_of: Date = Field(description="The day whose state of affairs it describes.")
    summary: Text = Field(description="What it is, in a sentence.")
    change_class: Name | None = Field(None, description="The ordered fact that is the class of a change.")
    validity: Validity | None = Field(None, description="How long a statement is good; the ladder says it.")
    tiers: Annotated[Many[Tier], Field(max_length=30)] = Field((), description="The steps, lowest first.")
    gates: Many[Gate] = Field((), description="Outcomes before the ladder.")
    classes: Many[ChangeClass] = Field((), description="The values of `change_class`, in their order.")
    findings: Many[Finding] = Field((), description="Rules that set the tier.")
    items: Many[Item] = Field((), description="Guidance and obligations.")


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
