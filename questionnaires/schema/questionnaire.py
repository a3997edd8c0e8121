"""The file questionnaire.yaml: what is asked, and the facts that follow from answers."""

from typing import Annotated, Literal

from pydantic import Field

from .citing import Cases, Convention, Sources, Work
from .notation import (
    ChoiceName,
    Code,
    Condition,
    Date,
    Many,
    Name,
    OneOrMoreNames,
    Part,
    QuestionnaireId,
    Several,
    Text,
    Version,
)


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
    silent: bool = Field(False, description="Says that nobody looked, in words of its own.")
    remedy: Text | None = Field(None, description="What to do so that this can be answered.")
    without: Text | None = Field(None, description="Of a `many`: what to do so that it can be unticked.")
    classes: Cases | None = Field(None, description="The class that this change has on its own, by cases.")


class Unsure(Part):
    """Offers "I am not sure". Reads as `counts_as` in every condition; without it, conditions may name it."""

    counts_as: ChoiceName | None = Field(None, description="The choice that conditions read instead.")
    hint: Text | None = Field(None, description="What it costs to be unsure, in a line.")


class Exempt(Part):
    """Where a claim of the prover is not meant to hold for a question, and why."""

    claim: Literal["riskier", "silence"] = Field(
        description="That a riskier answer never lowers the tier, or that not knowing never pays."
    )
    when: Condition | None = Field(
        None, description="Read with the answers before the change; everywhere without it."
    )
    reason: Text = Field(description="Why it is meant so.")


Kind = Literal["one", "many", "yes_no", "number", "text"]


class Question(Part):
    """A question. Without `ask_if` everybody is asked."""

    id: Name = Field(description="Its name in conditions and answers. Never changes once published.")
    kind: Kind = Field(description="One choice, many choices, yes or no, a number, or a text.")
    text: Text = Field(description="The question, as people read it.")
    in_short: Text | None = Field(
        None, description="The question where it is quoted alone, without the page it stands on."
    )
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
    example: float | None = Field(None, description="A number as people might write it, shown as an example.")
    remedy: Text | None = Field(
        None, description="What to do for a better answer, where choices do not say it."
    )
    find_out: Text | None = Field(
        None, description="What to do to know, where the answer says that nobody does."
    )
    effort: Literal["little", "some", "much"] = Field(
        "some", description="What it takes to change what it asks for."
    )
    exempt: Many[Exempt] = Field((), description="Claims of the prover that are not meant to hold here.")
    max_length: Annotated[int, Field(ge=1, le=10_000)] = Field(
        2_000, description="How many characters a text may have."
    )

    @property
    def quoted(self) -> str:
        """The question in words that need no neighbours."""
        return self.in_short or self.text


class Topic(Part):
    """Questions that share one page: as pairs side by side, or as a grid where all have the same choices."""

    id: Name = Field(description="Its name; `topic` of a question says it.")
    title: Text = Field(description="The heading of the page.")
    layout: Literal["list", "pairs", "grid"] = Field(
        "list", description="One below the other, two side by side, or as a table."
    )
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


class Boundary(Part):
    """Whether a comparison of numbers holds just below its line, exactly at it, and just above."""

    below: bool = Field(description="Just below the line.")
    at: bool = Field(description="Exactly at the line.")
    above: bool = Field(description="Just above the line.")


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
    boundary: Boundary | None = Field(None, description="Which side of its line a comparison holds on.")
    source: Sources | None = Field(None, description="Where it comes from.")
    convention: Convention = False


class Minutes(Part):
    """How long it takes, from the quickest to the slowest."""

    from_: int = Field(alias="from", ge=1, description="The quickest, in minutes.")
    to: int = Field(ge=1, description="The slowest, in minutes.")


class Origin(Part):
    """Where a question's answer comes from: questions of the version before; without, the one of its own id.

    Two questions that name the same one split it; one question that names several merges them.
    """

    from_: OneOrMoreNames = Field((), alias="from", description="Questions of the version before.")
    choices: dict[ChoiceName, ChoiceName] = Field(
        default_factory=dict, description="A choice there: the choice here."
    )


class CarriesOver(Part):
    """How answers to the version before carry over. What is not named keeps the answer to the same id, where
    its kind and the value are still there."""

    from_: Version = Field(alias="from", description="The version before, in quotes.")
    answers: dict[Name, Origin] = Field(
        default_factory=dict, description="By question of this version, where its answer comes from."
    )
    kept: Many[Name] = Field((), description="Reworded questions whose old answers still hold.")
    ask_again: Many[Name] = Field((), description="Questions that are asked again.")
    dropped: Many[Name] = Field((), description="Questions of the version before that are gone.")


class Questionnaire(Part):
    """The file `questionnaire.yaml`: what is asked, and the facts that follow from answers."""

    id: QuestionnaireId = Field(
        description="Its name in addresses and commands; the directory above has the same."
    )
    version: Version = Field(
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
    carries_over: CarriesOver | None = Field(
        None, description="How answers to the version before carry over."
    )
