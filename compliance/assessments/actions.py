"""What this room records in the audit log."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from compliance.accounts.audit import know


@know
class Action(TextChoices):
    STARTED = "assessment.started", _("started the assessment of")
    TAKEN_ALONG = "assessment.taken_along", _("brought in an assessment begun as a guest:")
    COPIED = "assessment.copied", _("copied the assessment of")
    ANSWERED = "assessment.answered", _("answered questions about")
    DESCRIBED = "assessment.described", _("changed the description of")
    MOVED = "assessment.moved", _("changed the version of the questions about")
    STARTED_OVER = "assessment.started_over", _("cleared all answers about")
    DELETED = "assessment.deleted", _("deleted the assessment of")
    ASSIGNED = "assessment.assigned", _("gave questions to a colleague, about")
    UNASSIGNED = "assessment.unassigned", _("took questions back from a colleague, about")
    REMINDED = "assessment.reminded", _("reminded a colleague of questions about")
    ATTACHED = "evidence.attached", _("attached a file to an answer about")
    DETACHED = "evidence.detached", _("removed a file from an answer about")
    CONFIRMED = "assessment.confirmed", _("confirmed that answers still hold, about")
    COMMENTED = "assessment.commented", _("commented on an answer about")
