"""What cannot stand in a condition -> what to write instead: habits of prose, spreadsheets and Word."""

import re

_WORDS = {
    "and": "Write `&&` for and.",
    "or": "Write `||` for or.",
    "not": "Write `!` for not.",
    "is": "Write `==` to compare.",
    "equals": "Write `==` to compare.",
    "contains": 'Turn it round: `"choice" in question`.',
    "includes": 'Turn it round: `"choice" in question`.',
    "then": "Write `test ? this : that`.",
    "else": "Write `test ? this : that`.",
}
_OPERATORS = {  # as other languages write them, or the wrong way round; longer ones first
    "===": "Write `==` to compare.",
    "<>": "Write `!=` for not equal.",
    "=>": "Write `>=` for at least.",
    "=<": "Write `<=` for at most.",
    "=": "Write `==` to compare.",
    "&": "Write `&&` for and.",
    "|": "Write `||` for or.",
}
_STRAIGHT = "Use straight quotes: `\"` or `'`."
_NO_SPACE = "Delete it and type an ordinary space: this one comes from a word processor."
_CHARACTERS = {
    **dict.fromkeys("“”„‟‘’‚«»", _STRAIGHT),
    **dict.fromkeys("–—−", "Write `-` for minus."),
    **dict.fromkeys("\u00a0\u202f\u200b", _NO_SPACE),
    **dict.fromkeys("\"'", "Close the quotation mark; a text in quotes holds no quotes and no backslash."),
    "≥": "Write `>=`.",
    "≤": "Write `<=`.",
    "≠": "Write `!=`.",
    "×": "Write `*`.",
    "÷": "Write `/`.",
    "%": "Write the number alone; the question's unit says what it counts.",
    "\\": "Escapes in text are not part of the condition language.",
    "?": "Put the inner `test ? this : that` in parentheses.",
    ".": "Members are not part of the condition language.",
    "^": "Powers are not part of the condition language; a large number is written 1e25.",
}
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "in"}
_ELSE = "`&&` and `||` join conditions; docs/conditions.md says all that can be written."


def advice(text: str, at: int, found: str) -> tuple[str, str, int]:
    """The message, the remedy and the place of the slip, where a parser stopped at `found`.

    Places are characters from 0.
    """
    before, after = text[:at].rstrip(" "), text[at:]
    if (word := re.search(r"[A-Za-z_]+$", before)) and word[0].lower() == "not":
        found, at = word[0], word.start()  # read as a name; what follows it is where the parser stopped
    name = "this space" if _CHARACTERS.get(found) == _NO_SPACE else f"`{found}`"
    return f"{name} was not expected here.", _remedy(before, after, found), at


def _remedy(before: str, after: str, found: str) -> str:
    if found.lower() in _WORDS:
        return _WORDS[found.lower()]
    if found == "," and re.search(r"\bin *\([^)]*$", before):
        return 'Lists stand in brackets: `["first", "second"]`.'
    if before[-1:].isdigit() and re.match(r",\d", after):
        return "Write a decimal point: 1.5."
    if before[-1:].isdigit() and found[:1].isdigit():
        return "Write the number without spaces: 1000."
    for operator, remedy in _OPERATORS.items():
        if len(operator) > 1 and any(
            before.endswith(operator[:i]) and after.startswith(operator[i:]) for i in range(len(operator))
        ):
            return remedy
    if found in _COMPARISONS:
        return "Comparisons cannot be chained: join two with `&&`."
    return _OPERATORS.get(found) or _CHARACTERS.get(found) or _ELSE
