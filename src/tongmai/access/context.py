"""What an actor does with records, for a purpose: the one door to the store."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from tongmai.access.actors import Actor
from tongmai.access.policy import Explanation
from tongmai.base.clock import Clock
from tongmai.model.rule import Verb
from tongmai.store.protocol import ChangeSet, Delete, Found, Put, Version, Written

Pairs = Sequence[tuple[str, str]] | str
"""Search parameters: pairs, or a query string `a=b&c=d`."""


class Context:
    """An actor at work for a purpose. Everything is decided by the policy; every person's record seen is audited."""

    actor: Actor
    purpose: str
    clock: Clock

    def read(self, type: str, id: str) -> Version:
        """The current version. Refused: not-found, gone, forbidden (names the rule)."""
        raise NotImplementedError

    def read_version(self, type: str, id: str, number: int) -> Version:
        raise NotImplementedError

    def history(self, type: str, id: str) -> list[Version]:
        """All versions, newest first; of a deleted record for those who might read its last content."""
        raise NotImplementedError

    def search(self, type: str, pairs: Pairs = (), *, after: str | None = None, count: int | None = None) -> Found:
        """One page of what the actor may search. Refused: unsupported, forbidden (no rule for the type, or for a type
        that a chain passes through)."""
        raise NotImplementedError

    def read_many(self, references: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Version]:
        """Current versions of (type, id); what does not exist or may not be read is absent."""
        raise NotImplementedError

    def transact(self, changes: ChangeSet | Sequence[Put | Delete]) -> list[Written]:
        """All or nothing, decided on each record before and after. Refused: forbidden, and what the store refuses."""
        raise NotImplementedError

    def submit(self, changes: ChangeSet | Sequence[Put | Delete]) -> "Future[list[Written]]":
        """As `transact`, without waiting for the disk."""
        raise NotImplementedError

    def may(self, verb: Verb, type: str, resource: Mapping[str, Any] | None = None) -> bool:
        """Whether the actor may do this with this resource; without one, with any of the type."""
        raise NotImplementedError

    def explain(self, type: str, id: str | None = None, verb: Verb = "read") -> Explanation:
        """Which rule grants it, or which rule would."""
        raise NotImplementedError

    @property
    def lake(self) -> Any:
        """The lake as the measures need it."""
        raise NotImplementedError

    def under(self, rule: str) -> "Context":
        """The same actor, decided by a declared workflow step named `rule` instead of the policy. For engines only:
        they have decided the step themselves; reads and writes are audited with that name."""
        raise NotImplementedError

    def changes(self, after: int = 0, limit: int = 1000) -> list[Version]:
        """The change feed; for the house itself only. Refused: forbidden."""
        raise NotImplementedError
