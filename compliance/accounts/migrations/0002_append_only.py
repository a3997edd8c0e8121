"""The audit log can be added to, and nothing else, while its organisation is there. The database itself sees to
it, so that no fault of ours, and nobody at a database console by mistake, rewrites what happened."""

from typing import Any

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON accounts_auditentry
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
    """,
    """
    CREATE TRIGGER audit_entry_kept BEFORE DELETE ON accounts_auditentry
    WHEN EXISTS (
        SELECT 1 FROM accounts_organisation WHERE id = OLD.organisation_id AND closed_at IS NULL
    )
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION audit_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND NOT EXISTS (
            SELECT 1 FROM accounts_organisation WHERE id = OLD.organisation_id AND closed_at IS NULL
        ) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
    """
    CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_append_only()
    """,
]


def protect(apps: Any, schema_editor: Any) -> None:
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def unprotect(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_entry_unchanged")
        schema_editor.execute("DROP TRIGGER audit_entry_kept")
    else:
        schema_editor.execute("DROP TRIGGER audit_entry_append_only ON accounts_auditentry")
        schema_editor.execute("DROP FUNCTION audit_entry_append_only")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
