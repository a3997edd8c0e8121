"""Certificates of authorities, seals and services that do not exist, good ones and bad ones."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

YEAR = timedelta(days=365)
USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
SIGNS, ISSUES = ("digital_signature", "content_commitment"), ("key_cert_sign", "crl_sign")

Issuer = tuple[x509.Certificate, Any]  # and its private key


@cache
def rsa_key(owner: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key for each owner, made once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key(owner: str, curve: type[ec.EllipticCurve] = ec.SECP256R1) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve())


def certificate(
    subject: str,
    private: Any,
    issuer: Issuer | None = None,
    *,
    uses: tuple[str, ...] | None = SIGNS,
    authority: bool = False,
    stamps: bool = False,
    lists: str = "",
    begins: timedelta = -YEAR,
    ends: timedelta = 10 * YEAR,
) -> x509.Certificate:
    """Of a private key; self-signed where there is no issuer. `lists` is where revocations are told."""
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(issuer[0].subject if issuer else _name(subject))
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if uses is not None:
        usage = x509.KeyUsage(**{each: each in (ISSUES if authority else uses) for each in USES})
        made = made.add_extension(usage, critical=True)
    if stamps:
        purpose = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(purpose, critical=True)
    if lists:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(lists)], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return made.sign(issuer[1] if issuer else private, hashes.SHA256())


@cache
def authority(name: str) -> Issuer:
    private = rsa_key(name)
    return certificate(name, private, authority=True), private


def revoked(issuer: Issuer, *numbers: int) -> bytes:
    """The issuer's list of what it has revoked."""
    now = datetime.now(UTC)
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer[0].subject)
        .last_update(now - timedelta(hours=1))
        .next_update(now + timedelta(days=7))
    )
    for each in numbers:
        entry = x509.RevokedCertificateBuilder().serial_number(each)
        made = made.add_revoked_certificate(entry.revocation_date(now - timedelta(minutes=5)).build())
    return made.sign(issuer[1], hashes.SHA256()).public_bytes(Encoding.DER)


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def key_pem(private: Any, password: bytes | None = None) -> bytes:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    made: bytes = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    return made


def key_der(private: Any) -> bytes:
    made: bytes = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return made


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Example Ltd"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, common),
        ]
    )
