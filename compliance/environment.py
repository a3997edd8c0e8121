"""What the environment says, read into settings that need more than a word: each function raises
ImproperlyConfigured, with the remedy, for what cannot work."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def secret_key(var: Path) -> str:
    """The given one, or one that is made once and kept in a file for its owner only."""
    if given := os.environ.get("MODCHECK_SECRET_KEY"):
        return given
    file = var / "secret_key"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return file.read_text()


def single_sign_on() -> dict[str, Any]:
    needed = [f"MODCHECK_SSO_{each}" for each in ("ISSUER", "CLIENT_ID", "SECRET")]
    missing = [each for each in needed if not os.environ.get(each)]
    if missing == needed:
        return {}
    if missing:
        raise ImproperlyConfigured(f"Single sign-on also needs {', '.join(missing)}. See docs/settings.md.")
    issuer, client_id, secret = (os.environ[each] for each in needed)
    if urlsplit(issuer).scheme != "https" and urlsplit(issuer).hostname not in ("localhost", "127.0.0.1"):
        raise ImproperlyConfigured(
            "MODCHECK_SSO_ISSUER has to begin with https://: who signs in must not be told in the clear."
        )
    app = {
        "provider_id": "sso",
        "name": os.environ.get("MODCHECK_SSO_NAME", "single sign-on"),
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def private_storage(name: str, var: Path) -> dict[str, Any]:
    """Where attached and sealed files are kept: nowhere that the web server serves."""
    bucket = os.environ.get("MODCHECK_S3_BUCKET", "")
    if not bucket:
        options: dict[str, Any] = {
            "location": os.environ.get(f"MODCHECK_{name.upper()}", str(var / name)),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    options = {
        "bucket_name": bucket,
        "location": "" if name == "evidence" else name,
        "endpoint_url": os.environ.get("MODCHECK_S3_ENDPOINT") or None,
        "region_name": os.environ.get("MODCHECK_S3_REGION") or None,
        "access_key": os.environ.get("MODCHECK_S3_ACCESS_KEY") or None,
        "secret_key": os.environ.get("MODCHECK_S3_SECRET_KEY") or None,
        "default_acl": None,  # as the bucket says, which has to be private; nothing here makes a file public
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def require_keys(*, real: bool) -> None:
    """Keys for evaluation prove nothing: a site that others reach does not start with them."""
    given = [
        bool(os.environ.get(f"MODCHECK_{each}")) for each in ("SEAL_KEY", "SEAL_CERTIFICATES", "REGISTER_KEY")
    ]
    if any(given) and not all(given):
        raise ImproperlyConfigured(
            "MODCHECK_SEAL_KEY, MODCHECK_SEAL_CERTIFICATES and MODCHECK_REGISTER_KEY go together. "
            "docs/settings.md tells how to make them."
        )
    if real and not all(given):
        raise ImproperlyConfigured(
            "A site that others reach needs keys of its own for what it seals: MODCHECK_SEAL_KEY, "
            "MODCHECK_SEAL_CERTIFICATES and MODCHECK_REGISTER_KEY. docs/settings.md tells how to make them."
        )
    if os.environ.get("MODCHECK_TIME_STAMPS") and not os.environ.get("MODCHECK_TIME_STAMP_ROOTS"):
        raise ImproperlyConfigured(
            "MODCHECK_TIME_STAMPS also needs MODCHECK_TIME_STAMP_ROOTS. See docs/settings.md."
        )
