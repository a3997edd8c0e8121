"""The seal: one invisible signature of the site that certifies a PDF and forbids every change (ISO 32000-2,
12.8.2.2), at one of the levels of PAdES (ETSI EN 319 142-1).

Nothing visible is added. The seal itself says which level it has, where nobody can change it: who takes a
time-stamp out again is found out.
"""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import BuildProps
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .byte_ranges import Covered, covered, entire
from .event_loop import completed
from .keys import Revoked, SealKey
from .signed_data import as_asn1, read, stamp_of, token_of
from .time_stamping import Client, Level, TimeStamping, TimeStampUnavailable
from .updates import STAMP_FIELD

__all__ = ["CannotRenew", "Level", "Sealed", "TimeStampUnavailable", "TimeStamping", "renew", "seal"]

APPLICATION = "Modcheck"
FIELD = "Seal"
REASON = "Integrity seal. Declared by {organisation}. Content not checked or endorsed."
_DIGEST = "sha256"  # of the whole file, for a time-stamp

logger = logging.getLogger(__name__)


class CannotRenew(ValueError):
    """Only a file of level LTA whose last time-stamp still holds can be stamped again."""


@dataclass(frozen=True)
class Sealed:
    pdf: bytes = field(repr=False)
    level: Level  # reached


def seal(
    pdf: bytes,
    *,
    key: SealKey,
    organisation: str,
    at: datetime | None = None,
    time_stamping: TimeStamping | None = None,
) -> Sealed:
    """A PDF with a seal. `at` is the time that the seal itself states, without a time-stamp to prove it.

    With a time-stamping service the level that it wants, or T where it cannot be found out whether the
    certificates are revoked. Raises TimeStampUnavailable, and Expired or NotYetValid of the key.
    """
    at = (at or datetime.now(UTC)).astimezone(UTC)
    key.require_valid(at)
    if time_stamping is None:
        return completed(_sealed(pdf, key, organisation, at))
    return completed(_sealed_with_time_stamp(pdf, key, organisation, at, time_stamping))


def renew(pdf: bytes, *, time_stamping: TimeStamping) -> bytes:
    """A sealed file of level LTA with another time-stamp of the whole of it, to be made before the
    certificate of the last one expires. The service's roots include those of the last one. What was there
    stays, byte for byte. Raises CannotRenew and TimeStampUnavailable."""
    ranges = covered(pdf)
    if len(ranges) < 2 or not entire(ranges):
        raise CannotRenew("The file has no time-stamp of the whole of it.")
    return completed(_renewed(pdf, ranges[-1], time_stamping))


# the levels -------------------------------------------------------------------------------------------


async def _sealed(
    pdf: bytes,
    key: SealKey,
    organisation: str,
    at: datetime,
    level: Level = Level.B,
    client: Client | None = None,
    context: ValidationContext | None = None,
) -> Sealed:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        reason=REASON.format(organisation=organisation),
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        app_build_props=BuildProps(APPLICATION, says(level)),
        signer_key_usage=set(),  # looked at when the key was loaded
        # All in one revision, so that the seal covers the entire file.
        dss_settings=DSSContentSettings(
            include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
        embed_validation_info=level in (Level.LT, Level.LTA),
        validation_context=context,
    )
    spec = SigFieldSpec(FIELD, readable_field_name="Integrity seal")
    signer = _PdfSigner(metadata, _signer(key), timestamper=client, new_field_spec=spec)
    signer.at = at
    return Sealed((await signer.async_sign_pdf(_writer(pdf))).getvalue(), level)


async def _sealed_with_time_stamp(
    pdf: bytes, key: SealKey, organisation: str, at: datetime, service: TimeStamping
) -> Sealed:
    client, fetching = Client(service), AIOHttpFetcherBackend(per_request_timeout=service.seconds)
    try:
        level, context = service.level, None
        if level is not Level.T:
            context = _context(service, fetching, key)
            if not await _can_be_checked_later(key, client, context):
                level, context = Level.T, None
        made = await _sealed(pdf, key, organisation, at, level, client, context)
        if context is None:
            return made
        if level is Level.LTA:
            made = Sealed(await _stamped(_writer(made.pdf), client, context, number=1), level)
        await _require_all_there(made.pdf, service)
        return made
    finally:
        await fetching.close()


