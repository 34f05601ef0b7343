"""A house that does not have the whole host: every address on its pages stands under its own.

Rooms, blocks and templates write addresses from "/", as of the only house there is; here each of them is put where the
house stands. What a page shows as text is escaped and holds no quotation mark, so nothing but an address is met. The
one address that leads out of a drill is written in single quotation marks (base.html) and stays as it is.
"""

import re

_ADDRESS = re.compile(r'(\s(?:href|src|action|formaction|data-live)=")(?=/(?!/))')


def placed(page: str, root: str) -> str:
    """The page as it stands under `root`, "/drill/…"."""
    return _ADDRESS.sub(lambda found: found[1] + root, page)
