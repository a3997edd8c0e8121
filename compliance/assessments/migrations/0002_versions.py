"""Answers belong to a version, so that a move to a newer one keeps those to the older one."""

from typing import Any

from django.db import migrations, models


def say_version(apps: Any, schema_editor: Any) -> None:
    """What was answered so far was answered in the version its assessment is on."""
    assessments = apps.get_model("assessments", "Assessment").objects.filter(
        pk=models.OuterRef("assessment_id")
    )
    answers = apps.get_model("assessments", "Answer").objects
    answers.update(version=models.Subquery(assessments.values("version")[:1]))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="moved_from",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="answer",
            name="version",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(say_version, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="answer", name="one_answer_a_question"),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("assessment", "version", "question"), name="one_answer_a_question_of_a_version"
            ),
        ),
    ]
