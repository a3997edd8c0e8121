"""The blocks of items on an outcome, in words that keep law, proposals, promises and guidance apart."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from questionnaires import Explanation
from questionnaires.explanation import ExplainedItem


@dataclass(frozen=True)
class Block:
    id: str
    title: str
    short: str
    hint: str
    css: str
    items: tuple[ExplainedItem, ...]
    by_place: bool = False

    @property
    def groups(self) -> list[tuple[str, list[ExplainedItem]]]:
        """The items under a heading for each place, where the place decides whether they apply."""
        found: dict[str, list[ExplainedItem]] = {}
        for each in self.items:
            found.setdefault(each.rulebook.title if self.by_place else "", []).append(each)
        return list(found.items())


def blocks(explanation: Explanation) -> list[Block]:
    """Law first, because it binds; guidance last, because there is most of it."""
    return [
        Block(
            "law",
            _("Law that may apply: check with counsel"),
            _("Law that may apply"),
            _("Whatever the tier. It depends on where you offer it and on facts that we do not ask."),
            "mc-law",
            explanation.items_of("law"),
            by_place=True,
        ),
        Block(
            "proposed",
            _("Proposed targeted obligations (not law)"),
            _("Proposed obligations"),
            _("What the ladder’s fourth step would ask. Nobody can enforce it today."),
            "mc-proposal",
            explanation.items_of("targeted_obligation"),
        ),
        Block(
            "promised",
            _("What you promised upstream"),
            _("Promised upstream"),
            _("Your contract with the developer of the base: its licence and usage policy."),
            "mc-promise",
            explanation.items_of("upstream_contract"),
        ),
        Block(
            "guidance",
            _("Guidance"),
            _("Guidance"),
            _("Voluntary. Good practice for a change like yours."),
            "mc-guidance",
            explanation.items_of("voluntary"),
        ),
    ]
