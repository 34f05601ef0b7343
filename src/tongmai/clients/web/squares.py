"""A text as a QR code: an SVG with nothing in it but squares, so that a page needs no picture and no script."""

import segno
from markupsafe import Markup

SCALE, QUIET = 6, 4  # pixels of a module; modules of the quiet zone (ISO/IEC 18004)


def squares(text: str) -> Markup:
    """The drawing, dark on white whatever the page's colours: a camera reads nothing else. Error correction M."""
    drawn = segno.make(text, error="m", micro=False)
    # The library escapes nothing that comes from the text: the drawing holds coordinates only.
    return Markup(drawn.svg_inline(scale=SCALE, border=QUIET, dark="#000", light="#fff", omitsize=True))


def grouped(text: str) -> str:
    """In fours, as people read and type it."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
