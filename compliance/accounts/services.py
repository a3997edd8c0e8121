"""What changes organisations and who is in them. Each service is one transaction."""

from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from . import queries
from .audit import Action, record
from .models import INVITATION_DAYS, Invitation, Kind, Membership, Organisation, Role, User
from .tokens import hash_token, new_token

MOST_INVITATIONS = 50  # open at once in one organisation; our own convention


class LastAdministrator(Exception):
    """Nobody would be left who could let others in."""


class NotForYou(Exception):
    """An invitation for another address than any that this person has confirmed."""


class NoSuchInvitation(Exception):
    """It was used, withdrawn, or its time is over."""


class AlreadyMember(Exception):
    pass


class TooManyInvitations(Exception):
    pass


@transaction.atomic
def create_organisation(*, founder: User, name: str, kind: Kind) -> Membership:
    """A new organisation, with all roles of its kind for whoever makes it."""
    organisation = Organisation.objects.create(name=name, kind=kind)
    membership = Membership(organisation=organisation, user=founder)
    membership.roles = founding_roles(kind)
    membership.save()
    record(
        organisation=organisation, actor=founder, action=Action.ORGANISATION_CREATED, subject=name, kind=kind
    )
    return membership


@transaction.atomic
def rename_person(*, user: User, name: str) -> None:
    """The logs of their organisations say that somebody goes by another name from now on."""
    old = user.name
    if name == old:
        return
    user.name = name
    user.save(update_fields=["name"])
    for each in queries.memberships(user):
        record(
            organisation=each.organisation, actor=user, action=Action.PERSON_RENAMED, subject=name, old=old
        )


def founding_roles(kind: Kind) -> frozenset[Role]:
    if kind == Kind.DOWNSTREAM:
        return frozenset({Role.ADMINISTRATOR, Role.ASSESSOR, Role.SIGNATORY})
    return frozenset({Role.ADMINISTRATOR, Role.REVIEWER})


@transaction.atomic
def rename(*, organisation: Organisation, actor: User, name: str) -> None:
    old = organisation.name
    Organisation.objects.filter(pk=organisation.pk).update(name=name)
    record(organisation=organisation, actor=actor, action=Action.ORGANISATION_RENAMED, subject=name, old=old)


@transaction.atomic
def recognise(*, authority: Organisation, recognised: bool = True) -> None:
    """Whoever runs the site knows that it is the authority it says it is, or does not think so any more."""
    found = Organisation.objects.select_for_update(no_key=True).get(pk=authority.pk)
    if bool(found.recognised_at) is recognised:
        return
    found.recognised_at = timezone.now() if recognised else None
    found.save(update_fields=["recognised_at"])
    action = Action.AUTHORITY_RECOGNISED if recognised else Action.AUTHORITY_DISMISSED
    record(organisation=found, actor=None, action=action, subject=found.name)


# invitations ------------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    *, organisation: Organisation, actor: User, email: str, roles: Iterable[Role], address: str
) -> Invitation:
    """Send an invitation; an earlier one to the same address ends. `address` is where its page is, with
    `TOKEN` in the token's place. Raises AlreadyMember and TooManyInvitations."""
    email = email.strip().lower()
    _lock(organisation)
    if organisation.memberships.filter(user__email=email).exists():
        raise AlreadyMember
    organisation.invitations.filter(expires_at__lte=timezone.now()).delete()
    organisation.invitations.filter(email=email).delete()
    if organisation.invitations.count() >= MOST_INVITATIONS:
        raise TooManyInvitations
    token, given = new_token(), sorted(Role(role) for role in roles)
    invitation = Invitation.objects.create(
        organisation=organisation, email=email, roles=given, token_hash=hash_token(token), invited_by=actor
    )
    context = {
        "invitation": invitation,
        "address": address.replace("TOKEN", token),
        "days": INVITATION_DAYS,
        "actor": actor,
    }
    EmailMessage(
        subject=_("%(person)s invites you to %(organisation)s on Modcheck")
        % {"person": _one_line(str(actor)), "organisation": _one_line(organisation.name)},
        body=render_to_string("accounts/mail/invitation.txt", context),
        to=[email],
    ).send()
    record(organisation=organisation, actor=actor, action=Action.MEMBER_INVITED, subject=email, roles=given)
    return invitation


@transaction.atomic
def withdraw_invitation(*, organisation: Organisation, actor: User, invitation_id: int) -> None:
    """A second time does nothing."""
    found = organisation.invitations.filter(pk=invitation_id).first()
    if found:
        found.delete()
        record(
            organisation=organisation, actor=actor, action=Action.INVITATION_WITHDRAWN, subject=found.email
        )


