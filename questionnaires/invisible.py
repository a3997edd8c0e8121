"""Characters that nobody sees and that can make a text read as another one: direction overrides above all.

Source: Unicode Technical Report 36, section 2.5 (bidirectional text spoofing), and the property
Default_Ignorable_Code_Point. Joiners stay where a script needs them, as in RFC 5892, appendix A.
"""

import unicodedata

ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER = "\u200c", "\u200d"
# Arabic and Syriac signs that enclose the digits behind them: of the same category, and visible.
_VISIBLE = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
# Of other categories, and invisible all the same.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0")
_VIRAMA = 9  # canonical combining class


def invisible(text: str) -> str:
    """The invisible characters of a text that are not needed to write it, each once."""
    found = (each for i, each in enumerate(text) if _hidden(each) and not _joins(text, i))
    return "".join(dict.fromkeys(found))


def named(characters: str) -> str:
    """Characters by name and number, since they cannot be shown."""
    return ", ".join(
        f"{unicodedata.name(each, 'unnamed').lower()} (U+{ord(each):04X})" for each in characters
    )


def _hidden(character: str) -> bool:
    if character in _BLANK:
        return True
    return unicodedata.category(character) == "Cf" and character not in _VISIBLE


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands where Arabic, Persian or an Indic script has one."""
    if text[at] not in (ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER) or at == 0:
        return False
    before = text[at - 1]
    return unicodedata.combining(before) == _VIRAMA or unicodedata.bidirectional(before) == "AL"
