"""An assessment is somebody's answers in progress. Nothing here knows what a question means."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from compliance.accounts.models import Membership, Organisation, User

from .values import ValueField

KEPT_DAYS = 90  # a guest's answers are kept so long after the last change


def _when_it_expires() -> datetime:
    return timezone.now() + timedelta(days=KEPT_DAYS)


class Assessment(models.Model):
    """Answers to one version of one questionnaire. The version never changes under people's answers: whoever
    moves to a newer one has answers there too, and keeps those of the older one as they were.

    It belongs to an organisation, or to a guest: then to the browser that began it, and it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    moved_from = models.CharField(max_length=20, blank=True)  # the version to which they can go back
    owner = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="assessments")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField(null=True, blank=True)
    organisation = models.CharField(max_length=200, blank=True)  # as a report names it
    model_name = models.CharField(max_length=200, blank=True)
    model_version = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(default=_when_it_expires, null=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner=None, expires_at__isnull=False)
                | models.Q(owner__isnull=False, expires_at=None),
                name="only_a_guests_answers_expire",
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.version} {self.id}"

    def keep(self) -> None:
        """Count the time that a guest's answers are kept from now on again."""
        self.expires_at = None if self.owner_id else _when_it_expires()

    @property
    def title(self) -> str:
        """The name of the model; nothing while it has none."""
        return f"{self.model_name} {self.model_version}".strip()


class Answer(models.Model):
    """The value given to one question of a version. The revision grows with each change, so that nothing is
    overwritten unseen: whoever saves says which revision they saw."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    version = models.CharField(max_length=20)
    question = models.CharField(max_length=60)
    value = ValueField(null=True)  # null: cleared; the row stays, so that its revision goes on growing
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "version", "question"], name="one_answer_a_question_of_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} (revision {self.revision})"


class AnswerChange(models.Model):
    """One step in the history of an answer: who, when, from what to what, and why. A name stays when its
    person is gone."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="changes")
    version = models.CharField(max_length=20)
    question = models.CharField(max_length=60)
    revision = models.PositiveIntegerField()  # of the answer, after the change
    before = ValueField(null=True)
    after = ValueField(null=True)
    why = models.CharField(max_length=1000, blank=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)  # empty: a guest
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "version", "question", "revision"], name="one_change_a_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}, revision {self.revision}"


class Comment(models.Model):
    """Something a colleague said about an answer."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=60)
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["assessment", "question", "at"], name="comments_of_an_answer")]

    def __str__(self) -> str:
        return f"{self.author_name} on {self.question}"


class Assignment(models.Model):
    """Questions, or whole sections, that a colleague was asked to answer. It ends with their membership."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    assignee = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="assignments")
    sections = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True)
    due = models.DateField(null=True, blank=True)
    assigned_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.CharField(max_length=500, blank=True)  # of its page, as the site was reached then
    created_at = models.DateTimeField(auto_now_add=True)
    reminded_before_at = models.DateTimeField(null=True)
    reminded_late_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.assessment_id} for {self.assignee_id}"


class Evidence(models.Model):
    """A file attached to an answer, as it was sent: who opens it can check its SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    version = models.CharField(max_length=20)  # of the questionnaire, when it was attached
    question = models.CharField(max_length=60)
    name = models.CharField(max_length=120)  # cleaned: see inspection.names
    kind = models.CharField(max_length=10)  # id of an inspection.Kind
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=64, unique=True)  # random: says nothing of what it is
    note = models.CharField(max_length=300, blank=True)
    attached_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    attached_by_name = models.CharField(max_length=150, blank=True)  # empty: a guest
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "sha256"], name="evidence_once_an_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"


class PrivateLink(models.Model):
    """A way back to an assessment for whoever holds the token. Only its SHA-256 is stored."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link to {self.assessment_id}, until {self.expires_at:%Y-%m-%d}"
