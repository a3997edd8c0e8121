"""The settings of `make run`: the site's, with sample organisations that anybody at this machine may try.

The site's own settings install none of this, and these refuse to start where others could reach the site: a
demo cannot be switched on in production.
"""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from compliance.settings import *  # noqa: F403 - the same site, and what differs below
from compliance.settings import ALLOWED_HOSTS, HTTPS, INSTALLED_APPS, TEMPLATES

LOCAL = {"localhost", "127.0.0.1", "[::1]"}

if HTTPS or os.environ.get("MODCHECK_SECRET_KEY") or not set(ALLOWED_HOSTS) <= LOCAL:
    raise ImproperlyConfigured(
        "compliance.demo.settings is for trying Modcheck on this machine alone: its accounts are open to "
        "anybody who reaches it. MODCHECK_HTTPS, MODCHECK_SECRET_KEY or MODCHECK_HOSTS tell of a real "
        "site. Use DJANGO_SETTINGS_MODULE=compliance.settings."
    )

INSTALLED_APPS = [*INSTALLED_APPS, "compliance.demo"]
ROOT_URLCONF = "compliance.demo.urls"
EMAIL_URL_WITH_PASSWORD = ""  # mail to people who do not exist stays in var/mail/

_SITE: dict[str, Any] = TEMPLATES[0]
_PROCESSORS = [*_SITE["OPTIONS"]["context_processors"], "compliance.demo.context.demo"]
TEMPLATES = [{**_SITE, "OPTIONS": {"context_processors": _PROCESSORS}}]
