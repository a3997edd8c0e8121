"""Attestations, and the register that remembers them.

What an attestation says never changes: its statement and its file are kept as they were made. What happens to
it afterwards is told by leaves of the register; its columns only repeat them, so that lists are quick, and
`manage.py register audit` finds where the two differ.
"""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.accounts.models import Organisation, User
from compliance.assessments.models import Assessment


class State(models.TextChoices):
    """How far issuing has come. Only an issued one is an attestation; the others become one, or nothing."""

    REQUESTED = "requested"
    LOGGED = "logged"  # its sealed file is stored and in the register, and no checkpoint covers it yet
    ISSUED = "issued"
    ABANDONED = "abandoned"


class Shows(models.TextChoices):
    """What whoever verifies the file, or follows its QR code, is shown."""

    STATUS = "status", _("only whether it is genuine, and its status")
    SUMMARY = "summary", _("its status, whose it is, the model, the tier and the dates")
    PAGES = "pages", _("all of that, and the PDF with all answers")


class Status(models.TextChoices):
    """Where an issued one stands on a day."""

    CURRENT = "current", _("current")
    EXPIRING = "expiring", _("current, ends soon")
    EXPIRED = "expired", _("expired")
    SUPERSEDED = "superseded", _("superseded by a newer one")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Purpose(models.TextChoices):
    """What a log is for: what nobody has signed is never beside what somebody has."""

    SITE = "site"
    UNSIGNED = "unsigned"  # what `manage.py attest` makes


EXPIRING_DAYS = 60  # before its end; our own convention


class Attestation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="attestations"
    )
    # It outlives the answers in progress, and the person who signed.
    assessment = models.ForeignKey(
        Assessment, null=True, on_delete=models.SET_NULL, related_name="attestations"
    )
    signed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    statement = models.TextField()  # canonical JSON (RFC 8785)
    digest = models.CharField(max_length=64, unique=True)  # its SHA-256

    # Repeated from the statement, for lists.
    questionnaire = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    subject_organisation = models.CharField(max_length=200)
    subject_model = models.CharField(max_length=310)
    signatory = models.CharField(max_length=150, blank=True)
    tier = models.CharField(max_length=20)
    change_class = models.CharField(max_length=40, blank=True)
    provisional = models.BooleanField()
    made_at = models.DateTimeField()
    valid_until = models.DateField()
    time_stamp = models.CharField(max_length=200, blank=True)  # the host of the service that is asked for one

    # Repeated from the register.
    shows = models.CharField(max_length=10, choices=Shows.choices, default=Shows.STATUS)
    published = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="supersedes")

    # Issuing.
    key = models.CharField(max_length=64)  # who repeats a request repeats its key
    asked = models.CharField(max_length=64)  # SHA-256 of what was asked for with that key
    attempts = models.PositiveSmallIntegerField(default=0)
    busy_until = models.DateTimeField(default=timezone.now)  # nobody else tries before
    trouble = models.CharField(max_length=250, blank=True)  # why it is not issued yet

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="signed_once"),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(state__in=["requested", "logged"]),
                name="one_under_way_an_assessment",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-made_at"], name="attestations_newest_first"),
            models.Index(fields=["-made_at"], name="attestations_public", condition=Q(published=True)),
        ]

    def __str__(self) -> str:
        return f"{self.subject_organisation}: {self.subject_model}"

    @property
    def status(self) -> Status:
        """Today's, of an issued one."""
        today = timezone.localdate()
        if self.withdrawn_at:
            return Status.WITHDRAWN
        if self.superseded_by_id:
            return Status.SUPERSEDED
        if self.valid_until < today:
            return Status.EXPIRED
        soon = self.valid_until < today + timedelta(days=EXPIRING_DAYS)
        return Status.EXPIRING if soon else Status.CURRENT

    @property
    def stands(self) -> bool:
        """Whether it can still be relied on as what its holder says."""
        return self.state == State.ISSUED and self.status in (Status.CURRENT, Status.EXPIRING)

    @property
    def purpose(self) -> Purpose:
        """Of the log that it belongs to: what an organisation has is signed by somebody."""
        return Purpose.SITE if self.organisation_id else Purpose.UNSIGNED

    @property
    def under_way(self) -> bool:
        return self.state in (State.REQUESTED, State.LOGGED)


class Log(models.Model):
    """One append-only tree. The newest of a purpose goes on; one before it ended because part of it was lost,
    and stays as it is."""

    origin = models.CharField(max_length=200, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    size = models.PositiveBigIntegerField(default=0)
    because = models.CharField(max_length=500, blank=True)  # why the one before it ended

    def __str__(self) -> str:
        return self.origin


class Leaf(models.Model):
    """One line of the register, in order. Whoever knows the salt can check what it commits to.

    `subject` is what it is about: the SHA-256 of a file, or of `document`. Where an organisation was deleted
    the leaf stays, without what could tell whose it was.
    """

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="leaves")
    index = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=12)  # a register.commitment.Kind
    salt = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=64, blank=True, db_index=True)
    document = models.TextField(blank=True)  # canonical JSON: what happened, for kinds that have no file
    entry = models.CharField(max_length=64)  # the commitment, which is public
    attestation = models.ForeignKey(Attestation, null=True, on_delete=models.SET_NULL, related_name="leaves")

    class Meta:
        verbose_name_plural = "leaves"
        ordering = ("log", "index")
        constraints = [models.UniqueConstraint(fields=["log", "index"], name="one_leaf_an_index")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.index}: {self.kind}"


class Letter(models.Model):
    """A sealed PDF that an organisation sends to another about something, such as an authority's decision.
    Its file and what it says never change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="letters")
    key = models.CharField(max_length=64, unique=True)  # what it is about: there is one letter about it
    document = models.TextField()  # what it says, as canonical JSON (RFC 8785)
    sha256 = models.CharField(max_length=64, unique=True)  # of the file, by which the register knows it
    size = models.PositiveBigIntegerField()  # bytes
    stored_as = models.CharField(max_length=100)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key


class Tile(models.Model):
    """256 hashes of the tree, or as many as there are so far (C2SP tlog-tiles)."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="tiles")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "level", "index"], name="one_tile_a_place")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed head of the tree. Its note is text that anybody can verify."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    note = models.TextField()

    class Meta:
        ordering = ("log", "size")
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="one_checkpoint_a_size")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.size}"


class SealedFile(models.Model):
    """A sealed PDF as it was issued, or renewed. Stored once, and never made again."""

    attestation = models.ForeignKey(Attestation, on_delete=models.CASCADE, related_name="files")
    leaf = models.OneToOneField(Leaf, null=True, on_delete=models.SET_NULL, related_name="file")
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()  # bytes
    stored_as = models.CharField(max_length=64, unique=True)
    level = models.CharField(max_length=3)  # B, T, LT, LTA
    renew_before = models.DateField(null=True, db_index=True)  # when the newest time-stamp's certificate ends

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.sha256[:12]} (level {self.level})"


class Confirmation(models.Model):
    """Somebody looked at the answers of a section again and said that they still hold. It counts as long as
    these are the answers."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="confirmations")
    section = models.CharField(max_length=60)
    answers = models.CharField(max_length=64)  # SHA-256 of what was confirmed
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "section"], name="one_confirmation_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.assessment_id}"
