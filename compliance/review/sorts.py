"""The orders of a queue, and places in them that an address can name.

What a queue is sorted by never changes once a submission is received, and no two are equal: ids are in the
order of receipt, and decide where the rest is the same. So a page goes on after the last row of another one,
whatever came in or was closed meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _

from .models import Submission

Place = tuple[Any, ...]  # the value that is sorted by, if there is one, and an id


@dataclass(frozen=True)
class Sort:
    label: Any
    column: str = ""  # before the id
    falling: bool = False
    read: Callable[[str], Any] = str  # what stands in an address

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, "pk") if self.column else ("pk",)

    def order(self, *, back: bool = False, pk: str = "pk") -> list[str]:
        """For `order_by`. `pk`: where a list of other things keeps the id."""
        sign = "-" if self.falling != back else ""
        return [sign + (pk if each == "pk" else each) for each in self.columns]

    def beyond(self, place: Place, *, back: bool = False, pk: str = "pk") -> Q:
        """What comes after a place, or before it."""
        falling = self.falling != back
        if not self.column:
            return Q(**{f"{pk}__{'lt' if falling else 'gt'}": place[-1]})
        fields: list[Any] = [Submission._meta.get_field(self.column), Submission._meta.pk]
        there = Row(*(Value(each, output_field=field) for each, field in zip(place, fields, strict=True)))
        here = Row(*map(F, self.columns))
        return Q(LessThan(here, there) if falling else GreaterThan(here, there))

    def of(self, row: Submission) -> Place:
        return tuple(getattr(row, each) for each in self.columns)

    def write(self, place: Place) -> str:
        return "~".join(map(str, place))

    def place(self, text: str) -> Place:
        """Read what `write` wrote. Raises ValueError for all else."""
        *before, last = text.split("~")
        if len(before) != len(self.columns) - 1:
            raise ValueError(text)
        return (*map(self.read, before), UUID(last))


class Row(Func):
    """Several values that are compared as one: the first that differs decides. An index knows how."""

    template = "(%(expressions)s)"
    arg_joiner = ", "

    def _resolve_output_field(self) -> Any:
        return self.source_expressions[0].output_field


def _rank(text: str) -> int:
    rank = int(text)
    if not 0 <= rank < 100:
        raise ValueError(text)
    return rank


SORTS = {
    "oldest": Sort(_("longest waiting first")),
    "newest": Sort(_("newest first"), falling=True),
    "ends": Sort(_("ends soonest first"), "valid_until", read=date.fromisoformat),
    "tier": Sort(_("highest tier first"), "rank", read=_rank),
}
