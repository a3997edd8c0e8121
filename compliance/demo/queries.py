"""The people of the samples."""

import time
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from compliance.accounts.models import Membership, Organisation

from .samples import ORGANISATIONS


@dataclass(frozen=True)
class SamplePerson:
    membership: Membership
    code: str  # of the second factor, at this moment; empty without one


def sample_people() -> list[tuple[Organisation, list[SamplePerson]]]:
    """By organisation, in the order of the samples."""
    names = [each.name for each in ORGANISATIONS]
    found = Membership.objects.filter(organisation__name__in=names, user__email__endswith="@sample.invalid")
    members = list(found.select_related("organisation", "user").order_by("pk"))
    factors = Authenticator.objects.filter(
        user__in=[each.user for each in members], type=Authenticator.Type.TOTP
    )
    codes = {each.user_id: _code(each) for each in factors}
    groups: dict[str, tuple[Organisation, list[SamplePerson]]] = {}
    for each in members:
        group = groups.setdefault(each.organisation.name, (each.organisation, []))
        group[1].append(SamplePerson(each, codes.get(each.user_id, "")))
    return [groups[name] for name in names if name in groups]


def _code(factor: Authenticator) -> str:
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(decrypt(factor.data["secret"]), counter)))
