"""The sample organisations, their people, and what they are working on. Nobody here exists; `.invalid` is an
address that can never be somebody's (RFC 2606, section 2)."""

from dataclasses import dataclass, field
from datetime import timedelta

from compliance.accounts.models import Kind, Role

PASSWORD = "try this at home"  # noqa: S105 - it is shown on a page; the settings keep it from real sites
MAIN = "downstream-modification"


@dataclass(frozen=True)
class Person:
    name: str
    roles: tuple[Role, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@sample.invalid"


@dataclass(frozen=True)
class Given:
    """Sections that a colleague was asked to answer, due so long from now."""

    to: str
    sections: tuple[str, ...]
    note: str
    due: timedelta


@dataclass(frozen=True)
class Sample:
    """An assessment: the worked case with its answers, how many of them are given, what was handed out."""

    model: str
    version: str
    case: str
    answered: int | None = None  # None: all
    due: timedelta | None = None
    given: tuple[Given, ...] = ()
    comments: tuple[tuple[str, str, str], ...] = ()  # by whom, on which question, what
    signed_by: str = ""
    function: str = ""
    published: bool = False
    withdrawn: str = ""  # because of what
    submitted: str = ""  # to the authority, with this note


@dataclass(frozen=True)
class SampleOrganisation:
    name: str
    kind: Kind
    people: tuple[Person, ...]
    assessments: tuple[Sample, ...] = field(default=())


ORGANISATIONS = (
    SampleOrganisation(
        "Larkspur Labs (sample)",
        Kind.DOWNSTREAM,
        (
            Person("Ada Ferreira", (Role.ADMINISTRATOR, Role.ASSESSOR, Role.SIGNATORY)),
            Person("Ben Okafor", (Role.ASSESSOR,)),
            Person("Chiara Lindqvist", (Role.SIGNATORY,)),
            Person("Dimitri Sato", (Role.REVIEWER,)),
            Person("Elif Moreau"),
        ),
        (
            Sample(
                "Larkspur Help Desk",
                "3",
                "v01",
                signed_by="Chiara Lindqvist",
                function="Head of compliance",
                published=True,
                submitted="As announced at your open day.",
                comments=(("Dimitri Sato", "role", "Agreed with engineering on Tuesday."),),
            ),
            Sample(
                "Larkspur Ward",
                "1.2",
                "v05",
                signed_by="Ada Ferreira",
                function="Managing director",
                withdrawn="The refusal tests were run on the wrong build.",
            ),
            Sample("Larkspur Ward", "1.3", "v04", due=timedelta(days=20)),
            Sample(
                "Larkspur Raw",
                "70B",
                "v06",
                signed_by="Ada Ferreira",
                function="Managing director",
                submitted="Our counsel asked us to send you this one.",
            ),
            Sample(
                "Larkspur Red",
                "0.9",
                "v08",
                answered=18,
                due=timedelta(days=9),
                given=(Given("Elif Moreau", ("safety",), "You ran the tests. What came out?", timedelta(4)),),
            ),
            Sample("Larkspur Scribe", "", "v20", answered=6, due=timedelta(days=-2)),
            Sample("Larkspur Next", "", "v11", answered=0),
        ),
    ),
    SampleOrganisation(
        "Office for Model Safety (sample)",
        Kind.REGULATOR,
        (
            Person("Farah Jensen", (Role.ADMINISTRATOR,)),
            Person("Goran Whitfield", (Role.REVIEWER,)),
            Person("Hana Castellanos", (Role.REVIEWER, Role.SIGNATORY)),
        ),
    ),
    SampleOrganisation(
        "Northwind Models (sample)",
        Kind.UPSTREAM,
        (
            Person("Imani Novak", (Role.ADMINISTRATOR, Role.ASSESSOR)),
            Person("Jun Abernathy", (Role.REVIEWER,)),
        ),
    ),
)
