"""ViewDefinitions as SQL: each select a row of columns, or a list of rows; the lists are unnested at the end.

A statement gives, for each resource of the table `parsed` (see `reading`) inside `where`, its rows with `_at`, `_id`,
`_doubt`; a resource in doubt has rows that mean nothing and is left to the evaluator. In doubt are resources that have
extensions on primitives, which make elements without a value, and those that the expressions tell (`doubts`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.parser import parse
from tongmai.fhir.path.substitute import mentions, substituted
from tongmai.fhir.path.tree import PathError, Tree, Variable
from tongmai.fhir.views.making import ROW_INDEX
from tongmai.store.lake.compiling.expressions import Expressions
from tongmai.store.lake.compiling.needs import Need, sql_type
from tongmai.store.lake.compiling.terms import NotCompiled, Term, field, kept, mapped, named, variable

Json = Mapping[str, Any]
Columns = dict[str, Term]


@dataclass(frozen=True)
class Statement:
    """`sql` reads the table `parsed`, whose `r` holds at least `need`. `types`: the FHIR type of each column."""

    sql: str
    need: Need
    types: Mapping[str, str]
    collections: frozenset[str]


@dataclass(frozen=True)
class Rows:
    """One row of these columns, or, with `listed`, a list of structs with fields of their names."""

    columns: Columns
    listed: str = ""


def reading(given: str, need: Need) -> str:
    """The statement that makes the table `parsed` of one with `_at`, `_id` and `body`: each resource as the struct `r`,
    and whether it has a key such as `_birthDate` (or a text like one)."""
    structure = need.structure().replace("'", "''")
    return (
        "create or replace temp table parsed as select _at, _id, contains(body, '\"_') as _beside,"
        f" from_json(body, '{structure}') as r from {given}"
    )


def statement(definition: Json, constants: Mapping[str, Any], definitions: Definitions) -> Statement | None:
    """The statement of a view, which `fhir.views.View` accepts; None where it needs the evaluator."""
    try:
        return _Compiler(definitions, constants, str(definition["resource"])).whole(definition)
    except (NotCompiled, PathError):
        return None


class _Compiler:
    def __init__(self, definitions: Definitions, constants: Mapping[str, Any], resource: str) -> None:
        self.expressions = Expressions(definitions, resource)
        self.constants = constants
        self.collections: set[str] = set()

    def whole(self, definition: Json) -> Statement:
        root = self.expressions.root
        conditions = [self.expressions.truth(self.tree(one["path"]), root) for one in definition.get("where", ())]
        parts = [self.select(one, root) for one in definition["select"]]
        doubt = " or ".join(["_beside", *(f"coalesce({one}, false)" for one in self.expressions.doubts)])
        sql = _unnested(parts, doubt, conditions)
        types = {name: term.type for part in parts for name, term in part.columns.items()}
        if root.need is None:
            raise NotCompiled("nothing is read")
        root.need.child("id", "VARCHAR", False)  # a struct has a field at least
        return Statement(sql, root.need, types, frozenset(self.collections))

    def tree(self, path: str) -> Tree:
        return substituted(parse(path), self.constants, (ROW_INDEX,))

    def select(self, select: Json, this: Term) -> Rows:
        path = select.get("forEach") or select.get("forEachOrNull")
        if "repeat" in select:
            raise NotCompiled("repeat")
        if path is None:
            return self.body(select, this)
        compiling = self.expressions
        each = compiling.term(self.tree(path), this)
        name, place = variable(), variable()
        before, outer = compiling.doubts, compiling.index
        compiling.doubts, compiling.index = [], Term(f"({place} - 1)", "Integer")
        body = self.body(select, replace(each, sql=name, many=False))
        doubts = compiling.doubts
        compiling.doubts, compiling.index = before, outer
        if doubts:
            test = " or ".join(f"coalesce({one}, false)" for one in doubts)
            compiling.doubts.append(f"(len({kept(each.listed(), test, name, place)}) > 0)")
        rows = mapped(each.listed(), body.listed or _struct(body.columns), name, place)
        rows = f"flatten({rows})" if body.listed else rows
        if "forEachOrNull" in select:
            nothing = {key: _nothing(term) for key, term in body.columns.items()}
            rows = f"case when {each.size()} = 0 then [{_struct(nothing)}] else {rows} end"
        return Rows(body.columns, rows)

    def body(self, select: Json, this: Term) -> Rows:
        parts = [Rows({one["name"]: self.column(one, this) for one in select.get("column", ())})]
        parts += [self.select(one, this) for one in select.get("select", ())]
        if union := select.get("unionAll"):
            parts.append(self.union([self.select(one, this) for one in union]))
        return _product(parts)

    def union(self, branches: Sequence[Rows]) -> Rows:
        first = branches[0].columns
        for one in branches[1:]:
            if any(_type(term) != _type(first[name]) for name, term in one.columns.items()):
                raise NotCompiled("branches of two types")
        lists = [one.listed or f"[{_struct(one.columns)}]" for one in branches]
        return Rows(first, f"flatten([{', '.join(lists)}])" if len(lists) > 1 else lists[0])

    def column(self, column: Json, this: Term) -> Term:
        tree = self.tree(column["path"])
        found = self.expressions.term(tree, this)
        if mentions(tree, ROW_INDEX):
            found = replace(found, counts="index" if tree == Variable(ROW_INDEX) else "part")
        if found.need is not None:
            raise NotCompiled("an element as a column")
        if column.get("collection"):
            self.collections.add(column["name"])
            return replace(found, sql=f"({found.listed()})", many=True)
        if found.many:
            self.expressions.doubts.append(f"({found.size()} > 1)")
            return found.at(1)
        return found


def _nothing(term: Term) -> Term:
    """A column of the row that stands for no element: null, but that its index is 0."""
    if term.counts == "index":
        return replace(term, sql="0::bigint")
    if term.counts:
        raise NotCompiled("a column that is made of %rowIndex")
    return replace(term, sql=f"null::{_type(term)}")


def _type(term: Term) -> str:
    own = {"Boolean": "BOOLEAN", "Integer": "BIGINT"}
    return own.get(term.type, sql_type(term.type)) + ("[]" if term.many else "")


def _struct(columns: Columns) -> str:
    fields = ", ".join(f"{named(name)} := ({term.sql})::{_type(term)}" for name, term in columns.items())
    return f"struct_pack({fields})"


def _product(parts: Sequence[Rows]) -> Rows:
    """Every row of one with every row of the next, the first changing slowest."""
    columns = {name: term for part in parts for name, term in part.columns.items()}
    lists = [part for part in parts if part.listed]
    if not lists:
        return Rows(columns)
    names = [variable() for _ in lists]
    taken = dict(columns)
    for part, name in zip(lists, names, strict=True):
        taken |= {key: replace(term, sql=field(name, key)) for key, term in part.columns.items()}
    sql = mapped(lists[-1].listed, _struct(taken), names[-1])
    for part, name in zip(lists[-2::-1], names[-2::-1], strict=True):
        sql = f"flatten({mapped(part.listed, sql, name)})"
    return Rows(columns, sql)


def _unnested(parts: Sequence[Rows], doubt: str, conditions: Sequence[str]) -> str:
    """The lists unnested one after another, so that rows come in the order of the evaluator's product. A resource in
    doubt keeps a row whatever its lists hold."""
    flat = [f"({term.sql})::{_type(term)} as {named(name)}" for part in parts if not part.listed
            for name, term in part.columns.items()]  # fmt: skip
    lists = [(f"_list{at}", part) for at, part in enumerate(parts) if part.listed]
    listed = [f"{part.listed} as {name}" for name, part in lists]
    where = f" where _beside or ({' and '.join(f'({one})' for one in conditions)})" if conditions else ""
    sql = f"select {', '.join(['_at', '_id', f'({doubt}) as _doubt', *flat, *listed])} from parsed{where}"
    for name, _ in lists:
        rows = f"case when _doubt then [null] else {name} end"
        sql = f"select * exclude ({name}), unnest({rows}) as {name}row from ({sql})"
    sources = {key: f"{name}row" for name, part in lists for key in part.columns}
    names = [name for part in parts for name in part.columns]
    wanted = [f"{field(sources[n], n)} as {named(n)}" if n in sources else named(n) for n in names]
    return f"select {', '.join(['_at', '_id', '_doubt', *wanted])} from ({sql})"
