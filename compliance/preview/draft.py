"""A draft: an edition that somebody is writing, read again whenever one of its files has changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import questionnaires
from questionnaires import Edition, Fault, InvalidDocument, cases
from questionnaires.documents import file_name

AROUND = 2  # lines shown above and below the one with a fault


class Draft:
    """The last state that could be read, and what is wrong with the present one."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.name = file_name(self.directory)
        self.edition: Edition | None = None
        self.faults: tuple[Fault, ...] = ()  # while there are any, the edition is an older one
        self.case_faults: dict[Path, list[Fault]] = {}
        self.stamp = ""
        self._lock = Lock()

    def look(self) -> bool:
        """Read it again if a file has changed since the last look; whether there is a new edition."""
        with self._lock:
            stamp = self._stamp()
            if stamp == self.stamp:
                return False
            self.stamp = stamp
            try:
                edition = questionnaires.load(self.directory)
            except InvalidDocument as error:
                self.faults = error.faults
                return False
            self.faults, self.edition = (), edition
            self.case_faults = {file: cases.check_case(edition, file) for file in cases.files(self.directory)}
            return True

    def _stamp(self) -> str:
        """Differs whenever a file of the draft was changed, added or removed."""
        found = hashlib.sha256()
        for file in sorted(self.directory.glob("**/*.y*ml")):
            try:
                state = file.stat()
            except OSError:  # removed in this moment
                continue
            found.update(f"{file}\0{state.st_mtime_ns}\0{state.st_size}\n".encode())
        return found.hexdigest()[:16]


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    here: bool


@dataclass(frozen=True)
class ShownFault:
    """A fault with the lines of its file around it."""

    fault: Fault
    lines: tuple[Line, ...]


def shown(fault: Fault) -> ShownFault:
    try:
        text = Path(fault.file).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ShownFault(fault, ())
    first, last = max(1, fault.line - AROUND), min(len(text), fault.line + AROUND)
    lines = [Line(n, text[n - 1][:200], n == fault.line) for n in range(first, last + 1)]
    return ShownFault(fault, tuple(lines))
