"""The site's own settings, for a server in a process of its own: static files straight from the source."""

from compliance.settings import *  # noqa: F403
from compliance.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
