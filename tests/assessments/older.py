"""An assessment on a version of the library that is not the newest."""

from typing import Any

from compliance.assessments.models import Assessment
from tests.visiting import Visitor

ID, OLD, NEW = "what-changed", "2026.1", "2026.2"

# Two places in one question that is split later, a choice that is renamed, a question that is asked again.
ANSWERS: dict[str, Any] = {
    "base_changed": "same",
    "training_changed": "none",
    "powers_changed": ["similar_tools"],
    "reach_changed": ["more_users", "new_market"],
    "events_since": "near_miss",
    "months_since": 3,
    "last_was_provisional": "no",
    "rules_moved": "no",
}
CARRIED = {
    "base_changed": "same",
    "training_changed": "none",
    "powers_changed": ["more_tools"],
    "users_changed": ["more_users"],
    "places_changed": ["new_market"],
    "events_since": "near_miss",
    "months_since": 3,
    "last_was_provisional": "no",
}


def older_visitor(answers: dict[str, Any] = ANSWERS) -> Visitor:
    """Somebody who began before the newer version was published."""
    visitor = Visitor.begin(questionnaire=ID)
    Assessment.objects.filter(pk=visitor.assessment_id).update(version=OLD)
    visitor.store(answers)
    return visitor
