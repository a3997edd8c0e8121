"""A file as it arrives -> text or plain data, within limits. Nothing here trusts its sender.

YAML is read by the questionnaires' own strict reader (no aliases, tags or deep nesting) and JSON by the
standard library; both are bounded in size before they are parsed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from questionnaires.documents import InvalidDocument, parse
from questionnaires.invisible import invisible

from .facts import LONGEST_QUOTE, Place

# Conventions of our own.
LARGEST_FILE = 2_000_000  # bytes; logs are long where they hold every answer of the model
LARGEST_YAML = 40_000  # characters; reading YAML takes about a second for each hundred thousand
DEEPEST = 40  # levels of JSON; evaluation logs have about ten
LONGEST_KEY = 120  # characters of a key path that are shown
LONGEST_DIGITS = 30  # no number that anybody measured is longer

_BINARY = {  # first bytes -> what it is, and what to bring instead
    b"PK\x03\x04": (
        "is a packed file (zip, or an .eval log).",
        "Unpack it. For a log of Inspect, run `inspect log dump --header-only FILE > log.json`.",
    ),
    b"%PDF": ("is a PDF.", "Bring the text that it was made from, such as the README.md of the model."),
    b"GGUF": ("holds the weights themselves.", "They are not needed. Bring the model card beside them."),
    b"\x1f\x8b": ("is a packed file (gzip).", "Unpack it, and bring what is in it."),
    b"\xff\xfe": ("is text in UTF-16.", "Save it as UTF-8; most editors offer that under “Save as”."),
    b"\xfe\xff": ("is text in UTF-16.", "Save it as UTF-8; most editors offer that under “Save as”."),
}


class Unreadable(Exception):
    """A file cannot be read: what is wrong with it, and what to do."""

    def __init__(self, message: str, remedy: str, line: int | None = None) -> None:
        self.message, self.remedy, self.line = message, remedy, line
        super().__init__(f"{message} {remedy}")


@dataclass(frozen=True)
class Source:
    """Plain data with the places of its parts. `under` is where it stands in its file, in words."""

    file: str
    kind: str
    data: Mapping[str, Any]
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict)
    offset: int = 0  # lines of the file above it
    under: str = ""

    def place(self, *path: str | int, text: Any = None) -> Place:
        """Where a part stands, with its text."""
        found: Any = self.data
        for step in path if text is None else ():
            found = found[step]
        line = self.lines.get(path)
        key = " → ".join(str(each) for each in (self.under, *path) if each != "")
        quote = quoted(found if text is None else text)
        return Place(self.file, self.kind, key[:LONGEST_KEY], line + self.offset if line else None, quote)

    def listed(self, key: str, text: str) -> Place:
        """Where a text stands that is the value of a key, or one of the list there."""
        value = self.data.get(key)
        if isinstance(value, list):
            at = next(
                (i for i, each in enumerate(value) if isinstance(each, str) and each.strip() == text), None
            )
            if at is not None and (key, at) in self.lines:
                return replace(self.place(key, at), key=self.place(key, text=text).key)
        return self.place(key, text=text)


def file_name(name: str) -> str:
    """A file's name as it is shown."""
    return clean(PurePosixPath(name.replace("\\", "/")).name)[:80] or "file"


def clean(text: str) -> str:
    """A text without what nobody sees, on one line."""
    hidden = set(invisible(text))
    return " ".join(
        "".join(" " if each in hidden or not each.isprintable() else each for each in text).split()
    )


def quoted(value: Any) -> str:
    """What stands in a file, short enough to be shown."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, list) and not any(isinstance(each, list | dict) for each in value[:20]):
        text = ", ".join(str(each) for each in value[:20])
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)[: 2 * LONGEST_QUOTE]
    text = clean(text[: 4 * LONGEST_QUOTE])
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def text_of(content: bytes) -> str:
    """The text of a file. Raises Unreadable: too large, packed, weights, or no text in UTF-8."""
    if len(content) > LARGEST_FILE:
        message = f"is too large: {LARGEST_FILE:,} bytes is the most."
        raise Unreadable(
            message,
            "Bring a shorter one. For a log of Inspect: `inspect log dump --header-only FILE > log.json`.",
        )
    for magic, (message, remedy) in _BINARY.items():
        if content.startswith(magic):
            raise Unreadable(message, remedy)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"is not text in UTF-8 (byte {error.start:,})."
        raise Unreadable(message, "Save it as UTF-8, or bring the text file beside it.") from None
    if "\0" in text:
        raise Unreadable("is not a text file.", "Bring the model card, a configuration or a log, as text.")
    if not text.strip():
        raise Unreadable("is empty.", "Bring it again with something in it.")
    return text


def from_yaml(text: str, name: str) -> tuple[Any, dict[tuple[str | int, ...], int]]:
    """Data and the line of each part. Raises Unreadable with the line of the fault."""
    if len(text) > LARGEST_YAML:
        message = f"has {len(text):,} characters of YAML; {LARGEST_YAML:,} is the most."
        raise Unreadable(
            message, "Leave out what is long and not about the change, such as tables of results."
        )
    try:
        document = parse(text, name)
    except InvalidDocument as error:
        fault = error.faults[0]
        raise Unreadable(fault.message, fault.remedy, fault.line) from None
    except (ValueError, OverflowError):
        raise Unreadable("holds a number that cannot be read.", "Write it shorter, as in 2e-5.") from None
    return document.data, document.lines


def from_json(text: str) -> Any:
    """Data; NaN and the like become None. Raises Unreadable with the line of the fault."""
    try:
        data = json.loads(text, parse_constant=lambda _: None, parse_int=_integer)
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}."
        raise Unreadable(message, "Bring the file as the program wrote it.", error.lineno) from None
    except RecursionError:
        raise _too_deep() from None
    if _deeper(data, DEEPEST):
        raise _too_deep()
    return data


def _too_deep() -> Unreadable:
    return Unreadable(f"nests deeper than {DEEPEST} levels.", "Bring the file as the program wrote it.")


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_DIGITS else None


def _deeper(data: Any, levels: int) -> bool:
    """Whether data nest deeper than that."""
    layer = [data]
    for _ in range(levels):
        layer = [
            inner
            for each in layer
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
        if not layer:
            return False
    return True
