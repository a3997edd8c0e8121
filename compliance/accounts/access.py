"""Who may use a route. Every view declares it, the middleware refuses what is not declared, and the test
matrix reads the declarations from the URL resolver."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from .models import Kind, Role


@dataclass(frozen=True)
class Access:
    """`name` says who; upper rooms derive kinds of their own."""

    name: str


@dataclass(frozen=True)
class Members(Access):
    """Members of the organisation in the address who have one of these roles; with none, any member. With a
    kind, only organisations of that kind have such a page."""

    roles: frozenset[Role] = frozenset()
    kind: Kind | None = None


PUBLIC = Access("anybody")
SIGNED_IN = Access("signed in")
STEPPED_UP = Access("signed in, and just used the second factor where there is one")

# Views that are not ours (django-allauth's), by the name of their address.
ELSEWHERE = {
    **dict.fromkeys(
        [
            "account_login",
            "account_confirm_login_code",  # there even though nobody signs in by code
            "account_logout",
            "account_signup",
            "account_inactive",
            "account_email_verification_sent",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "openid_connect_login",
            "openid_connect_callback",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
            "socialaccount_signup",
        ],
        PUBLIC,
    ),
    **dict.fromkeys(
        [
            "account_reauthenticate",
            "account_email",
            "account_change_password",
            "account_set_password",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
            "socialaccount_connections",
            "usersessions_list",
        ],
        SIGNED_IN,
    ),
}

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def declare(access: Access) -> Callable[[V], V]:
    """Say who may use a view. The view, or a decorator of it, has to see to it."""

    def declared(view: V) -> V:
        view.access = access  # type: ignore[attr-defined] # a function takes attributes; its type does not say so
        return view

    return declared


public = declare(PUBLIC)


def declared_access(view: Callable[..., object], name: str | None) -> Access | None:
    """What a view, found under this name of an address, declares."""
    return getattr(view, "access", None) or ELSEWHERE.get(name or "")


class RefuseUndeclared:
    """Middleware: what nobody declared, nobody may use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> None:
        match = request.resolver_match
        if declared_access(view, match.view_name if match else None) is None:
            raise PermissionDenied("This view does not declare who may use it.")
