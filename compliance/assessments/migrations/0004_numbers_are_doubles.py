"""Numbers come back as doubles from every database. Nothing that is stored changes."""

from django.db import migrations

from compliance.assessments.values import ValueField


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_working_together")]

    operations = [
        migrations.AlterField("answer", "value", ValueField(null=True)),
        migrations.AlterField("answerchange", "after", ValueField(null=True)),
        migrations.AlterField("answerchange", "before", ValueField(null=True)),
    ]
