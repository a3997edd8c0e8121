"""What was answered before answers had a version belongs to the version of its assessment."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

ROOM = "assessments"


@pytest.fixture
def _all_tables_afterwards(transactional_db: None) -> Iterator[None]:
    """Going back in one room takes the tables of those above it along; other tests want them."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_all_tables_afterwards")
def test_older_answers_are_given_the_version_of_their_assessment() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([(ROOM, "0001_initial")])
    before = executor.loader.project_state([(ROOM, "0001_initial")]).apps
    Assessment, Answer = before.get_model(ROOM, "Assessment"), before.get_model(ROOM, "Answer")
    for version in ("2026.1", "2026.2"):
        assessment = Assessment.objects.create(questionnaire="what-changed", version=version)
        Answer.objects.create(assessment=assessment, question="base_changed", value="same")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes(ROOM))
    after = executor.loader.project_state(executor.loader.graph.leaf_nodes(ROOM)).apps
    found = after.get_model(ROOM, "Answer").objects.order_by("pk")
    assert list(found.values_list("version", "question", "value")) == [
        ("2026.1", "base_changed", "same"),
        ("2026.2", "base_changed", "same"),
    ]
