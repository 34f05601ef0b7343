"""A store in memory that counts what is asked of it, by the kind of question."""

from collections import Counter
from collections.abc import Sequence

from tongmai.store.memory.store import MemoryStore
from tongmai.store.protocol import Found, Version
from tongmai.store.query import Query

Keys = Sequence[tuple[str, str]]


class CountingStore(MemoryStore):
    """`asked` counts questions by kind, `texts` tells which they were."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.begin()

    def begin(self) -> None:
        """Count from nothing."""
        self.asked: Counter[str] = Counter()
        self.texts: list[str] = []

    @property
    def searches(self) -> int:
        return self.asked["search"]

    def _count(self, what: str, text: str) -> None:
        self.asked[what] += 1
        self.texts.append(f"{what} {text}")

    def search(self, query: Query) -> Found:
        self._count("search", f"{query.type} {[(one.chain, one.name, one.values[:3]) for one in query.filters]}")
        return super().search(query)

    def read(self, type: str, id: str) -> Version:
        self._count("read", f"{type}/{id}")
        return super().read(type, id)

    def read_many(self, references: Keys) -> dict[tuple[str, str], Version]:
        if references:
            self._count("read", str(list(references)[:3]))
        return super().read_many(references)

    def history(self, type: str, id: str) -> list[Version]:
        self._count("history", f"{type}/{id}")
        return super().history(type, id)
