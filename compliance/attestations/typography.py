"""Which characters the PDF's fonts can print. What none of them has is told before a file is made."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from fontTools.ttLib import TTCollection, TTFont

from questionnaires.invisible import ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER, invisible

FONTS = Path(settings.BASE_DIR) / "compliance" / "static" / "vendor" / "fonts" / "pdf"
BUNDLED = ("SourceSans3-Regular.ttf.woff2", "SourceSerif4-Regular.ttf.woff2")
# Tried in this order for what the bundled fonts lack; Debian's fonts-noto-core and fonts-noto-cjk.
FALLBACKS = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Tamil",
    "Noto Sans Thai",
    "Noto Sans Georgian",
    "Noto Sans Armenian",
    "Noto Sans Ethiopic",
    "Noto Sans CJK SC",
    "Noto Sans Math",
    "Noto Sans Symbols",
)


class Unprintable(ValueError):
    """Texts hold characters that no font has, or that nobody would see. `found` maps where they stand to the
    characters."""

    def __init__(self, found: Mapping[str, str]) -> None:
        self.found = found
        super().__init__(
            "; ".join(f"{where}: {described(characters)}" for where, characters in found.items())
        )


def described(characters: str) -> str:
    """Characters with their names, for a message."""

    def shown(character: str) -> str:
        name = unicodedata.name(character, "unnamed").lower()
        seen = "an invisible character" if invisible(character) else character
        return f"{seen} (U+{ord(character):04X} {name})"

    return ", ".join(shown(each) for each in characters)


def check(texts: Mapping[str, str]) -> None:
    """Raises Unprintable if some text has a character that no font has or that is invisible. Keys say where a
    text stands."""
    found = {where: missing for where, text in texts.items() if (missing := unprintable(text))}
    if found:
        raise Unprintable(found)


def unprintable(text: str) -> str:
    """The characters of a text that would be an empty box, or nothing at all, each once."""
    hidden = invisible(text)
    return hidden + "".join(
        dict.fromkeys(each for each in text if not _printable(each) and each not in hidden)
    )


def whole_words(text: str) -> SafeString:
    """A text whose Korean words are not broken: the PDF maker takes each syllable for a word of its own."""
    parts = re.split(r"([\uac00-\ud7a3]{2,20})", text)
    return format_html_join("", "{}", ((_word(part) if i % 2 else part,) for i, part in enumerate(parts)))


def _word(text: str) -> SafeString:
    return format_html('<span class="word">{}</span>', text)


@cache
def _printable(character: str) -> bool:
    if character in "\n\r\t ":
        return True
    category = unicodedata.category(character)
    if character in (ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER):
        return True
    if category in ("Cc", "Cs", "Co", "Cn") or character == "\ufffd":  # what could not be decoded
        return False
    code = ord(character)
    return all(code in glyphs for glyphs in _bundled()) or any(code in glyphs for glyphs in _fallbacks())


@cache
def _bundled() -> tuple[frozenset[int], ...]:
    return tuple(_characters(FONTS / name) for name in BUNDLED)


def _fallbacks() -> Iterator[frozenset[int]]:
    for family in FALLBACKS:
        yield _glyphs(family)


@cache
def _glyphs(family: str) -> frozenset[int]:
    """The characters of an installed font; none where it is not installed."""
    try:
        found = subprocess.run(  # noqa: S603 - a fixed command; the family is one of ours
            ["fc-match", "--format=%{family}\n%{file}\n%{index}", family],  # noqa: S607 - fontconfig, wherever it is
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        ).stdout.split("\n")
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    families, file, index = found
    if family not in families.split(","):
        return frozenset()
    return _characters(Path(file), int(index))


def _characters(file: Path, index: int = 0) -> frozenset[int]:
    if file.suffix == ".ttc":
        with TTCollection(file, lazy=True) as collection:
            return frozenset(collection.fonts[index].getBestCmap())
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())
