"""Further pages of a search by POST: their parameters may be names and numbers of people, so that no URL carries them.

The link to the next page bears a word of chance instead; the parameters stay here, for the actor who asked, until they
are crowded out or the process ends.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence

from tongmai.base.outcome import refuse

_MOST = 2_000
Pairs = tuple[tuple[str, str], ...]


class Pages:
    """A bounded memory of pages to come; thread-safe."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, str, Pairs]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, actor: str, type: str, pairs: Sequence[tuple[str, str]]) -> str:
        """Keep the parameters of a next page; the word for its link."""
        word = secrets.token_urlsafe(18)
        with self._lock:
            self._kept[word] = (actor, type, tuple(pairs))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return word

    def find(self, word: str, actor: str, type: str) -> Pairs:
        """The parameters kept under a word. Refused (gone): there are none for this actor and type."""
        with self._lock:
            found = self._kept.get(word)
        if found is None or found[:2] != (actor, type):
            raise refuse("gone", "翻页已失效，请重新检索", "this page is gone; search again", where="_page")
        return found[2]
