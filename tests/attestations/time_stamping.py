"""A real time-stamping service (RFC 3161) on this machine. The authority above it publishes a list of revoked
certificates (RFC 5280). Tests replace what it answers by all that a service may do wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper

from compliance.attestations.signed_data import as_asn1
from compliance.attestations.time_stamping import Level, TimeStamping

REPLY = "application/timestamp-reply"
YEAR = timedelta(days=365)
Stamp = Callable[..., tsp.TimeStampResp]  # request, and at: a time of its own


class Service:
    """Who it is, and what it answers: `answer` is replaced to answer something else."""

    def __init__(self, address: str, *, names_list: bool) -> None:
        self.address = address
        self.root = certificate("Time root", "root", issuer=None)
        lists = f"{address}/revoked.crl" if names_list else None
        self.certificate = certificate("Time Service Ltd", "service", issuer="Time root", lists=lists)
        self.revoked = False
        self.pause = 0.0  # seconds before each piece of an answer
        self.requests: list[bytes] = []
        self.ended = Event()
        self.answer: Callable[[bytes], tuple[int, str, bytes]] = self.granted

    def granted(self, body: bytes) -> tuple[int, str, bytes]:
        return 200, REPLY, self.stamp(tsp.TimeStampReq.load(body)).dump()

    def stamp(self, request: tsp.TimeStampReq, *, at: datetime | None = None, with_root: bool = True) -> Any:
        private = key("service").private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        stamper = DummyTimeStamper(
            as_asn1(self.certificate),
            asn1_keys.PrivateKeyInfo.load(private),
            certs_to_embed=[as_asn1(self.root)] if with_root else [],
            fixed_dt=at,
        )
        return stamper.request_tsa_response(request)

    def revocations(self) -> bytes:
        now = datetime.now(UTC)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.subject)
            .last_update(now - timedelta(hours=1))
            .next_update(now + timedelta(days=7))
        )
        if self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(self.certificate.serial_number)
            made = made.add_revoked_certificate(entry.revocation_date(now - timedelta(minutes=5)).build())
        return made.sign(key("root"), hashes.SHA256()).public_bytes(Encoding.DER)

    def stamping(self, level: Level = Level.LTA, seconds: float = 10) -> TimeStamping:
        return TimeStamping(f"{self.address}/stamp", (self.root,), level, seconds)


@contextmanager
def service(*, names_list: bool = True) -> Iterator[Service]:
    """A service that is there for a while. With `names_list` its certificate says where to ask whether it was
    revoked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.requests.append(body)
            self._send(*here.answer(body))

        def do_GET(self) -> None:
            here.requests.append(self.path.encode())
            self._send(200, "application/pkix-crl", here.revocations())

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", f"{here.address}/elsewhere")
            self.end_headers()
            for i in range(0, len(body), 1024):
                if here.pause and here.ended.wait(here.pause):
                    return
                self.wfile.write(body[i : i + 1024])

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        here = Service(f"http://127.0.0.1:{server.server_port}", names_list=names_list)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield here
        finally:
            here.ended.set()
            server.shutdown()
            thread.join()


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key for each name, made once: pyHanko's time-stamper signs with RSA only."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate(
    subject: str, owner: str, *, issuer: str | None, lists: str | None = None
) -> x509.Certificate:
    """Of a service, or of the root that issued it, where there is no issuer."""
    now = datetime.now(UTC)
    name, top = _name(subject), issuer is None
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(_name(issuer or subject))
        .public_key(key(owner).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - YEAR)
        .not_valid_after(now + 10 * YEAR)
        .add_extension(x509.BasicConstraints(ca=top, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not top,
                content_commitment=not top,
                key_cert_sign=top,
                crl_sign=top,
                **usage,
            ),
            critical=True,
        )
    )
    if not top:
        made = made.add_extension(
            x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    if lists:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(lists)], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return made.sign(key("root"), hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])
