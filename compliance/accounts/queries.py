"""What pages need to know about people and organisations."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower
from django.urls import reverse
from django.utils import timezone

from .models import AuditEntry, Invitation, Kind, Membership, Organisation, User
from .tokens import hash_token


def membership(user: User, organisation_id: UUID) -> Membership | None:
    return (
        Membership.objects.select_related("organisation", "user")
        .filter(user=user, organisation_id=organisation_id, organisation__closed_at=None)
        .first()
    )


def memberships(user: User) -> list[Membership]:
    """Of one person, by name of the organisation."""
    found = Membership.objects.filter(user=user, organisation__closed_at=None)
    return list(found.select_related("organisation", "user").order_by(Lower("organisation__name"), "pk"))


def about(membership: Membership, here: str = "", **more: Any) -> dict[str, Any]:
    """What every page of an organisation is given. `here`: which of its places that is."""
    found = {"organisation": membership.organisation, "membership": membership}
    return {**found, **({"here": here} if here else {}), **more}


def landing(membership: Membership) -> str:
    """The address of the page that somebody begins from there; the site's settings say which. Of an authority
    those who do not review have its people only."""
    organisation = membership.organisation
    if organisation.kind == Kind.REGULATOR and not membership.reviewer:
        return reverse("accounts:people", args=[organisation.pk])
    return reverse(settings.ORGANISATION_PAGES[organisation.kind], args=[organisation.pk])


def members(organisation: Organisation) -> list[Membership]:
    return list(organisation.memberships.select_related("user").order_by(Lower("user__name"), "pk"))


def administrators(organisation: Organisation) -> list[User]:
    return [each.user for each in members(organisation) if each.administrator]


def has_second_factor(user: User) -> bool:
    return bool(is_mfa_enabled(user))


def with_second_factor(people: Iterable[User]) -> set[int]:
    """Which of these people have set one up, in one query."""
    found = User.objects.filter(pk__in=[each.pk for each in people], authenticator__isnull=False)
    return set(found.values_list("pk", flat=True))


# invitations ------------------------------------------------------------------------------------------


def invitation(token: str) -> Invitation | None:
    """An invitation that can still be used."""
    found = Invitation.objects.select_related("organisation", "invited_by")
    return found.filter(
        token_hash=hash_token(token), expires_at__gt=timezone.now(), organisation__closed_at=None
    ).first()


def invitations(organisation: Organisation) -> list[Invitation]:
    return list(organisation.invitations.select_related("invited_by").order_by("email"))


def confirmed_addresses(user: User) -> set[str]:
    found = EmailAddress.objects.filter(user=user, verified=True)
    return {each.lower() for each in found.values_list("email", flat=True)}


# audit log --------------------------------------------------------------------------------------------


def audit_entries(
    organisation: Organisation,
    *,
    action: str = "",
    actor: str = "",
    words: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """What was done, the newest first."""
    found = organisation.audit_entries.all()
    if action:
        found = found.filter(action=action)
    if actor:
        found = found.filter(actor_name=actor)
    if words:
        escaped = json.dumps(words)[1:-1]  # as SQLite keeps them
        found = found.alias(told=Cast("details", TextField())).filter(
            Q(subject__icontains=words)
            | Q(actor_name__icontains=words)
            | Q(told__icontains=words)
            | Q(told__icontains=escaped)
        )
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    return found.order_by("-pk")
