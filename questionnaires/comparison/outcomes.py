"""Two outcomes: what of the one is not in the other. They may be of two versions."""

from dataclasses import dataclass

from questionnaires.classification import Outcome


@dataclass(frozen=True)
class Difference:
    """What was there before and is no more, and what is new."""

    removed: tuple[str, ...]
    added: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


@dataclass(frozen=True)
class OutcomeChange:
    before: Outcome
    after: Outcome
    findings: Difference
    items: Difference

    @property
    def tier_changes(self) -> bool:
        """Whether the tier, or which tiers are possible while questions are open, differs."""
        return self.before.tiers_possible != self.after.tiers_possible

    @property
    def class_changes(self) -> bool:
        return self.before.classes_possible != self.after.classes_possible

    @property
    def provisional_changes(self) -> bool:
        return self.before.provisional is not self.after.provisional

    def __bool__(self) -> bool:
        """Whether anything differs."""
        states = self.tier_changes or self.class_changes or self.provisional_changes
        return states or bool(self.findings or self.items)


def compare_outcomes(before: Outcome, after: Outcome) -> OutcomeChange:
    return OutcomeChange(
        before,
        after,
        _difference(before.findings, after.findings),
        _difference(before.items, after.items),
    )


def _difference(before: tuple[str, ...], after: tuple[str, ...]) -> Difference:
    return Difference(
        tuple(each for each in before if each not in after),
        tuple(each for each in after if each not in before),
    )
