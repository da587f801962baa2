"""What becomes of the picture an organisation gives as its mark? A small PNG, drawn anew by us.

PNG alone: an SVG may hold scripts and fetch from other hosts, and mails and paper could not show
it. Drawn anew, nothing travels along that does not show: no names, places or programs in a file.
"""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from survey.errors import BadInput, Problem
from survey.text import sentence

MOST_BYTES, MOST_PIXELS, LEAST_SIDE = 1_000_000, 4_000_000, 16
WIDEST = 4
"""How many times as wide as high: next to it stands the name."""
HEIGHTS = (64, 48, 32)
SMALL_ENOUGH = 9_000
"""Bytes: with it the light page still is less than 20 KB on the wire."""
COLOURS = 128


def read_mark(content: bytes) -> bytes:
    """The mark as we show it, at most 64 pixels high and 9,000 bytes. Errors: BadInput."""
    if len(content) > MOST_BYTES:
        raise _refused("large", most=f"{MOST_BYTES // 1_000_000} MB")
    try:
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            _check_sides(*picture.size)
            whole = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _refused("kind") from None
    drawn = (_drawn(whole, height) for height in HEIGHTS)
    return next(one for one in drawn if len(one) <= SMALL_ENOUGH)


def _check_sides(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or min(width, height) < LEAST_SIDE or width > WIDEST * height:
        raise _refused("sides", least=LEAST_SIDE, times=WIDEST, width=width, height=height)


def _drawn(picture: Image.Image, height: int) -> bytes:
    height = min(height, picture.height)
    width = max(1, round(picture.width * height / picture.height))
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _refused(why: str, **said: object) -> BadInput:
    problem = Problem(sentence(f"refused.mark.{why}", **said), column="mark")
    return BadInput(sentence("refused.brand.unchanged"), [problem])
