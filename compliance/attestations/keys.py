"""The keys of a site: one seals PDFs, with a certificate that says whose it is; one signs the register.

They are read from PEM (RFC 7468). A site that has none yet makes keys for evaluation, once: what they sign
proves nothing, and their certificate says so. Certificates: RFC 5280. No Django here.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

EVALUATION = "Modcheck evaluation seal: proves nothing"
# Longer than anybody evaluates, and back to before any day that somebody tries it out for.
EVALUATION_VALID = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC))
LEAST_RSA_BITS = 2048
CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)  # what PDF readers check

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class UnusableKey(ValueError):
    """A key or certificate that nothing is signed with; says why. Each reason is a class below."""


class NotPem(UnusableKey):
    pass


class WrongPassword(UnusableKey):
    pass


class UnsupportedKind(UnusableKey):
    pass


class WrongCertificate(UnusableKey):
    """No certificate belongs to the private key."""


class NotYetValid(UnusableKey):
    pass


class Expired(UnusableKey):
    pass


class Revoked(UnusableKey):
    pass


class MayNotSign(UnusableKey):
    pass


@dataclass(frozen=True)
class SealKey:
    private_key: PrivateKey = field(repr=False, compare=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()  # who issued it, and who issued that, in any order

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return fingerprint(self.certificate)

    @property
    def subject(self) -> str:
        return in_words(self.certificate.subject)

    @property
    def evaluation(self) -> bool:
        """Whether it was made for evaluation. Its certificate says so: without that it is another one."""
        return _common_names(self.certificate) == [EVALUATION]

    @property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        """All that a seal carries, and therefore all that an inspection has to know."""
        return (self.certificate, *self.chain)

    @property
    def tops(self) -> tuple[x509.Certificate, ...]:
        """Where its chain ends: certificates whose issuer's is not among them."""
        subjects = {each.subject for each in self.certificates}
        return tuple(
            each for each in self.certificates if each.issuer == each.subject or each.issuer not in subjects
        )

    def require_valid(self, at: datetime) -> None:
        """Raises NotYetValid or Expired."""
        if at < self.certificate.not_valid_before_utc:
            raise NotYetValid(
                f"The certificate is valid from {self.certificate.not_valid_before_utc:%d %B %Y} on."
            )
        if at > self.certificate.not_valid_after_utc:
            raise Expired(f"The certificate expired on {self.certificate.not_valid_after_utc:%d %B %Y}.")


def load(key_pem: bytes, certificates_pem: bytes, password: bytes | None = None) -> SealKey:
    """The seal key of a private key and its certificates: the one that belongs to it, the rest is its chain.
    Raises UnusableKey, each kind with a class of its own."""
    private = _private_key(key_pem, password)
    if not isinstance(private, PrivateKey) or _too_weak(private):
        raise UnsupportedKind(
            f"Seals are made with RSA keys of at least {LEAST_RSA_BITS} bits, or with P-256, P-384 or P-521."
        )
    certificates = _certificates(certificates_pem)
    public = private.public_key()
    own = [each for each in certificates if _public_key(each) == public]
    if not own:
        raise WrongCertificate("None of the certificates belongs to the private key.")
    # Where a certificate was renewed for the same key, the newer one.
    certificate = max(own, key=lambda each: each.not_valid_before_utc)
    key = SealKey(private, certificate, tuple(each for each in certificates if each not in own))
    key.require_valid(datetime.now(UTC))
    if not _may_sign(certificate):
        raise MayNotSign(
            "The certificate is for other uses: it says neither “digital signature” nor “content "
            "commitment”, or it issues certificates."
        )
    return key


def evaluation(directory: Path) -> SealKey:
    """The seal key for evaluation, made on the first call and kept in the directory.

    It is self-signed. A small authority above it would add a second certificate that nobody trusts either,
    and lists of what it has revoked, which a long-term signature (PAdES B-LT) would have to carry. A
    certificate that is pinned is trusted or not, and nobody could revoke it: nothing is missing for B-LTA.
    """
    pem = _made_once(directory / "evaluation-seal.pem", _new_evaluation_seal)
    return load(pem, pem)


def evaluation_register_key(directory: Path) -> Ed25519PrivateKey:
    """The register's key for evaluation, made on the first call and kept in the directory."""
    return load_register_key(_made_once(directory / "evaluation-register.pem", _new_register_key))


def load_register_key(pem: bytes) -> Ed25519PrivateKey:
    """An Ed25519 key (RFC 8032). Raises NotPem and UnsupportedKind."""
    private = _private_key(pem, None)
    if not isinstance(private, Ed25519PrivateKey):
        raise UnsupportedKind("The register is signed with an Ed25519 key.")
    return private


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate, in hexadecimal."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def in_words(name: x509.Name) -> str:
    """The values of a name, the most particular first: “Seal 2026, Example Ltd, GB”."""
    return ", ".join(str(each.value) for each in reversed(list(name)))


# reading ----------------------------------------------------------------------------------------------


def _private_key(pem: bytes, password: bytes | None) -> object:
    if b"-----BEGIN" not in pem:
        raise NotPem("The private key is not PEM: it has to begin with -----BEGIN.")
    encrypted = b"ENCRYPTED" in pem
    if encrypted and not password:
        raise WrongPassword("The private key is encrypted and no password was given.")
    try:
        return load_pem_private_key(pem, password if encrypted else None)
    except UnsupportedAlgorithm:
        raise UnsupportedKind("The private key is of a kind that we do not know.") from None
    except (ValueError, TypeError):
        if encrypted:
            raise WrongPassword("The password does not open the private key.") from None
        raise NotPem("The private key cannot be read: no PEM of a private key.") from None


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        return list(dict.fromkeys(x509.load_pem_x509_certificates(pem)))
    except ValueError:
        raise NotPem("The certificates cannot be read: no PEM of certificates.") from None


def _public_key(certificate: x509.Certificate) -> object:
    try:
        return certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):  # of somebody else, in the chain
        return None


def _too_weak(private: PrivateKey) -> bool:
    if isinstance(private, rsa.RSAPrivateKey):
        return private.key_size < LEAST_RSA_BITS
    return not isinstance(private.curve, CURVES)


def _may_sign(certificate: x509.Certificate) -> bool:
    """RFC 5280, 4.2.1.3 and 4.2.1.9. Who issues certificates does not also seal: that tells a seal from the
    rest of its chain."""
    extensions = certificate.extensions
    try:
        if extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
    except x509.ExtensionNotFound:
        pass
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _common_names(certificate: x509.Certificate) -> list[str | bytes]:
    return [each.value for each in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]


# making -----------------------------------------------------------------------------------------------


def _made_once(file: Path, make: Callable[[], bytes]) -> bytes:
    """A file's content, made if there is none. Two processes that make it at the same moment both get what
    one of them made, and nobody ever reads half a file. Only its owner can read it."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix=".") as new:  # readable by its owner only
        new.write(make())
        new.flush()
        os.fsync(new.fileno())
        with suppress(FileExistsError):  # another process was first
            os.link(new.name, file)
    return file.read_bytes()


def _new_evaluation_seal() -> bytes:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, EVALUATION)])
    begins, ends = EVALUATION_VALID
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    return _pem(private) + certificate.public_bytes(Encoding.PEM)


def _new_register_key() -> bytes:
    return _pem(Ed25519PrivateKey.generate())


def _pem(private: PrivateKey | Ed25519PrivateKey) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
