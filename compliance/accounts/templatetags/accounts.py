"""Small things that pages and mails about accounts say in words."""

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _

from compliance.accounts import queries
from compliance.accounts.models import Membership

register = template.Library()

# What a user agent string holds, and what it means. The first that fits: each browser also names those it
# wants to be taken for.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
]


@register.filter
def device(user_agent: str) -> str:
    """A browser and what it runs on: "Firefox on Windows"; the beginning of what it says where that is not
    known."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or user_agent[:40] or _("an unknown browser")


@register.filter
def in_fours(secret: str) -> str:
    """In groups of four, so that people do not lose their place while typing."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@register.filter
def root(request: HttpRequest) -> str:
    """The address of the site as the person reached it, without a slash at the end."""
    return request.build_absolute_uri("/").rstrip("/")


@register.filter
def landing(membership: Membership) -> str:
    """Where somebody begins in an organisation."""
    return queries.landing(membership)
