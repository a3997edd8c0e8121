"""Views of the queue that are kept under a name."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from compliance.accounts import audit
from compliance.accounts.models import Membership, User

from .models import SavedView

MOST = 50  # of one reviewer, and for all of them; our own convention


@audit.know
class Action(TextChoices):
    """What concerns all who review here; one's own views are nobody else's business."""

    SHARED = "view.shared", _("saved for all reviewers the view")
    DELETED = "view.deleted", _("deleted for all reviewers the view")
    SHOWN_FIRST = "view.first", _("chose for all reviewers to see first the view")
    NOT_FIRST = "view.not_first", _("chose for all reviewers not to see first the view")


class NameTaken(Exception):
    """There is a view of that name already."""


class TooMany(Exception):
    """Some have to go first."""


def views(membership: Membership) -> list[SavedView]:
    """One's own, and those for all."""
    found = SavedView.objects.filter(Q(member=membership) | Q(member=None), authority=membership.organisation)
    return sorted(found, key=lambda each: (each.member_id is None, each.name.casefold()))


def shown_first(found: Sequence[SavedView]) -> SavedView | None:
    """One's own default goes before that for all."""
    return next((each for each in found if each.default), None)


@transaction.atomic
def save(*, membership: Membership, name: str, query: str, shared: bool, default: bool) -> SavedView:
    """Raises NameTaken and TooMany."""
    same = SavedView.objects.filter(authority=membership.organisation, member=None if shared else membership)
    if same.count() >= MOST:
        raise TooMany
    try:
        with transaction.atomic():
            new = SavedView.objects.create(
                authority=membership.organisation,
                member=None if shared else membership,
                name=name,
                query=query,
            )
    except IntegrityError as error:
        raise NameTaken from error
    if shared:
        _record(Action.SHARED, new, membership.user)
    if default:
        show_first(view=new, default=True, actor=membership.user)
    return new


@transaction.atomic
def show_first(*, view: SavedView, default: bool, actor: User) -> None:
    """Or no longer; only one of a kind is."""
    same = SavedView.objects.filter(authority=view.authority, member=view.member)
    same.filter(default=True).update(default=False)
    if default:
        same.filter(pk=view.pk).update(default=True)
    if view.member_id is None:
        _record(Action.SHOWN_FIRST if default else Action.NOT_FIRST, view, actor)


@transaction.atomic
def delete(*, view: SavedView, actor: User) -> None:
    if view.member_id is None:
        _record(Action.DELETED, view, actor)
    view.delete()


def _record(action: Action, view: SavedView, actor: User) -> None:
    audit.record(organisation=view.authority, actor=actor, action=action, subject=view.name, query=view.query)
