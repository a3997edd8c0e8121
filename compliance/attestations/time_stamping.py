"""Time-stamps from a service (RFC 3161, over HTTP as in its section 3.4).

What a service answers is verified before it is used, so that an inspection finds nothing that was not checked
here: the nonce, what was stamped, the signature, and that its certificate leads to a root that we trust.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from asn1crypto import cms, core, tsp
from cryptography import x509
from pyhanko.sign.timestamps import TimeStamper

from .signed_data import Unacceptable, keep_only, stamp_of

# Our own conventions.
SECONDS = 10.0  # that a service gets for one answer, from connecting to the last byte
MOST_BYTES = 256 * 1024  # of an answer; real ones have 2 to 10 KiB
MOST_SKEW = timedelta(minutes=10)  # between a service's clock and ours
_REPLY = "application/timestamp-reply"


class Level(StrEnum):
    """The levels of a PAdES signature (ETSI EN 319 142-1, section 6)."""

    B = "B"  # signed
    T = "T"  # and time-stamped by a service
    LT = "LT"  # and with all that is needed to check the certificates later
    LTA = "LTA"  # and the whole file time-stamped, which can be repeated before certificates expire


class TimeStampUnavailable(Exception):
    """The service is away, is slow, or answers what is no time-stamp; says which, in words."""


@dataclass(frozen=True)
class TimeStamping:
    """A time-stamping service: its address, which may hold a user and password, and the roots that its
    certificate leads to. Raises ValueError for an address in the clear, unless it is on this machine."""

    url: str = field(repr=False)
    roots: Collection[x509.Certificate]
    level: Level = Level.LTA  # the highest that is wanted; certificates may not allow more than T
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        here = parts.scheme == "http" and _on_this_machine(parts.hostname or "")
        if not here and (parts.scheme != "https" or not parts.hostname):
            raise ValueError("The time-stamping service’s address has to begin with https://.")
        if self.level is Level.B:
            raise ValueError("Level B has no time-stamp: leave the service out.")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


class TimeStampResp(core.Sequence):
    """RFC 3161, 2.4.2. A service that refuses sends no time-stamp; asn1crypto's own class insists on one."""

    _fields = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class Client(TimeStamper):
    """pyHanko's client, with an HTTP that waits and reads only so long, and verifies what it gets."""

    def __init__(self, service: TimeStamping) -> None:
        super().__init__()
        self.service = service

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A verified time-stamp of a digest. Raises TimeStampUnavailable."""
        nonce, request = self.request_cms(message_digest, md_algorithm)
        answer = await self._answer(request.dump())
        try:
            token = _granted(TimeStampResp.load(answer, strict=True))
            stamped = token["content"]["encap_content_info"]["content"].parsed
            if stamped["nonce"].native != nonce:
                raise Unacceptable("it answers another request than ours")
            stamp, path = await stamp_of(
                token, {md_algorithm: message_digest}.__getitem__, self.service.roots
            )
            if abs(stamp.at - datetime.now(UTC)) > MOST_SKEW:
                raise Unacceptable(f"it says that it is {stamp.at:%d %B %Y, %H:%M} UTC")
            keep_only(token, path)
        except Unacceptable as error:
            raise TimeStampUnavailable(f"{self._named} answered, but {error}.") from error
        except Exception as error:  # parsers of what a stranger sent fail in many ways
            raise TimeStampUnavailable(f"{self._named} answered something that is no time-stamp.") from error
        return token

    async def _answer(self, request: bytes) -> bytes:
        try:
            async with (
                aiohttp.ClientSession(
                    timeout=aiohttp.ClientTimeout(total=self.service.seconds), auto_decompress=False
                ) as session,
                session.post(
                    self.service.url,
                    data=request,
                    headers={"Content-Type": "application/timestamp-query", "Accept": _REPLY},
                    allow_redirects=False,  # a digest is sent to nobody who was not named
                ) as response,
            ):
                return await self._read(response)
        except TimeoutError:
            seconds = f"{self.service.seconds:g} seconds"
            raise TimeStampUnavailable(f"{self._named} did not answer within {seconds}.") from None
        except (aiohttp.ClientError, OSError) as error:
            raise TimeStampUnavailable(f"{self._named} cannot be reached.") from error

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        if response.status != 200:
            raise TimeStampUnavailable(f"{self._named} answered with HTTP status {response.status}.")
        if response.content_type != _REPLY:
            raise TimeStampUnavailable(f"{self._named} answered something that is no time-stamp.")
        answer = bytearray()
        async for chunk in response.content.iter_any():
            answer += chunk
            if len(answer) > MOST_BYTES:
                raise TimeStampUnavailable(f"{self._named} answered too much for a time-stamp.")
        return bytes(answer)

    @property
    def _named(self) -> str:
        return f"The time-stamping service at {self.service.host}"


def _granted(answer: TimeStampResp) -> cms.ContentInfo:
    """A time-stamp that was “granted with modifications” is not what we asked for."""
    if answer["status"]["status"].native != "granted":
        raise Unacceptable("it refuses to stamp")
    return answer["time_stamp_token"]


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
