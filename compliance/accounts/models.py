"""People, organisations, who is who in them, and what was done."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

INVITATION_DAYS = 14  # our own convention


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. What they may do follows from their memberships alone: nobody is a superuser of the site."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Kind(models.TextChoices):
    """What an organisation is here for."""

    DOWNSTREAM = "downstream", _("changes other people’s AI models")
    REGULATOR = "regulator", _("is an authority")
    UPSTREAM = "upstream", _("provides models that others change")


class Role(models.TextChoices):
    """What a member may do. A member without any sees only what was given to them."""

    ADMINISTRATOR = "administrator", _("administrator")
    ASSESSOR = "assessor", _("assessor")
    SIGNATORY = "signatory", _("signatory")
    REVIEWER = "reviewer", _("reviewer")


def in_words(roles: Iterable[str]) -> list[str]:
    given = set(roles)
    return [str(role.label) for role in Role if role in given]


GUARDED = frozenset({Role.ADMINISTRATOR, Role.SIGNATORY, Role.REVIEWER})  # these need a second factor


class Organisation(models.Model):
    """Whose data it is. Whatever belongs to it goes when it goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    # Whoever runs the site knows that it is the authority it says it is: others may send it what they signed.
    recognised_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # being deleted: only then may its log go too
    members = models.ManyToManyField(User, through="Membership", related_name="organisations")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in an organisation, with a column for each role: a database can count administrators then."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    administrator = models.BooleanField(default=False)
    assessor = models.BooleanField(default=False)
    signatory = models.BooleanField(default=False)
    reviewer = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id}"

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role in Role if getattr(self, role.value))

    @roles.setter
    def roles(self, roles: Iterable[Role]) -> None:
        given = frozenset(roles)
        for role in Role:
            setattr(self, role.value, role in given)

    @property
    def role_names(self) -> list[str]:
        return in_words(self.roles)

    @property
    def guarded(self) -> bool:
        """Whether this member needs a second factor."""
        return bool(self.roles & GUARDED)


def _when_an_invitation_ends() -> datetime:
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """A way into an organisation for the holder of one address, once. Only the token's SHA-256 is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=_when_an_invitation_ends)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email"], name="one_invitation_an_address")
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation_id}"

    @property
    def role_names(self) -> list[str]:
        return in_words(self.roles)

    @property
    def expired(self) -> bool:
        return self.expires_at <= timezone.now()


class AuditEntry(models.Model):
    """One thing that was done. Written once: the database refuses to change it, and to delete it while its
    organisation is there. The name stays readable when the person is gone."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="audit_entries")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_name = models.CharField(max_length=150)  # no key to the person: that would have to change with them
    actor_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=250, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="audit_newest_first")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action} {self.subject}"
