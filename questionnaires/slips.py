"""What a YAML parser complains about -> which slip it was, on which line, and what to do.

A parser stops where it can go on no more, often lines after the slip, and speaks of tokens. Whoever writes
YAML for the first time needs the line of the slip. Each function below knows one slip and looks for it in the
text; the first that finds it speaks.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

INVISIBLE = {"\u00a0": "a no-break space", "\u202f": "a no-break space", "\u200b": "an invisible character"}
LONGEST = 500  # characters of a line that are looked at: patterns are slow on lines that nobody writes
FARTHEST = 1_000  # lines above in which a quotation mark may have been opened
_PAIR = re.compile(r"^(?P<before>\s*(?:- +)*)(?P<key>[^\s:#'\"{}\[\],-][^:#]*?):(?:\s+(?P<value>.*?))?\s*$")


@dataclass(frozen=True)
class Complaint:
    """What the parser said: the problem at a line and column, in the course of what began at `since`.
    All count from 0."""

    problem: str
    line: int
    column: int
    since: int


@dataclass(frozen=True)
class Slip:
    """What it was: a line from 0, a message and a remedy."""

    line: int
    message: str
    remedy: str


def find_slip(text: str, complaint: Complaint) -> Slip:
    lines = text.split("\n")
    for look in _LOOKS:
        if found := look(lines, complaint):
            return found
    return Slip(
        complaint.line, f"is not YAML: {complaint.problem}.", "Check indentation, quotes and colons here."
    )


def _tab(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    at = _line(lines, complaint.line)
    if "\t" not in at:
        return None
    return Slip(complaint.line, "has a tab.", "Use spaces instead; most editors can be set to do so.")


def _invisible(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    for number in range(complaint.line, max(-1, complaint.line - 3), -1):
        for character, name in INVISIBLE.items():
            if _line(lines, number).strip(" ").startswith(character):
                remedy = "Delete the space at the beginning of the line and type it again."
                return Slip(number, f"begins with {name}, as word processors make it.", remedy)
    return None


def _dash(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    if match := re.match(r"\s*-(?=[A-Za-z_'\"{\[])(\S+)", _line(lines, complaint.line)):
        return Slip(complaint.line, "has no space after the dash.", f"Write `- {match[1]}`.")
    return None


def _first_character(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    if match := re.search(r"found character '(.)' that cannot start", complaint.problem):
        character = "a backtick" if match[1] == "`" else f"`{match[1]}`"
        return Slip(complaint.line, f"has a text that begins with {character}.", "Put the text in quotes.")
    return None


def _braces(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    match = re.search(r"expected ',' or '([]}])'", complaint.problem)
    if not match:
        return None
    kind = "`{`" if match[1] == "}" else "`[`"
    remedy = f"Put commas between the parts and `{match[1]}` at the end; a text with , : or [ needs quotes."
    return Slip(complaint.since, f"has a {kind} after which a comma or `{match[1]}` is missing.", remedy)


def _quotes(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    if "found '<scalar>'" not in complaint.problem and "end of stream" not in complaint.problem:
        return None
    for number in range(complaint.line, max(-1, complaint.line - FARTHEST), -1):
        match = _PAIR.match(_line(lines, number))
        value = match["value"] if match else None
        if not value or value[0] not in "\"'":
            continue
        mark, rest = value[0], value[1:]
        if mark not in rest:
            return Slip(number, f"has a quotation mark {mark} that is not closed.", f"Close it with {mark}.")
        if number < complaint.line:  # closed, so it did no harm further down
            continue
        if mark == '"' and match and match["key"] in ("when", "ask_if", "is"):
            message = "has a condition in which the quotation marks end too early."
            return Slip(number, message, _whole(match["key"], value))
        if mark == "'":
            remedy = "Write it twice (`''`), or put the text in double quotes."
            return Slip(number, "has an apostrophe inside a text in single quotes.", remedy)
        remedy = "Put the text in single quotes, or use “ and ” inside."
        return Slip(number, "has double quotes inside a text in double quotes.", remedy)
    return None


def _whole(key: str, value: str) -> str:
    begins_with_a_choice = re.match(r'"[\w.-]*"', value)
    inner = value if begins_with_a_choice else value[1:].removesuffix('"')
    inner = inner if "'" not in inner else "..."
    return f"Put the whole condition in single quotes: `{key}: '{inner}'`."


def _colon_in_text(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    if "mapping values are not allowed" not in complaint.problem:
        return None
    match = re.match(r"\s*(?:- +)*[\w-]+: +[^'\"\[{].*?: ", _line(lines, complaint.line) + " ")
    if match:
        return Slip(complaint.line, "has a colon inside its text.", "Put the whole text in quotes.")
    return None


def _no_pair(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    if "could not find expected ':'" not in complaint.problem:
        return None
    line = _line(lines, complaint.since).strip()
    if match := re.match(r"(?:- +)*([A-Za-z_]+):(\S.*)", line):
        return Slip(complaint.since, "has no space after the colon.", f"Write `{match[1]}: {match[2]}`.")
    remedy = "Write `key: value`; what goes on from the line above is indented more than its key."
    return Slip(complaint.since, f"`{_short(line)}` is not a key with a value.", remedy)


def _indentation(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    told = (
        "mapping values are not allowed",
        "found '<block mapping start>'",
        "found '<block sequence start>'",
    )
    if not any(each in complaint.problem for each in told):
        return None
    here = _indent(_line(lines, complaint.line))
    above = next((n for n in range(complaint.line - 1, -1, -1) if _line(lines, n).strip()), None)
    if above is None:
        return None
    column = _key_column(_line(lines, above))
    way = "more" if here > column else "less"
    message = f"is indented by {here} spaces, which fits nothing above it."
    if here == column:
        return None
    remedy = f"A key beside the one on line {above + 1} is indented by {column}; this one is {way}."
    return Slip(complaint.line, message, remedy)


def _no_dash(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    if "but found '?'" not in complaint.problem and "but found '-'" not in complaint.problem:
        return None
    return Slip(
        complaint.line,
        "mixes a list with keys.",
        "Begin each part of the list with `- `, in the same column; keys of one part stand below each other.",
    )


_LOOKS: Sequence[Callable[[Sequence[str], Complaint], Slip | None]] = (
    _tab,
    _invisible,
    _dash,
    _first_character,
    _braces,
    _quotes,
    _colon_in_text,
    _no_pair,
    _indentation,
    _no_dash,
)


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number][:LONGEST].rstrip("\r") if 0 <= number < len(lines) else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _key_column(line: str) -> int:
    """Where the first key of a line begins, behind the dashes of a list."""
    match = re.match(r"\s*(?:- +)*", line)
    return match.end() if match else 0


def _short(text: str) -> str:
    return f"{text[:40]}…" if len(text) > 40 else text
