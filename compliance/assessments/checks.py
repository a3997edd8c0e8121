"""Django's system checks: what is wrong with the site's own questionnaires, told when the site starts."""

from typing import Any, cast

from django.apps import apps
from django.core.checks import CheckMessage, Warning, register

from .apps import AssessmentsConfig


@register()
def own_questionnaires(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One warning a fault. No error: the site starts, and offers what is sound."""
    faults = cast(AssessmentsConfig, apps.get_app_config("assessments")).faults
    return [
        Warning(
            f"{fault.file}:{fault.line}: {fault.message}",
            hint=f"{fault.remedy} This questionnaire is not offered until then.".strip(),
            id="assessments.W001",
        )
        for fault in faults
    ]
