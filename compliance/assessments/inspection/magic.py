"""Whether content begins as its kind does, and is nothing else besides."""

import io
import zipfile

import puremagic

from .refusals import Reason, Refused
from .texts import holds_page

_HEAD = 4096  # bytes that are looked at


def require(media_type: str, data: bytes) -> None:
    """Raises Refused where the content is of another kind, or also an archive or a page."""
    try:
        found = puremagic.magic_string(data[:_HEAD])
    except puremagic.PureError:
        found = []
    if media_type not in {each.mime_type for each in found}:
        raise Refused(Reason.OTHER_CONTENT, found[0].name if found else "")
    if holds_page(data) or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(Reason.OTHER_CONTENT, "two kinds of file at once")
