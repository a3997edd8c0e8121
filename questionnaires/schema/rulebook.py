"""Files in rulebooks/: the ladder with its findings, and items of guidance and law."""

from typing import Annotated, Literal

from pydantic import Field

from .citing import Convention, Sources
from .notation import Code, Condition, Date, Many, Name, Part, Text


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


class Silence(Part):
    """Where not knowing must not pay: a claim that the prover checks."""

    when: Condition = Field(description="The condition under which it must not.")
    text: Text = Field(description="What is claimed, as people read it.")


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
    silence: Silence | None = Field(None, description="Where not knowing must not pay.")
    tiers: Annotated[Many[Tier], Field(max_length=30)] = Field((), description="The steps, lowest first.")
    gates: Many[Gate] = Field((), description="Outcomes before the ladder.")
    classes: Many[ChangeClass] = Field((), description="The values of `change_class`, in their order.")
    findings: Many[Finding] = Field((), description="Rules that set the tier.")
    items: Many[Item] = Field((), description="Guidance and obligations.")
