"""An assessment is somebody's answers in progress. Nothing here knows what a question means."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

KEPT_DAYS = 90  # a guest's answers are kept so long after the last change


def _when_it_expires() -> datetime:
    return timezone.now() + timedelta(days=KEPT_DAYS)


class Assessment(models.Model):
    """Answers to one version of one questionnaire. The version never changes under people's answers: whoever
    moves to a newer one has answers there too, and keeps those of the older one as they were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    moved_from = models.CharField(max_length=20, blank=True)  # the version to which they can go back
    organisation = models.CharField(max_length=200, blank=True)
    model_name = models.CharField(max_length=200, blank=True)
    model_version = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(default=_when_it_expires, db_index=True)

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.version} {self.id}"

    def keep(self) -> None:
        """Count the time it is kept from now on again."""
        self.expires_at = _when_it_expires()


class Answer(models.Model):
    """The value given to one question of a version. The revision grows with each change, so that nothing is
    overwritten unseen: whoever saves says which revision they saw."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    version = models.CharField(max_length=20)
    question = models.CharField(max_length=60)
    value = models.JSONField(null=True)  # null: cleared; the row stays, so that its revision goes on growing
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "version", "question"], name="one_answer_a_question_of_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} (revision {self.revision})"


class PrivateLink(models.Model):
    """A way back to an assessment for whoever holds the token. Only its SHA-256 is stored."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link to {self.assessment_id}, until {self.expires_at:%Y-%m-%d}"
