"""How the value of an answer is stored."""

from typing import Any

from django.db import models


class ValueField(models.JSONField):
    """The value of an answer, as JSON. Every number comes back as a double, whatever a database makes of it:
    PostgreSQL keeps 1e24 as the whole number, which to Python is another one than 1e24."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        return float(found) if isinstance(found, int) and not isinstance(found, bool) else found
