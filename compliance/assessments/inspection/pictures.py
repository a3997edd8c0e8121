"""PNG, JPEG and WebP, opened with Pillow, which is told the one format it may expect."""

import io
from collections.abc import Callable

from PIL import Image, UnidentifiedImageError

from .magic import require
from .refusals import Reason, Refused

MOST_PIXELS = 50_000_000  # width times height, our own convention: 200 MB in memory


def checker(format_: str, media_type: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        """Raises Refused for what is no such picture, is too large in pixels, or is broken."""
        require(media_type, data)
        Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, and refuses instead of warning
        try:
            with Image.open(io.BytesIO(data), formats=[format_]) as picture:
                pixels = picture.width * picture.height
                if pixels > MOST_PIXELS:
                    raise Refused(Reason.TOO_MANY_PIXELS, f"{picture.width} × {picture.height}")
                picture.verify()
            with Image.open(io.BytesIO(data), formats=[format_]) as picture:
                picture.load()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
            raise Refused(Reason.DAMAGED) from None

    return check
