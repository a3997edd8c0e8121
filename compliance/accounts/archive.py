"""All data of an organisation as one ZIP file: a JSON file for each kind of data, and the files."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO, Any

from . import queries
from .exports import as_json
from .holdings import Holding, holdings, register
from .models import Organisation


def archive(organisation: Organisation) -> IO[bytes]:
    """An open, temporary file at its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for holding in holdings():
            zipped.writestr(f"{holding.name}.json", as_json(holding.rows(organisation)))
            for name, opened in holding.files(organisation):
                with opened() as source, zipped.open(f"{holding.name}/{name}", "w") as target:
                    shutil.copyfileobj(source, target)
    file.seek(0)
    return file


def _about(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    yield {
        "id": organisation.pk,
        "name": organisation.name,
        "kind": organisation.kind,
        "since": organisation.created_at,
    }


def _members(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    for each in queries.members(organisation):
        roles = sorted(each.roles)
        yield {"name": each.user.name, "email": each.user.email, "roles": roles, "since": each.joined_at}


def _invitations(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    for each in queries.invitations(organisation):
        yield {"email": each.email, "roles": each.roles, "since": each.created_at, "until": each.expires_at}


def _log(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    for each in queries.audit_entries(organisation).iterator():
        yield {
            "at": each.at,
            "by": each.actor_name,
            "action": each.action,
            "subject": each.subject,
            "details": each.details,
        }


def register_holdings() -> None:
    register(Holding("organisation", _about))
    register(Holding("members", _members))
    register(Holding("invitations", _invitations))
    register(Holding("log", _log))
