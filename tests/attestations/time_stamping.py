"""A real time-stamping service (RFC 3161) on this machine, over HTTP. Its authority, and that of seals,
publish lists of revoked certificates (RFC 5280). Tests replace what it answers by all that may go wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from pyhanko.sign.timestamps import DummyTimeStamper

from compliance.attestations.signed_data import as_asn1
from compliance.attestations.time_stamping import Level, TimeStamping
from tests.attestations.certificates import authority, certificate, key_der, revoked, rsa_key

REPLY = "application/timestamp-reply"
TIME_ROOT, SEAL_ROOT = "Time root", "Seal root"

Answer = tuple[int, str, bytes]  # HTTP status, content type, body


class Service:
    """What it is asked, and what it answers."""

    def __init__(self, address: str, *, names_list: bool) -> None:
        self.address = address
        self.root, self.root_key = authority(TIME_ROOT)
        lists = self.list_of(TIME_ROOT) if names_list else ""
        self.private = rsa_key("time service")  # pyHanko's time-stamper signs with RSA only
        self.certificate = certificate(
            "Time Service", self.private, (self.root, self.root_key), stamps=True, lists=lists
        )
        self.asked: list[bytes] = []
        self.answer: Callable[[bytes], Answer] = self.granted
        self.revoked: list[int] = []  # serial numbers
        self.lists_are_there = True
        self.pause = 0.0  # seconds before each piece of an answer
        self.ended = Event()

    def list_of(self, name: str) -> str:
        return f"{self.address}/{name.replace(' ', '-')}.crl"

    def stamping(self, level: Level = Level.LTA, seconds: float = 10) -> TimeStamping:
        return TimeStamping(f"{self.address}/stamp", (self.root,), level, seconds)

    def granted(self, body: bytes) -> Answer:
        return 200, REPLY, self.stamp(tsp.TimeStampReq.load(body)).dump()

    def stamp(self, request: tsp.TimeStampReq, *, at: datetime | None = None, with_others: Any = ()) -> Any:
        stamper = DummyTimeStamper(
            as_asn1(self.certificate),
            asn1_keys.PrivateKeyInfo.load(key_der(self.private)),
            certs_to_embed=[as_asn1(each) for each in (self.root, *with_others)],
            fixed_dt=at,
        )
        return stamper.request_tsa_response(request)

    def list_at(self, path: str) -> Answer:
        for name in (TIME_ROOT, SEAL_ROOT):
            if self.lists_are_there and self.list_of(name).endswith(path):
                return 200, "application/pkix-crl", revoked(authority(name), *self.revoked)
        return 404, "text/plain", b"not here"


@contextmanager
def service(*, names_list: bool = True) -> Iterator[Service]:
    """A service, for a while. With `names_list` its certificate says where revocations are told."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.asked.append(body)
            self._send(*here.answer(body))

        def do_GET(self) -> None:
            here.asked.append(self.path.encode())
            self._send(*here.list_at(self.path))

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", f"{here.address}/elsewhere")
            self.end_headers()
            for i in range(0, len(body), 512):
                if here.pause and here.ended.wait(here.pause):
                    return
                self.wfile.write(body[i : i + 512])

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # whoever asked has gone

    with Server(("127.0.0.1", 0), Handler) as server:
        here = Service(f"http://127.0.0.1:{server.server_port}", names_list=names_list)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield here
        finally:
            here.ended.set()
            server.shutdown()
            thread.join()
