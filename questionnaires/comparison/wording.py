"""Two texts word by word: what stayed, what was taken out, what was put in."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

LEAST_ALIKE = 0.4  # below this share of common words, a mixed text is harder to read than the two in a row

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    kind: Literal["same", "removed", "added"]
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The later text with what was taken out of the earlier one, in reading order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if before != after and (not old or not new or matcher.ratio() < LEAST_ALIKE):
        return _pieces(before, after)
    found: list[Piece] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        found += [Piece("same", "".join(old[i:j]))] if kind == "equal" else _pieces(old[i:j], new[k:m])
    return _without_islands(found)


def _pieces(before: str | list[str], after: str | list[str]) -> tuple[Piece, ...]:
    both = Piece("removed", "".join(before)), Piece("added", "".join(after))
    return tuple(piece for piece in both if piece.text)


def _without_islands(found: list[Piece]) -> tuple[Piece, ...]:
    """A mere space between two changes is changed with them, so that words are struck out together."""
    calm: list[Piece] = []
    for i, piece in enumerate(found):
        island = piece.kind == "same" and not piece.text.strip() and 0 < i < len(found) - 1
        calm += [Piece("removed", piece.text), Piece("added", piece.text)] if island else [piece]
    joined: list[Piece] = []
    run: dict[str, str] = {"removed": "", "added": ""}
    for piece in [*calm, Piece("same", "")]:
        if piece.kind == "same":
            joined += _pieces(run["removed"], run["added"])
            run = {"removed": "", "added": ""}
            joined += [piece] if piece.text else []
        else:
            run[piece.kind] += piece.text
    return tuple(joined)
