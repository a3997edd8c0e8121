"""Strict YAML: text -> plain data that remembers the line of each part.

YAML 1.2.2, core schema (section 10.3.2): `no` is text and `5e24` is a number. Analysts' files need no
anchors, aliases, tags or second documents, and each of these has been used to attack a parser, so they are
refused while the events arrive, before anything is built. Nothing here recurses.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .slips import Complaint, find_slip

LARGEST_FILE = 1_000_000  # bytes; the largest file of the library has about a tenth of that
DEEPEST = 24  # levels of nesting; the deepest file of the library has nine
MOST_PARTS = 50_000  # keys, values, lists and mappings; the largest file of the library has about a tenth
MOST_FAULTS = 100  # told of one file; whoever wrote more has one thing to correct first

Place = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with a file: where, what, and what to do about it."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.remedy}".rstrip()


class InvalidDocument(Exception):
    """A file cannot be used; `faults` says why, each with its place and remedy."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True)
class Document:
    """A file's data, and the line on which each part of it begins."""

    file: str
    data: Any
    lines: dict[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """The line of a part; of the nearest part around it where it has none of its own."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str, remedy: str) -> Fault:
        return Fault(self.file, self.line(place), message, remedy)


def file_name(path: Path) -> str:
    """A file's name in messages: as short as it can be and still be opened from here."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def read(path: Path) -> Document:
    """Read one file. Raises InvalidDocument: unreadable, too large, not UTF-8, or not the YAML we allow."""
    file = file_name(path)
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            message = f"the file has {size:,} bytes; {LARGEST_FILE:,} is the most."
            raise InvalidDocument([Fault(file, 1, message, "Split it, or remove what does not belong.")])
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        remedy = "Check the path and its permissions."
        raise InvalidDocument([Fault(file, 1, f"cannot be read: {error.strerror}.", remedy)]) from None
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start})."
        raise InvalidDocument([Fault(file, 1, message, "Save it as UTF-8 text.")]) from None
    return parse(text, file)


def parse(text: str, file: str) -> Document:
    """Parse YAML text; `file` is only its name in messages. Raises InvalidDocument."""
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.take(event)
    except YAMLError as error:
        slip = find_slip(text, _complaint(error, text))
        fault = Fault(file, slip.line + 1, slip.message, slip.remedy)
        raise InvalidDocument([*builder.faults, fault]) from None
    if builder.faults:
        raise InvalidDocument(builder.faults)
    return Document(file, builder.data, builder.lines)


def _complaint(error: YAMLError, text: str) -> Complaint:
    mark, since = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0) or 0)
    return Complaint(problem, line, mark.column if mark else 0, since.line if since else line)


def _events(text: str) -> Iterator[Any]:
    events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return events


class _Builder:
    """Builds lists and dicts from parser events with an explicit stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self._documents = 0
        self._two_in_one: set[Place] = set()  # parts of a list whose dash is missing; told once
        self._parts = 0
        self._open: list[tuple[Any, Place]] = []
        self._key: list[str | None] = []

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(line, "holds a second document.", "Keep one document a file: remove the `---`.")
        elif isinstance(event, AliasEvent):
            remedy = "Write the value out: aliases are not allowed. A text that begins with `*` needs quotes."
            self._stop(line, f"uses the alias `*{event.anchor}`.", remedy)
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            self._begin(event, line)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._open.pop()
            self._key.pop()

    def _begin(self, event: Any, line: int) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            self._stop(
                line, f"has more than {MOST_PARTS:,} parts.", "Split it, or remove what does not belong."
            )
        if event.anchor:
            remedy = "Remove it: anchors are not allowed. A text that begins with `&` needs quotes."
            self._stop(line, f"sets the anchor `&{event.anchor}`.", remedy)
        tag = getattr(event, "tag", None)
        if tag and str(tag) != "!":
            remedy = "Remove it; tags are not allowed."
            if str(tag).startswith("!"):
                remedy = f"What begins with `!` needs quotes around all of it: `'{tag} ...'`."
            self._stop(line, f"uses the tag `{tag}`.", remedy)
        if isinstance(event, ScalarEvent):
            value = _scalar(event)
            if self._is_key():
                self._name(value, line)
                return
            self._place(value, line)
            return
        if self._is_key():
            self._stop(line, "has a list or a mapping as a key.", "Use a plain word as the key.")
        if len(self._open) >= DEEPEST:
            self._stop(
                line, f"nests deeper than {DEEPEST} levels.", "Flatten it; no file of ours needs that."
            )
        container: Any = {} if isinstance(event, MappingStartEvent) else []
        place = self._place(container, line)
        self._open.append((container, place))
        self._key.append(None)

    def _is_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1][0], dict) and self._key[-1] is None

    def _name(self, value: Any, line: int) -> None:
        container, place = self._open[-1]
        key = value if isinstance(value, str) else str(value)
        if key in container and place not in self._two_in_one:
            first = self.lines[(*place, key)]
            remedy = f"Keep one of them; the first is on line {first}."
            if key == "id":
                self._two_in_one.add(place)
                remedy += " If another part begins here, put a dash before it: `- id: ...`."
            self.faults.append(Fault(self.file, line, f"has the key `{key}` twice.", remedy))
        self._key[-1] = key
        self.lines[(*place, key)] = line

    def _place(self, value: Any, line: int) -> Place:
        if not self._open:
            self.data = value
            self.lines[()] = line
            return ()
        container, place = self._open[-1]
        if isinstance(container, dict):
            key = self._key[-1] or ""
            container[key] = value
            self._key[-1] = None
            return (*place, key)
        container.append(value)
        here = (*place, len(container) - 1)
        self.lines[here] = line
        return here

    def _stop(self, line: int, message: str, remedy: str) -> None:
        raise InvalidDocument([*self.faults, Fault(self.file, line, message, remedy)])


def _scalar(event: ScalarEvent) -> Any:
    text = event.value
    if event.style is not None:  # quoted and block scalars are text
        return text
    if text in _WORDS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if len(text) > 60:  # no number is that long, and converting very long digits is slow
        return text
    if _INTEGER.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    return text
