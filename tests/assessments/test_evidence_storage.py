"""Evidence in S3-compatible storage, as the settings say: a small server of that kind, on this machine."""

import hashlib
import http.server
import io
import threading
from collections.abc import Iterator
from urllib.parse import unquote, urlparse

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings

from compliance.assessments import services
from compliance.assessments.evidence import attach, detach, sweep
from compliance.environment import private_storage
from tests.cases import MAIN
from tests.visiting import Visitor


class Bucket(http.server.BaseHTTPRequestHandler):
    """As much of S3 as a storage of files asks for. It refuses whatever would make an object public."""

    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes] = {}

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = body.split(b"\r\n")[1]
        public = "public" in self.headers.get("x-amz-acl", "")
        signed = self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=key/")
        if public or not signed:
            return self.answer(403)
        self.objects[self.key] = body
        self.answer(200, headers={"ETag": f'"{hashlib.sha256(body).hexdigest()}"'})

    def do_GET(self) -> None:
        if not self.key:
            keys = "".join(
                f"<Contents><Key>{each}</Key><LastModified>2026-11-01T00:00:00Z</LastModified></Contents>"
                for each in self.objects
            )
            listing = f"<ListBucketResult><IsTruncated>false</IsTruncated>{keys}</ListBucketResult>"
            return self.answer(200, listing.encode())
        found = self.objects.get(self.key)
        if found is None:
            return self.answer(404)
        head = {"Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT", "ETag": '"x"'}
        self.answer(200, found, head)

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.objects.pop(self.key, None)
        self.answer(204)

    @property
    def key(self) -> str:
        return unquote(urlparse(self.path).path).removeprefix("/evidence").removeprefix("/")

    def answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """What is in the bucket, by key."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("MODCHECK_S3_BUCKET", "evidence")
    monkeypatch.setenv("MODCHECK_S3_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("MODCHECK_S3_REGION", "eu-test-1")
    monkeypatch.setenv("MODCHECK_S3_ACCESS_KEY", "key")
    monkeypatch.setenv("MODCHECK_S3_SECRET_KEY", "secret")
    Bucket.objects.clear()
    with override_settings(
        STORAGES={**settings.STORAGES, "evidence": private_storage("evidence", settings.VAR)}
    ):
        yield Bucket.objects
        storages["evidence"].connection.meta.client.close()
    server.shutdown()
    server.server_close()
    thread.join()


def test_files_go_to_the_bucket_and_come_back_through_the_page(db: None, bucket: dict[str, bytes]) -> None:
    visitor = Visitor.begin()
    content = b"What we found.\n" * 1000
    new = attach(
        assessment_id=visitor.assessment_id,
        question="role",
        version="2026.1",
        file=io.BytesIO(content),
        name="notes.txt",
    )
    assert bucket == {new.stored_as: content}
    response = visitor.client.get(visitor.address("download", new.pk))
    assert b"".join(response) == content
    assert response["Content-Disposition"] == 'attachment; filename="notes.txt"'


@pytest.mark.django_db(transaction=True)
def test_they_are_removed_and_swept_there_too(bucket: dict[str, bytes]) -> None:
    assessment = services.start(questionnaire=MAIN)
    new = attach(
        assessment_id=assessment.pk,
        question="role",
        version="2026.1",
        file=io.BytesIO(b"x"),
        name="notes.txt",
    )
    bucket["orphan"] = b"left by a crash"
    assert sweep() == 1
    assert list(bucket) == [new.stored_as]
    detach(assessment_id=assessment.pk, evidence_id=new.pk)
    assert bucket == {}


def test_without_a_bucket_they_are_files_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODCHECK_EVIDENCE", "/srv/evidence")
    options = private_storage("evidence", settings.VAR)["OPTIONS"]
    assert (options["location"], options["file_permissions_mode"]) == ("/srv/evidence", 0o600)
