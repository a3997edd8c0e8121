"""PDF's syntax (ISO 32000-2, 7.2 and 7.3) without any licence.

Readers forgive what is not quite right, each in another way: pyHanko takes `>x` for the end of a dictionary,
others think the object broken and look for an older one. What needs no forgiving reads the same everywhere.
"""

import re

_BLANK = rb"[\0\t\n\f\r ]"
_TOKEN = re.compile(
    rb"(?P<opens><<|\[)|(?P<closes>>>|\])"
    rb"|\((?:[^()\\\r\n]|\\[0-7]{3})*\)|<(?:[0-9A-Fa-f]{2})*>"  # a string
    rb"|(?:/[A-Za-z0-9_.+-]+"  # a name
    rb"|-?(?:0|[1-9]\d*)(?:\.\d+)?|R|true|false|null)"  # a number, or a reference of two numbers
    rb"(?=" + _BLANK + rb"|[/<>\[\]()])"
)
_BLANKS = re.compile(_BLANK + rb"*")
_CLOSING = {b"<<": b">>", b"[": b"]"}


def is_plain(data: bytes, number: int, generation: int, length: int | None) -> bool:
    """Whether these bytes are one object, a dictionary, or with a length a stream, and nothing but that."""
    head = b"%d %d obj\n" % (number, generation)
    ends = _end_of_dictionary(data, len(head))
    if not data.startswith(head) or ends is None:
        return False
    if length is None:
        return data[ends:] == b"\nendobj\n"
    begins = ends + len(b"\nstream\n")
    return data[ends:begins] == b"\nstream\n" and data[begins + length :] == b"\nendstream\nendobj\n"


def _end_of_dictionary(data: bytes, at: int) -> int | None:
    if not data.startswith(b"<<", at):
        return None
    open_ones: list[bytes] = []
    while token := _TOKEN.match(data, at):
        if token["opens"]:
            open_ones.append(_CLOSING[token["opens"]])
        elif token["closes"] and open_ones.pop() != token["closes"]:
            return None
        if not open_ones:
            return token.end()
        blanks = _BLANKS.match(data, token.end())
        at = blanks.end() if blanks else token.end()
    return None
