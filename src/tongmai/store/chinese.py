"""Chinese is found by any two neighbouring characters: the pairs that an index keeps, and when a search uses them."""

import re

_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]{2,}")


def has_pair(folded: str) -> bool:
    """Whether two Chinese characters stand side by side."""
    return not folded.isascii() and _RUN.search(folded) is not None


def pairs(folded: str) -> tuple[str, ...]:
    """Each pair of neighbouring Chinese characters of a folded text, once."""
    if folded.isascii():
        return ()
    found = (run[at : at + 2] for run in _RUN.findall(folded) for at in range(len(run) - 1))
    return tuple(dict.fromkeys(found))