async def _renewed(pdf: bytes, last: Covered, service: TimeStamping) -> bytes:
    client, fetching = Client(service), AIOHttpFetcherBackend(per_request_timeout=service.seconds)
    try:
        context = _context(service, fetching)
        try:
            _, path = await stamp_of(read(last.signature), last.digest, service.roots)
            validator = CertificateValidator(path.leaf, list(path), validation_context=context)
            paths = [await validator.async_validate_usage(set(), {"time_stamping"})]
        except InsufficientRevinfoError as error:
            raise TimeStampUnavailable(
                "It cannot be found out whether the certificate of the last time-stamp has been revoked."
            ) from error
        except (ValueError, PathError, ValidationError) as error:
            raise CannotRenew("The last time-stamp does not hold any more.") from error
        writer = _writer(pdf)
        DocumentSecurityStore.supply_dss_in_writer(
            writer, sig_contents=None, paths=paths, validation_context=context
        )
        number = len(covered(pdf))
        renewed = await _stamped(writer, client, context, number=number)
        await _require_all_there(renewed, service, since=number)
        return renewed
    finally:
        await fetching.close()


async def _stamped(writer: "_Writer", client: Client, context: ValidationContext, *, number: int) -> bytes:
    """A file with a time-stamp of the whole of it, and what is needed to check that one's certificates."""
    stamper = PdfTimeStamper(
        client, field_name=STAMP_FIELD.format(number=number), readable_field_name="Time-stamp"
    )
    settings = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
    output = await stamper.async_timestamp_pdf(writer, _DIGEST, context, dss_settings=settings)
    return output.getvalue()


async def _can_be_checked_later(key: SealKey, client: Client, context: ValidationContext) -> bool:
    """Whether the answers of all authorities can be had that say who may revoke their certificates."""
    validator = CertificateValidator(
        as_asn1(key.certificate), [as_asn1(each) for each in key.chain], validation_context=context
    )
    try:
        await validator.async_validate_usage(set())
    except RevokedError as error:
        raise Revoked("The certificate of the seal has been revoked.") from error
    except (PathError, ValidationError) as error:
        logger.warning("Sealing at level T: %s", error)
        return False
    try:
        async for _ in client.validation_paths(context):
            pass
    except RevokedError as error:
        raise TimeStampUnavailable(
            "The certificate of the time-stamping service has been revoked."
        ) from error
    except (PathError, ValidationError) as error:
        logger.warning("Sealing at level T: %s", error)
        return False
    return True


async def _require_all_there(pdf: bytes, service: TimeStamping, *, since: int = 0) -> None:
    """Raises TimeStampUnavailable where a new time-stamp cannot be checked with what is in the file. A large
    service has several certificates, and may have used another one than when we asked about it."""
    store = DocumentSecurityStore.read_dss(PdfFileReader(BytesIO(pdf)))
    try:
        for each in covered(pdf)[since:]:
            signature = read(each.signature)
            await stamp_of(*(token_of(signature) or (signature, each.digest)), service.roots, store)
    except ValueError as error:
        raise TimeStampUnavailable(
            f"The time-stamping service at {service.host} changed its certificate meanwhile."
        ) from error


def _context(
    service: TimeStamping, fetching: AIOHttpFetcherBackend, key: SealKey | None = None
) -> ValidationContext:
    return ValidationContext(
        trust_roots=[as_asn1(each) for each in (*service.roots, *(key.tops if key else ()))],
        allow_fetching=True,
        revocation_mode="hard-fail",  # who says where to ask has to answer
        fetcher_backend=fetching,
    )


# pyHanko ----------------------------------------------------------------------------------------------


def says(level: Level) -> str:
    """How a seal states its level."""
    return f"PAdES B-{level}"


def _signer(key: SealKey) -> SimpleSigner:
    private = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = SimpleCertificateStore()
    chain.register_multiple(as_asn1(each) for each in key.chain)
    return SimpleSigner(as_asn1(key.certificate), asn1_keys.PrivateKeyInfo.load(private), cert_registry=chain)


class _PdfSigner(PdfSigner):
    """Signs at a time that it is told; pyHanko takes the machine's."""

    at: datetime

    def init_signing_session(self, *args: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.at
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Only that of PAdES: pyHanko's for elliptic curves makes a file PDF 2.0, which PDF/A-3 is not."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


class _Writer(IncrementalPdfFileWriter):
    """Appends what a signature needs. The file's title, dates, producer and version stay what they were, so
    that no change of these need be allowed after sealing."""

    output_version = (1, 7)

    def _update_meta(self) -> None:
        pass


def _writer(pdf: bytes) -> _Writer:
    return _Writer(BytesIO(pdf))
