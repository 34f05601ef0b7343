"""A set of resources as SQL: how it is had whole, how one resource is asked about, how it is walked page by page."""

from collections.abc import Callable
from typing import NamedTuple

from tongmai.store.sql.clause import Bound, Clause, joined

STRETCHES = 5
"""Codes of a composite up to which each is a stretch of the index by itself."""


class Arm(NamedTuple):
    """A stretch of an index: the rows of `source` that meet `clause`, in the order of `keys` and then of resources."""

    source: str
    ident: str
    clause: Clause
    keys: tuple[str, ...]


class Part(NamedTuple):
    """The resources `ident` of the rows of `source` that meet `clause`; `negated`: all others of the type. `whole`:
    asked as a set even where it tests, because its table has no way in by resource. `near`: the test, where the way
    from a resource is another one than the way to all. `ordered`: its index holds its rows in the order of resources,
    so that a page of them may stop early. `arms`: stretches of indexes that together hold the
    part, one after the other, for a page in their order; `lead`: the first key of the only arm comes from these, as the
    column `ident`. Without `lead` the arms are also how it drives. `once`: of a resource there is one row at
    most, since the element it stands for is there once at most: who writes has had that checked."""

    source: Clause
    ident: str
    clause: Clause
    negated: bool = False
    whole: bool = False
    near: Callable[[str], Clause] | None = None
    ordered: bool = False
    arms: tuple[Arm, ...] = ()
    lead: Clause | None = None
    once: bool = False

    @property
    def bound(self) -> Bound:
        return (*self.source.bound, *self.clause.bound)

    @property
    def rows(self) -> Clause:
        """A SELECT of the resources, each perhaps several times."""
        return self.passing([])

    def passing(self, tests: "list[Clause]") -> Clause:
        """A SELECT of the resources that pass the tests, each perhaps several times."""
        ways = [(Clause(arm.source), arm.clause) for arm in self.arms if self.lead is None]
        found = []
        for source, clause in ways or [(self.source, self.clause)]:
            where = joined([clause, *tests], " AND ")
            sql = f"SELECT {self.ident} AS ident FROM {source.sql} WHERE {where.sql}"
            found.append(Clause(sql, (*source.bound, *where.bound)))
        return Clause(" UNION ALL ".join(one.sql for one in found), tuple(b for one in found for b in one.bound))

    def test(self, ident: str) -> Clause:
        """Whether the resource of the outer query named `ident` is one of them."""
        if self.near is not None:
            return self.near(ident)
        no = "NOT " if self.negated else ""
        if self.whole:
            return Clause(f"{ident} {no}IN ({self.rows.sql})", self.bound)
        sql = f"{no}EXISTS (SELECT 1 FROM {self.source.sql} WHERE {self.ident} = {ident} AND {self.clause.sql})"
        return Clause(sql, self.bound)
