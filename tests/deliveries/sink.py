"""A mail server for tests, on this machine: it keeps what it accepts, and misbehaves where told to."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any


@dataclass(frozen=True)
class Accepted:
    recipient: str
    content: bytes
    phase: int  # what the test was at

    @property
    def message_id(self) -> str:
        return str(message_from_bytes(self.content)["Message-ID"])


@dataclass
class Sink:
    """`recipient` and `data` are the answers to RCPT and to a whole message; `wait` comes between accepting a
    message and saying so; `drip` answers a message a byte at a time, without end."""

    port: int = 0
    accepted: list[Accepted] = field(default_factory=list)
    phase: int = 0
    recipient: Callable[[str], str] = lambda _: "250 ok"
    data: str = "250 taken"
    login: str = "235 in"
    wait: Callable[[], float] = lambda: 0.0
    drip: bool = False
    ended_badly: bool = False  # answers QUIT with nonsense

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return [each.recipient for each in self.accepted]


class Session(socketserver.StreamRequestHandler):
    sink: Sink

    def handle(self) -> None:
        with suppress(OSError):  # the other side was killed
            self.talk()

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def talk(self) -> None:
        self.say("220 sink")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            word, _, rest = line.partition(" ")
            match word.upper():
                case "EHLO":
                    self.say("250-sink\r\n250 AUTH PLAIN")
                case "AUTH":
                    self.say(self.sink.login)
                case "RCPT":
                    recipient = rest.partition("<")[2].partition(">")[0]
                    self.say(self.sink.recipient(recipient))
                case "DATA":
                    self.say("354 go on")
                    self.take(recipient)
                case "QUIT":
                    self.say("500 " * 300 if self.sink.ended_badly else "221 bye")
                    return
                case _:
                    self.say("250 ok")

    def take(self, recipient: str) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        while self.sink.drip:
            self.wfile.write(b"2")
            time.sleep(0.05)
        if self.sink.data.startswith("250"):
            self.sink.accepted.append(Accepted(recipient, b"".join(lines), self.sink.phase))
        time.sleep(self.sink.wait())
        self.say(self.sink.data)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def running() -> Iterator[Sink]:
    sink = Sink()
    handler: Any = type("Of", (Session,), {"sink": sink})
    with Server(("127.0.0.1", 0), handler) as server:
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
