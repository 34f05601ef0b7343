"""From the meaning of a filter to SQL: each a set of resources that can also be asked about one resource.

A `Part` is one FROM and WHERE over an index table. As a set it drives a search; as a test it stands in an EXISTS bound
to the resource that another part found. Values are always bound, never written into the text.
"""

from collections.abc import Callable, Sequence

from tongmai.fhir.fold import folded
from tongmai.store.chinese import pairs
from tongmai.store.rows import OWN
from tongmai.store.sql.clause import ALWAYS, Bound, Clause, joined
from tongmai.store.sql.part import STRETCHES, Arm, Part
from tongmai.store.sql.ranges import range_clause, seeking
from tongmai.store.sql.schema import URL, Names
from tongmai.store.sql.session import Dialect
from tongmai.store.terms import Amount, Below, Meaning, Pair, Range, Ref, Text, Token, Uri

TOP = chr(0x10FFFF)
NOWHERE = -1
COLUMN = {"token": "code", "uri": "text"}
"""The column by which the rows of a parameter are told apart, in tables that have no way in by resource."""


class Parts:
    """Makes the parts of one search, each with an alias of its own. `symbol` and `ident` look a text up; they answer
    `NOWHERE` where the store has none. `codes` tells the codes of a parameter in a table, None where they are many."""

    def __init__(
        self,
        dialect: Dialect,
        names: Names,
        symbol: Callable[[str], int],
        ident: Callable[[int, str], int],
        codes: Callable[[str, Bound], Bound | None],
    ) -> None:
        self._dialect, self._names, self._symbol, self._ident, self._codes = dialect, names, symbol, ident, codes
        self._count = 0

    def alias(self, kind: str = "t") -> str:
        """A name that no other row of the search has."""
        self._count += 1
        return f"{kind}{self._count}"

    def part(self, meant: Meaning) -> Part:
        """The part of a filter."""
        if meant.inner is not None:
            return self._hop(meant, meant.inner)
        if meant.kind == "_id":
            ids = tuple(test.code for test in meant.tests if isinstance(test, Token))
            t = self.alias()
            clause = joined([self._alive(t, meant.type), self._dialect.among(f"{t}.id", ids)], " AND ")
            return Part(Clause(f"ident {t}"), f"{t}.pk", clause)
        if meant.kind == "_lastUpdated":
            return self._updated(meant)
        return self._indexed(meant)

    def at_once(self, meant: Meaning, tests: Sequence[Range]) -> Part:
        """The part of several filters of one parameter that a resource has once at most, so that one row passes all."""
        t = self.alias()
        of = Clause(f"{t}.parameter = ?", (self._parameter(meant.type, meant.name),))
        passed = [range_clause(f"{t}.start", f'{t}."end"', test) for test in tests]
        return self._ranged(meant.kind, t, joined([of, *passed], " AND "), [(of, tests)])._replace(once=True)

    def _ranged(self, table: str, t: str, clause: Clause, ways: Sequence[tuple[Clause, Sequence[Range]]]) -> Part:
        """`ways`: what else holds of the rows of each stretch, and the ranges that bound it."""
        arms = tuple(
            Arm(f"{table} {t}", f"{t}.ident", joined([of, stretch], " AND "), keys)
            for of, tests in ways
            for stretch, keys in seeking(table, t, tests)
        )
        return Part(Clause(f"{table} {t}"), f"{t}.ident", clause, arms=arms)

    def everything(self, type: str) -> Part:
        """All live resources of a type."""
        t = self.alias()
        return Part(Clause(f"ident {t}"), f"{t}.pk", self._alive(t, type), ordered=True)

    def these(self, idents: Sequence[int]) -> Part:
        """Resources by number."""
        t = self.alias()
        return Part(Clause(f"ident {t}"), f"{t}.pk", self._dialect.among(f"{t}.pk", tuple(idents)))

    def found_by(self, clause: Clause) -> Part:
        """The resources of another SELECT; a name of a common table expression will do."""
        t = self.alias("found")
        return Part(Clause(f"{clause.sql} {t}", clause.bound), f"{t}.ident", ALWAYS, whole=True)

    def nothing(self) -> Part:
        """No resource at all."""
        t = self.alias()
        return Part(Clause(f"ident {t}"), f"{t}.pk", Clause(f"{t}.pk = {NOWHERE}"))

    def _alive(self, t: str, type: str) -> Clause:
        return Clause(f"{t}.live = 1 AND {t}.type = ?", (self._names.types.get(type, NOWHERE),))

    def _updated(self, meant: Meaning) -> Part:
        t, v = self.alias(), self.alias()
        at = f"{v}.at * 1000"
        tests = [range_clause(at, f"({at} + 1)", test) for test in meant.tests if isinstance(test, Range)]
        clause = joined([self._alive(t, meant.type), joined(tests, " OR ")], " AND ")
        return Part(Clause(f"ident {t} JOIN version {v} ON {v}.change = {t}.change"), f"{t}.pk", clause)

    def _hop(self, meant: Meaning, inner: Meaning) -> Part:
        """What points to whatever lies behind (`chain`), or what that points to (`has`). As a set it begins behind the
        hop, as a test at the resource."""
        behind = self.part(inner)
        scopes = [] if meant.scopes is None else [self.found_by(self.united(inner.type, meant.scopes))]
        everything = self.everything(inner.type)
        driver = everything if behind.negated else behind
        tests = [part.test(driver.ident) for part in [*([behind] if behind.negated else []), *scopes]]
        rows = driver.passing(tests)
        n, r, i = self.alias("found"), self.alias(), self.alias()
        of = (self._parameter(inner.type if meant.kind == "has" else meant.type, meant.name),)
        there, here = (f"{r}.ident", f"{r}.target") if meant.kind == "has" else (f"{r}.target", f"{r}.ident")
        source = Clause(f"({rows.sql}) {n} CROSS JOIN reference {r} CROSS JOIN ident {i}", rows.bound)
        live = self._alive(i, meant.type)
        joins = Clause(f"{r}.parameter = ? AND {there} = {n}.ident AND {i}.pk = {here}", of)
        passed = [*([everything] if behind.negated else []), behind, *scopes]

        def near(ident: str) -> Clause:
            link = Clause(f"{r}.parameter = ? AND {here} = {ident} AND {i}.pk = {ident}", of)
            where = joined([link, live, *(part.test(there) for part in passed)], " AND ")
            return Clause(f"EXISTS (SELECT 1 FROM reference {r}, ident {i} WHERE {where.sql})", where.bound)

        part = Part(source, f"{i}.pk", joined([joins, live], " AND "), near=near)
        if meant.kind == "has":
            return part
        links = joined([Clause(f"{r}.parameter = ?", of), *(one.test(there) for one in passed)], " AND ")
        return part._replace(arms=(Arm(f"reference {r}", here, links, (there,)),), lead=rows)

    def united(self, type: str, scopes: Sequence[Sequence[Meaning]]) -> Clause:
        """Everything that lies in one of several scopes of a type, each a conjunction."""
        arms = [self._conjunction(type, [self.part(one) for one in scope]) for scope in scopes]
        if not arms:
            arms = [self.nothing().rows]
        return Clause(f"({' UNION '.join(arm.sql for arm in arms)})", tuple(b for arm in arms for b in arm.bound))

    def _conjunction(self, type: str, parts: list[Part]) -> Clause:
        driver = next((part for part in parts if not part.negated), None) or self.everything(type)
        return driver.passing([part.test(driver.ident) for part in parts if part is not driver])

    def _indexed(self, meant: Meaning) -> Part:
        t = self.alias()
        of = Clause(f"{t}.parameter = ?", (self._parameter(meant.type, meant.name),))
        source, ident = Clause(f"{meant.kind} {t}"), f"{t}.ident"
        if meant.missing is not None:
            if meant.only:
                of = joined([of, self._points_to(f"{t}.target", meant.only)], " AND ")
            part = Part(source, ident, of, negated=meant.missing, whole=meant.kind in COLUMN)
            return self._by_code(part, t, meant.kind, of) if part.whole else part
        by_system = any(isinstance(test, Token) and test.code is None for test in meant.tests)
        clause = joined([of, self._tests(t, meant)], " AND ")
        if len(meant.tests) == 1:
            (test,) = meant.tests
            if isinstance(test, Range):
                return self._ranged(meant.kind, t, clause, [(of, [test])])
            if isinstance(test, Amount):
                return self._ranged(
                    meant.kind, t, clause, [(joined([of, *self._units(t, test)], " AND "), [test.range])]
                )
        amounts = [
            (test, test.tail) for test in meant.tests if isinstance(test, Pair) and isinstance(test.tail, Amount)
        ]
        if amounts and len(amounts) == len(meant.tests) <= STRETCHES:
            ways = [
                (joined([of, *self._head(t, test), *self._units(t, tail)], " AND "), [tail.range])
                for test, tail in amounts
            ]
            return self._ranged(meant.kind, t, clause, ways)
        one = len(meant.tests) == 1 and meant.kind in ("token", "reference", "uri") and not by_system
        return Part(source, ident, clause, negated=meant.negated, whole=by_system, ordered=one)

    def _by_code(self, part: Part, t: str, table: str, of: Clause) -> Part:
        """A parameter with few codes can be asked about a resource by the key, code by code."""
        codes = self._codes(table, of.bound)
        if codes is None:
            return part
        no, column = "NOT " if part.negated else "", f"{t}.{COLUMN[table]}"

        def near(ident: str) -> Clause:
            if not codes:
                return Clause(f"{no}1 = 0")
            where = joined([of, self._dialect.among(column, codes), Clause(f"{t}.ident = {ident}")], " AND ")
            return Clause(f"{no}EXISTS (SELECT 1 FROM {table} {t} WHERE {where.sql})", where.bound)

        return part._replace(whole=False, near=near)

    def _points_to(self, target: str, type: str) -> Clause:
        """Whether a reference is to this type, of a url as far as its path shows it."""
        i = self.alias()
        shown = self._dialect.inside(f"{i}.id", f"/{type}/")
        wanted = f"{i}.pk = {target} AND ({i}.type = ? OR ({i}.type = {URL} AND {shown.sql}))"
        bound = (self._names.types.get(type, NOWHERE), *shown.bound)
        return Clause(f"EXISTS (SELECT 1 FROM ident {i} WHERE {wanted})", bound)

    def _tests(self, t: str, meant: Meaning) -> Clause:
        tokens = [test for test in meant.tests if isinstance(test, Token)]
        if tokens:
            return self._tokens(t, tokens)
        refs = [test for test in meant.tests if isinstance(test, Ref)]
        if refs:
            return self._dialect.among(f"{t}.target", tuple(self._target(test) for test in refs))
        uris = [test for test in meant.tests if isinstance(test, Uri)]
        if uris:
            return self._dialect.among(f"{t}.text", tuple(self._symbol(test.text) for test in uris))
        return joined([self._clause(t, meant, test) for test in meant.tests], " OR ")

    def _clause(self, t: str, meant: Meaning, test: object) -> Clause:
        if isinstance(test, Below):
            return self._below(t, test)
        if isinstance(test, Pair):
            return self._pair(t, test)
        if isinstance(test, Text):
            return self._text(t, self._parameter(meant.type, meant.name), test)
        if isinstance(test, Amount):
            return self._amount(t, test)
        assert isinstance(test, Range)
        if meant.kind == "date":
            return range_clause(f"{t}.start", f'{t}."end"', test)
        return range_clause(f"{t}.low", f"{t}.high", test)

    def _tokens(self, t: str, tests: Sequence[Token]) -> Clause:
        """Alternatives, those of one system together: there may be thousands."""
        by_system: dict[str | None, list[str | None]] = {}
        for test in tests:
            by_system.setdefault(test.system, []).append(test.code)
        clauses = []
        for system, codes in by_system.items():
            of = [] if system is None else [Clause(f"{t}.system = ?", (self._symbol(system),))]
            if None not in codes:
                of.insert(0, self._dialect.among(f"{t}.code", tuple(self._symbol(str(code)) for code in codes)))
            clauses.append(joined(of, " AND "))
        return joined(clauses, " OR ")

    def _below(self, t: str, test: Below) -> Clause:
        """By the order of the symbols: what continues a path stands between its slash and the character behind it."""
        begins = "text = ? OR (text >= ? AND text < ?)"
        sql = f"{t}.text IN (SELECT pk FROM symbol WHERE {begins})"
        return Clause(sql, (test.text, f"{test.text}/", f"{test.text}0"))

    def _head(self, t: str, test: Pair) -> list[Clause]:
        clauses = [Clause(f"{t}.head = ?", (self._symbol(str(test.head.code)),))]
        if test.head.system is not None:
            clauses.append(Clause(f"{t}.head_system = ?", (self._symbol(test.head.system),)))
        return clauses

    def _pair(self, t: str, test: Pair) -> Clause:
        clauses = self._head(t, test)
        if isinstance(test.tail, Token):
            clauses.append(self._tokens(t, [test.tail]))
        elif isinstance(test.tail, Text):
            clauses.append(self._begins(t, test.tail.text))
        elif isinstance(test.tail, Amount):
            clauses.append(self._amount(t, test.tail))
        else:
            clauses.append(range_clause(f"{t}.low", f"{t}.high", test.tail))
        return joined(clauses, " AND ")

    def _amount(self, t: str, test: Amount) -> Clause:
        return joined([range_clause(f"{t}.low", f"{t}.high", test.range), *self._units(t, test)], " AND ")

    def _units(self, t: str, test: Amount) -> list[Clause]:
        clauses = []
        if test.system is not None:
            clauses.append(Clause(f"{t}.system = ?", (self._symbol(test.system),)))
        if test.unit is not None:
            unit = self._symbol(test.unit)
            clauses.append(Clause(f"({t}.code = ? OR {t}.unit = ?)", (unit, unit)))
        return clauses

    def _text(self, t: str, parameter: int, test: Text) -> Clause:
        if test.mode == "exact":
            own = Clause(f"{t}.form = {OWN} AND {t}.exact = ?", (test.text,))
            return joined([self._dialect.compared(f"{t}.text", "=", folded(test.text)), own], " AND ")
        if test.mode == "contains":
            own = Clause(f"{t}.form = {OWN}")
            inside = joined([own, self._dialect.inside(f"{t}.text", test.text)], " AND ")
            near = [Clause("SELECT ident FROM pair WHERE parameter = ? AND pair = ?", (parameter, pair))
                    for pair in pairs(test.text)]  # fmt: skip
            if not near:
                return inside
            sets = Clause(" INTERSECT ".join(c.sql for c in near), tuple(b for c in near for b in c.bound))
            return joined([inside, Clause(f"{t}.ident IN ({sets.sql})", sets.bound)], " AND ")
        begins = self._begins(t, test.text)
        if test.joined == test.text:
            return begins
        own = joined([begins, Clause(f"{t}.form = {OWN}")], " AND ")
        written = self._begins(t, test.joined)
        typed = joined([written, Clause(f"{t}.form > {OWN}")], " AND ")
        return joined([own, typed], " OR ")

    def _begins(self, t: str, text: str) -> Clause:
        ends = (self._dialect.compared(f"{t}.text", by, end) for by, end in ((">=", text), ("<", text + TOP)))
        return joined([*ends], " AND ")

    def _target(self, test: Ref) -> int:
        return self._ident(self._names.types.get(test.type, NOWHERE) if test.type else URL, test.id)

    def _parameter(self, type: str, name: str) -> int:
        return self._names.parameters.get((type, name), NOWHERE)
