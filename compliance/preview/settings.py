"""The settings of `manage.py preview`: the site's, with one draft in place of the library.

The site's own settings install none of this, so that a site has no preview, however it is started. The
database is a file that goes away with the process.
"""

import tempfile
from pathlib import Path
from typing import Any

from compliance.databases import sqlite
from compliance.settings import *  # noqa: F403 - the same site, and what differs below
from compliance.settings import BASE_DIR, INSTALLED_APPS, MIDDLEWARE, STORAGES, TEMPLATES

_STATE = tempfile.TemporaryDirectory(prefix="modcheck-preview-", ignore_cleanup_errors=True)

DRAFT_DIRECTORY: Path | None = None  # the command sets it
LIBRARY = ""
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]

INSTALLED_APPS = [*INSTALLED_APPS, "compliance.preview"]
MIDDLEWARE = [*MIDDLEWARE, "compliance.preview.middleware.DraftMiddleware"]
ROOT_URLCONF = "compliance.preview.urls"
SESSION_COOKIE_NAME = "preview_sessionid"  # beside a site on another port of this machine
CSRF_COOKIE_NAME = "preview_csrftoken"

_SITE: dict[str, Any] = TEMPLATES[0]
TEMPLATES = [
    {
        **_SITE,
        # The site's pages, with a few parts exchanged for those that show more.
        "DIRS": [BASE_DIR / "templates" / "preview" / "instead", *_SITE["DIRS"]],
        "OPTIONS": {
            "context_processors": [
                *_SITE["OPTIONS"]["context_processors"],
                "compliance.preview.context.draft",
            ],
        },
    }
]
DATABASES = {"default": sqlite(Path(_STATE.name) / "preview.sqlite3")}
STORAGES = {
    **STORAGES,
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": Path(_STATE.name) / "evidence"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING = {  # the writer's terminal is no access log
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.server": {"level": "CRITICAL"}, "django.request": {"level": "CRITICAL"}},
}
