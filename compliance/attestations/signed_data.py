"""Signatures (CMS SignedData, RFC 5652) as seals and time-stamps (RFC 3161) carry them.

A signature covers what it signs and its own signed attributes. The envelope around it is not covered: here it
has to be just what is needed, so that nobody changes it unnoticed.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import (
    message_imprint_checker,
    validate_sig_integrity,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from .keys import in_words

Digest = Callable[[str], bytes]  # name of an algorithm -> digest of what is said to be signed
_NO_PARAMETERS = (b"", b"\x05\x00")  # absent, or NULL


class Unacceptable(ValueError):
    """A signature or time-stamp that is not taken; says why, in the middle of a sentence."""


@dataclass(frozen=True)
class Stamp:
    """What a time-stamp attests: that something existed at a time, in the words of its service."""

    at: datetime
    authority: str
    until: datetime  # when the service's certificate expires: who wants to check it later renews before


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def read(der: bytes) -> cms.ContentInfo:
    """A signature or time-stamp. Raises ValueError for what is neither."""
    info = cms.ContentInfo.load(der, strict=True)
    if info["content_type"].native != "signed_data":
        raise Unacceptable("it is no signature")
    return info


def signer_of(seal: cms.ContentInfo, trusted: Collection[x509.Certificate]) -> x509.Certificate:
    """Which of ours a signature says it was made with: anybody can say so. Raises Unacceptable."""
    signed = seal["content"]
    known = {each.public_bytes(Encoding.DER): each for each in trusted}
    if not all(each.dump() in known for each in _certificates(signed)):
        raise Unacceptable("it was made with a certificate that is not ours")
    signer = extract_certificate_info(signed).signer_cert
    if signer.ca:
        raise Unacceptable("it was made by an authority that issues certificates, not with a seal")
    return known[signer.dump()]


def require_intact(seal: cms.ContentInfo, signer: x509.Certificate, digest: Digest) -> None:
    """Raises Unacceptable unless the signature was made with the signer's key, and of the digest."""
    signer_info = _only_signer(seal["content"], "v1", "data")
    if seal["content"]["encap_content_info"]["content"].native is not None:
        raise Unacceptable("the signature is of something else than the file")
    algorithm = signer_info["digest_algorithm"]["algorithm"].native
    intact, valid = validate_sig_integrity(signer_info, as_asn1(signer), "data", digest(algorithm))
    if not valid:
        raise Unacceptable("the signature was not made with our key, or was changed")
    if not intact:
        raise Unacceptable("the file was changed after it was sealed")


def token_of(seal: cms.ContentInfo) -> tuple[cms.ContentInfo, Digest] | None:
    """The time-stamp of a signature, and the digest of what it stamps: its value (ETSI EN 319 122-1, 5.3).
    Nothing else may stand where it stands, which no signature covers. Raises Unacceptable."""
    signer_info = seal["content"]["signer_infos"][0]
    attributes = signer_info["unsigned_attrs"]
    if not attributes:
        return None
    if [each["type"].native for each in attributes] != ["signature_time_stamp_token"]:
        raise Unacceptable("the signature carries what nobody signed")
    (token,) = attributes[0]["values"]
    return token, message_imprint_checker(signer_info)


async def stamp_of(
    token: cms.ContentInfo,
    digest: Digest,
    roots: Iterable[x509.Certificate],
    store: DocumentSecurityStore | None = None,
) -> tuple[Stamp, ValidationPath]:
    """What a time-stamp of the digest attests, and how its certificate leads to one of the roots, as of its
    own time. With a file's store of revocations, the store has to have what the certificates ask for. Raises
    Unacceptable, and other ValueErrors for what is no time-stamp."""
    signed = token["content"]
    if _only_signer(signed, "v3", "tst_info")["unsigned_attrs"]:
        raise Unacceptable("the time-stamp carries what nobody signed")
    at = signed["encap_content_info"]["content"].parsed["gen_time"].native
    options = {
        "trust_roots": [as_asn1(each) for each in roots],
        "moment": at,
        "revocation_mode": "soft-fail" if store is None else "hard-fail",
        "retroactive_revinfo": True,  # asked for after the time-stamp was made
    }
    context = ValidationContext(**options) if store is None else store.as_validation_context(options)
    status = TimestampSignatureStatus(**await validate_tst_signed_data(signed, context, digest))
    if not (status.valid and status.intact):
        raise Unacceptable("the time-stamp is of something else, or was changed")
    if not status.trusted or status.validation_path is None:
        raise Unacceptable("the time-stamp is from a service that we do not trust")
    authority = x509.load_der_x509_certificate(status.signing_cert.dump())
    stamp = Stamp(at, in_words(authority.subject), authority.not_valid_after_utc)
    return stamp, status.validation_path


def require_only(token: cms.ContentInfo, path: ValidationPath) -> None:
    """Raises Unacceptable where a time-stamp carries certificates off its path: no signature covers those."""
    on_path = {each.dump() for each in path}
    if not all(each.dump() in on_path for each in _certificates(token["content"])):
        raise Unacceptable("the time-stamp carries certificates that lead nowhere")


def keep_only(token: cms.ContentInfo, path: ValidationPath) -> None:
    """Takes such certificates out. Services send what may help some reader: cross-certificates, say."""
    on_path = {each.dump() for each in path}
    kept = [each for each in token["content"]["certificates"] if each.chosen.dump() in on_path]
    token["content"]["certificates"] = cms.CertificateSet(kept)


def _only_signer(signed: cms.SignedData, version: str, content: str) -> cms.SignerInfo:
    """The one signer of an envelope without anything needless. Raises Unacceptable."""
    if len(signed["signer_infos"]) != 1:
        raise Unacceptable("it has several signatures in one")
    signer_info = signed["signer_infos"][0]
    algorithm = signer_info["signature_algorithm"]
    plain = algorithm["algorithm"].native != "rsassa_pss"
    as_expected = (
        signed["version"].native == version
        and signed["encap_content_info"]["content_type"].native == content
        and [each.dump() for each in signed["digest_algorithms"]] == [signer_info["digest_algorithm"].dump()]
        and not _present(signed["crls"])
        and signer_info["version"].native == "v1"
        and _parameters(signer_info["digest_algorithm"]) in _NO_PARAMETERS
        and (not plain or _parameters(algorithm) in _NO_PARAMETERS)
    )
    if not as_expected:
        raise Unacceptable("its envelope is not as we or a time-stamping service make it")
    return signer_info


def _certificates(signed: cms.SignedData) -> list[asn1.Certificate]:
    found = [each.chosen for each in signed["certificates"]]
    if not all(isinstance(each, asn1.Certificate) for each in found):
        raise Unacceptable("it carries certificates of another kind")
    return found


def _parameters(algorithm: core.Sequence) -> bytes:
    found: Any = algorithm["parameters"]
    return found.dump() if _present(found) else b""


def _present(value: Any) -> bool:
    return not isinstance(value, core.Void)
