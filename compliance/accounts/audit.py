"""The audit log: each room names what it does, and records it in the transaction that does it."""

from typing import Any, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import AuditEntry, Organisation, User

_known: dict[str, Any] = {}
Actions = TypeVar("Actions", bound=type[TextChoices])


def know(actions: Actions) -> Actions:
    """Class decorator: the actions of a room, with their words."""
    _known.update({each.value: each.label for each in actions})
    return actions


def known_actions() -> dict[str, Any]:
    """Every action that can be recorded, with its words."""
    return dict(_known)


def in_words(action: str) -> str:
    return str(_known.get(action, action))


def record(
    *,
    organisation: Organisation | None,
    actor: User | None,
    action: TextChoices,
    subject: str = "",
    **details: Any,
) -> None:
    """Write down what was done. What belongs to no organisation is nobody's to read, and not written.

    Details hold what changed, in values that JSON knows; never a secret, never a file's content.
    """
    if organisation is None:
        return
    AuditEntry.objects.create(
        organisation=organisation,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else str(_("the site itself")),
        action=action.value,
        subject=subject[:250],
        details=details,
    )


@know
class Action(TextChoices):
    ORGANISATION_CREATED = "organisation.created", _("created the organisation")
    ORGANISATION_RENAMED = "organisation.renamed", _("renamed the organisation")
    ORGANISATION_EXPORTED = "organisation.exported", _("exported all data")
    AUTHORITY_RECOGNISED = "authority.recognised", _("recognised the authority")
    AUTHORITY_DISMISSED = "authority.dismissed", _("does not recognise the authority any more:")
    LOG_EXPORTED = "log.exported", _("exported the log")
    PERSON_RENAMED = "person.renamed", _("changed their own name to")
    MEMBER_INVITED = "member.invited", _("invited")
    INVITATION_WITHDRAWN = "invitation.withdrawn", _("withdrew the invitation of")
    MEMBER_JOINED = "member.joined", _("accepted an invitation")
    ROLES_CHANGED = "member.roles", _("changed the roles of")
    MEMBER_REMOVED = "member.removed", _("removed")
    MEMBER_LEFT = "member.left", _("left")
