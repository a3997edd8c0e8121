"""What an authority received, and what became of it.

A submission is the authority's own record: it keeps the statement and copies of the files as they were sent,
so that it stays whole when its sender leaves. What it says never changes. Its columns and labels only repeat
the statement, so that a queue of any length is quick to filter.
"""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.accounts.models import Kind, Membership, Organisation, User
from compliance.attestations.models import Attestation

from . import ordered_ids


class State(models.TextChoices):
    RECEIVED = "received", _("received")
    IN_REVIEW = "in_review", _("in review")
    ASKED = "asked", _("clarification asked")
    ANSWERED = "answered", _("answered")
    NOTED = "noted", _("closed: noted")
    ACTION = "action", _("closed: needs action")
    REFERRED = "referred", _("closed: referred")


CLOSED = frozenset({State.NOTED, State.ACTION, State.REFERRED})
HIGHEST_FIRST = (
    "T4",
    "T3",
    "T2",
    "T1",
    "T0",
)  # the tiers of the ladder; what others may say comes after them


class Submission(models.Model):
    id = models.UUIDField(primary_key=True, default=ordered_ids.new, editable=False)
    authority = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="received",
        limit_choices_to={"kind": Kind.REGULATOR},
    )
    # They may leave: the record stays.
    sender = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="submitted")
    attestation = models.ForeignKey(
        Attestation, null=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="followed_by")
    statement = models.TextField()  # canonical JSON (RFC 8785), as it was signed
    digest = models.CharField(max_length=64)  # its SHA-256
    note = models.TextField(max_length=4000, blank=True)  # what the sender says beside it

    # Repeated from the statement, for the queue.
    subject_organisation = models.CharField(max_length=200)
    subject_model = models.CharField(max_length=310)
    tier = models.CharField(max_length=20)
    change_class = models.CharField(max_length=40, blank=True)
    provisional = models.BooleanField()
    valid_until = models.DateField()
    changed = models.BooleanField(null=True)  # since the one that it follows; null: there is none

    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    closed = models.BooleanField(default=False)  # repeated from the state
    assignee = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    # How soon it is looked at where the highest tier goes first: 0 is the first.
    rank = models.GeneratedField(
        expression=Case(
            *(When(tier=tier, then=Value(i)) for i, tier in enumerate(HIGHEST_FIRST)),
            default=Value(len(HIGHEST_FIRST)),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "attestation"], name="submitted_once"),
            models.UniqueConstraint(
                fields=["follows"], condition=Q(follows__isnull=False), name="followed_once"
            ),
        ]
        # What a page of the queue begins from: lists in the order of receipt, or of one of its sorts.
        indexes = [
            models.Index(fields=["authority", "id"], name="queue_all"),
            models.Index(fields=["authority", "closed", "id"], name="queue_open"),
            models.Index(fields=["authority", "state", "id"], name="queue_state"),
            models.Index(fields=["authority", "assignee", "closed", "id"], name="queue_assignee"),
            models.Index(fields=["authority", "changed", "id"], name="queue_changed"),
            models.Index(fields=["authority", "valid_until", "id"], name="queue_ends_all"),
            models.Index(fields=["authority", "closed", "valid_until", "id"], name="queue_ends"),
            models.Index(fields=["authority", "rank", "id"], name="queue_rank_all"),
            models.Index(fields=["authority", "closed", "rank", "id"], name="queue_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_organisation}: {self.subject_model}"


class Label(models.Model):
    """One thing that a submission can be found by, such as `finding:R1.2` or `word:lora`."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="labels")
    authority = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "value", "submission"], name="labelled_once")
        ]

    def __str__(self) -> str:
        return self.value


class Enclosure(models.Model):
    """A file as it was sent."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("the attestation")
        PROOF = "proof", _("its proof")
        EVIDENCE = "evidence", _("evidence")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="enclosures")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    question = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)  # in hexadecimal
    stored_as = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """A step in the history of a submission. Its sender reads what and when; the authority also who."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20)
    actor_name = models.CharField(max_length=150, blank=True)  # a name stays when its person is gone
    by_sender = models.BooleanField(default=False)
    internal = models.BooleanField(default=False)  # nothing for its sender
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.kind


class Remark(models.Model):
    """What a reviewer noted, on one answer or on all of it. It stays within the authority."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    question = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:50]


class Clarification(models.Model):
    """A question to the sender on one answer or on all of it, and what they say."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="clarifications")
    question = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=4000)
    due = models.DateField()
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    answer = models.TextField(max_length=10000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=150, blank=True)
    corrected_by = models.ForeignKey(
        Submission, null=True, on_delete=models.SET_NULL, related_name="corrects"
    )

    class Meta:
        ordering = ("asked_at", "pk")
        indexes = [models.Index(fields=["due"], name="waiting_by_due", condition=Q(answered_at=None))]

    def __str__(self) -> str:
        return self.text[:50]

    @property
    def overdue(self) -> bool:
        return self.answered_at is None and self.due < timezone.localdate()


class Decision(models.Model):
    """How a submission is closed, and why. Where four eyes are needed it is a proposal until a second
    reviewer agrees."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=[each for each in State.choices if each[0] in CLOSED])
    reasons = models.TextField(max_length=10000)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_by_name = models.CharField(max_length=150)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    returned_because = models.TextField(max_length=4000, blank=True)  # the second reviewer does not agree

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(returned_because=""), name="one_standing_decision"
            )
        ]

    def __str__(self) -> str:
        return self.outcome


class Incident(models.Model):
    """Something that went wrong, told by a company or noted by the authority. It never changes: what is
    learnt later is another one."""

    id = models.UUIDField(primary_key=True, default=ordered_ids.new, editable=False)
    authority = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="incidents")
    reporter = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.SET_NULL, related_name="incidents")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=10000)
    happened_on = models.DateField()
    changes = models.JSONField(default=list)  # kinds of change, as a questionnaire names them
    by_company = models.BooleanField(default=False)
    reported_by_name = models.CharField(max_length=150)
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["authority", "-reported_at"], name="incidents_newest_first")]

    def __str__(self) -> str:
        return self.title


class SavedView(models.Model):
    """Filters and an order of the queue under a name: a reviewer's own, or everybody's at the authority."""

    authority = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="saved_views")
    member = models.ForeignKey(  # null: everybody's
        Membership, null=True, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.TextField(max_length=2000)  # of its address
    default = models.BooleanField(default=False)  # shown first to whoever opens the desk

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "name"], condition=Q(member__isnull=False), name="own_view_named_once"
            ),
            models.UniqueConstraint(
                fields=["authority", "name"], condition=Q(member=None), name="shared_view_named_once"
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(member__isnull=False, default=True), name="one_own_default"
            ),
            models.UniqueConstraint(
                fields=["authority"], condition=Q(member=None, default=True), name="one_shared_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name
