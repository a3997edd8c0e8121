"""What the prover says: claims, each with what shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from questionnaires.editions import Edition
from questionnaires.schema import Exempt

Kind = Literal["question", "choice", "finding", "item", "apart", "outcome", "riskier", "silence", "boundary"]
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """One thing that is claimed of an edition, whether it holds, and what shows it.

    `witness` is a complete set of answers that the evaluator has confirmed: for "can be reached" one that
    reaches it; for "never" one that breaks it, where it does not hold. `change` is then the one answer that
    differs. `because` are ids of the parts that contradict each other where something cannot be reached.
    """

    kind: Kind
    subject: str
    text: str
    holds: bool
    witness: Answers | None = None
    change: Answers | None = None
    because: tuple[str, ...] = ()
    note: str = ""
    decided: bool = True
    exemption: Exempt | None = None  # it says that this is needed where it is declared

    @property
    def exempt(self) -> bool:
        """Whether it is about an exemption."""
        return self.exemption is not None

    @property
    def place(self) -> str:
        """The id of the part that the claim is about."""
        return self.subject.split(" ")[0]


@dataclass(frozen=True)
class Proof:
    """All claims of an edition on a day."""

    edition: Edition
    on: date
    claims: tuple[Claim, ...]

    @property
    def sound(self) -> bool:
        return all(claim.holds for claim in self.claims)

    @property
    def broken(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if not claim.holds)