@transaction.atomic
def accept_invitation(*, token: str, user: User) -> Membership:
    """Join by an invitation, which is used up by it. Raises NoSuchInvitation and NotForYou."""
    found = queries.invitation(token)
    if found is None:
        raise NoSuchInvitation
    _lock(found.organisation)
    if found.email not in queries.confirmed_addresses(user):
        raise NotForYou
    used, _rows = Invitation.objects.filter(pk=found.pk, token_hash=hash_token(token)).delete()
    if not used:  # in another window, at the same moment
        raise NoSuchInvitation
    membership = Membership.objects.filter(organisation=found.organisation, user=user).first()
    if membership is None:
        membership = Membership(organisation=found.organisation, user=user)
        membership.roles = [Role(role) for role in found.roles]
        membership.save()
    record(
        organisation=found.organisation,
        actor=user,
        action=Action.MEMBER_JOINED,
        subject=found.email,
        roles=found.roles,
    )
    return membership


# members ----------------------------------------------------------------------------------------------


@transaction.atomic
def change_roles(*, organisation: Organisation, actor: User, member_id: int, roles: Iterable[Role]) -> None:
    """Raises LastAdministrator, and Membership.DoesNotExist for somebody who is no member (any more)."""
    _lock(organisation)
    membership = organisation.memberships.select_related("user").get(pk=member_id)
    before, after = membership.roles, frozenset(roles)
    if before == after:
        return
    if Role.ADMINISTRATOR in before - after:
        _require_another_administrator(membership)
    membership.roles = after
    membership.save()
    record(
        organisation=organisation,
        actor=actor,
        action=Action.ROLES_CHANGED,
        subject=str(membership.user),
        before=sorted(before),
        after=sorted(after),
    )


@transaction.atomic
def remove_member(*, organisation: Organisation, actor: User, member_id: int) -> None:
    """Take somebody, perhaps oneself, out of an organisation. What they did stays, and its record.

    A second time does nothing. Raises LastAdministrator.
    """
    _lock(organisation)
    membership = organisation.memberships.select_related("user").filter(pk=member_id).first()
    if membership is None:
        return
    _require_another_administrator(membership)
    membership.delete()
    action = Action.MEMBER_LEFT if membership.user == actor else Action.MEMBER_REMOVED
    record(organisation=organisation, actor=actor, action=action, subject=str(membership.user))
    if action == Action.MEMBER_REMOVED:
        _say_goodbye("removed", [membership.user.email], actor=actor, organisation=organisation)


@transaction.atomic
def delete_account(*, user: User) -> None:
    """Delete a person's account. What organisations hold stays with them, and their log keeps the name.

    Raises LastAdministrator where somebody else has to take over first.
    """
    found = Membership.objects.select_related("organisation").filter(user=user)
    for membership in found.order_by("organisation_id"):  # two people lock the same ones in the same order
        remove_member(organisation=membership.organisation, actor=user, member_id=membership.pk)
    _say_goodbye("account", [user.email])
    user.delete()


# the end ----------------------------------------------------------------------------------------------


def delete_organisation(*, organisation: Organisation, actor: User | None = None) -> None:
    """Delete an organisation with all it has here, and tell its members. Nothing can be brought back."""
    with transaction.atomic():
        _lock(organisation)
        addresses = [each.user.email for each in queries.members(organisation)]
        _say_goodbye("organisation", addresses, actor=actor, organisation=organisation)
        # The database lets its log go only once it is closed.
        Organisation.objects.filter(pk=organisation.pk).update(closed_at=timezone.now())
        Organisation.objects.get(pk=organisation.pk).delete()


def _say_goodbye(what: str, addresses: Iterable[str], **about: User | Organisation | None) -> None:
    """What ended cannot be looked up on the site any more, so that those whom it concerns get a mail."""
    context = {"what": what, **about}
    subject = render_to_string("accounts/mail/goodbye_subject.txt", context)
    body = render_to_string("accounts/mail/goodbye.txt", context)
    for each in addresses:
        EmailMessage(subject=_one_line(subject), body=body, to=[each]).send()


def _lock(organisation: Organisation) -> None:
    """Whoever changes members waits for the one before. Raises Organisation.DoesNotExist."""
    Organisation.objects.select_for_update().get(pk=organisation.pk, closed_at=None)


def _require_another_administrator(membership: Membership) -> None:
    others = Membership.objects.filter(organisation_id=membership.organisation_id, administrator=True)
    if membership.administrator and not others.exclude(pk=membership.pk).exists():
        raise LastAdministrator


def _one_line(text: str) -> str:
    """A name is the people's own; a subject has one line."""
    return " ".join(text.split())
