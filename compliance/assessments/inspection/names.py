"""The name of a file as we show it and give it back. Where it is kept has another one, which is random."""

import re
import unicodedata

from questionnaires.invisible import invisible

MOST_CHARACTERS = 120  # our own convention; file systems take 255 bytes
# Names that Windows gives to devices, whatever the ending (Microsoft, "Naming Files, Paths, and Namespaces").
DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
_FORBIDDEN = re.compile(r'[<>:"|?*%]')  # on Windows; and % because some programs read %2F as a slash


def clean_name(given: str) -> str:
    """A harmless name that still says what the sender called the file; never empty, its last ending kept."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    hidden = set(invisible(base))
    seen = "".join(each for each in base if each not in hidden and not _control(each))
    stem, dot, ending = " ".join(_FORBIDDEN.sub("_", seen).split()).rstrip(". ").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    # Where endings are hidden, x.exe.pdf would be shown as x.exe. A dot before a digit is part of a version.
    stem = re.sub(r"\.+(?=[^\W\d])", "_", stem).strip(". ")
    if not stem or stem.split(".")[0].strip().lower() in DEVICES:
        stem = f"file_{stem}".rstrip("_")
    ending = ending.strip()[:16]
    room = MOST_CHARACTERS - len(ending) - 1
    return f"{stem[:room].rstrip('. ')}.{ending}" if ending else stem[:room].rstrip(". ")


def _control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
