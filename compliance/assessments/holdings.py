"""What an organisation's export has of this room: assessments with all that was said, and evidence."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, BinaryIO, cast

from django.core.files.storage import storages

from compliance.accounts.holdings import Holding, register
from compliance.accounts.models import Organisation

from .models import AnswerChange, Assessment, Evidence


def register_holdings() -> None:
    register(Holding("assessments", _assessments))
    register(Holding("evidence", _evidence, _files))


def _assessments(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    found = organisation.assessments.select_related("created_by").order_by("created_at", "pk")
    for each in found.prefetch_related("answers", "changes", "comments", "assignments__assignee__user"):
        yield {
            "id": each.pk,
            "questionnaire": each.questionnaire,
            "version": each.version,
            "organisation": each.organisation,
            "model": each.model_name,
            "model_version": each.model_version,
            "begun_by": str(each.created_by or ""),
            "begun_at": each.created_at,
            "changed_at": each.updated_at,
            "due": each.due,
            "answers": _answers(each),
            "history": [_change(one) for one in each.changes.all()],
            "comments": [
                {"question": one.question, "by": one.author_name, "at": one.at, "text": one.text}
                for one in each.comments.all()
            ],
            "given": [
                {
                    "to": str(one.assignee.user),
                    "sections": one.sections,
                    "questions": one.questions,
                    "note": one.note,
                    "due": one.due,
                    "at": one.created_at,
                }
                for one in each.assignments.all()
            ],
        }


def _answers(assessment: Assessment) -> dict[str, dict[str, Any]]:
    """By version: answers to a version that was left are kept too."""
    answers: dict[str, dict[str, Any]] = {}
    for each in assessment.answers.all():
        if each.value is not None:
            answers.setdefault(each.version, {})[each.question] = each.value
    return answers


def _change(change: AnswerChange) -> dict[str, Any]:
    return {
        "version": change.version,
        "question": change.question,
        "revision": change.revision,
        "before": change.before,
        "after": change.after,
        "why": change.why,
        "by": change.actor_name,
        "at": change.at,
    }


def _evidence(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    for each in _evidence_of(organisation):
        yield {
            "file": _path(each),
            "assessment": each.assessment_id,
            "version": each.version,
            "question": each.question,
            "name": each.name,
            "size": each.size,
            "sha256": each.sha256,
            "note": each.note,
            "attached_by": each.attached_by_name,
            "at": each.at,
        }


def _files(organisation: Organisation) -> Iterable[tuple[str, Callable[[], BinaryIO]]]:
    for each in _evidence_of(organisation):
        yield _path(each), cast("Callable[[], BinaryIO]", partial(storages["evidence"].open, each.stored_as))


def _evidence_of(organisation: Organisation) -> Iterable[Evidence]:
    return Evidence.objects.filter(assessment__owner=organisation).order_by("assessment", "at", "pk")


def _path(each: Evidence) -> str:
    """Two files may have one name, so that each is in a directory of its own."""
    return f"{each.pk}/{each.name}"
