"""FHIRPath trees to DuckDB SQL over the parsed struct. What cannot be said truthfully is not said: NotCompiled."""

from dataclasses import replace
from decimal import Decimal

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.functions import type_name
from tongmai.fhir.path.tree import Call, Dot, Item, Literal, Name, Operation, Special, Tree, TypeTest, Variable
from tongmai.fhir.path.types import is_instance
from tongmai.store.lake.compiling.needs import Need, sql_type
from tongmai.store.lake.compiling.terms import (
    BOOLEANS,
    INTEGERS,
    MOMENTS,
    TEXTS,
    NotCompiled,
    Term,
    field,
    kept,
    mapped,
    quoted,
    variable,
    without_null,
)

_COMPARED = {"<": "<", ">": ">", "<=": "<=", ">=": ">="}
_REFERENCE = r"[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}"
_WHOLE = "[+-]?[0-9]+"
_LARGEST = 2**63 - 1


class Expressions:
    """Compiles the expressions of one view. `doubts` collects conditions under which a resource is left to the
    evaluator: several values where one is wanted, a reference that is not of the common form."""

    def __init__(self, definitions: Definitions, type: str) -> None:
        self.definitions = definitions
        self.root = Term("r", type, need=Need())
        self.doubts: list[str] = []
        self.index = Term("0::bigint", "Integer")  # %rowIndex of the element in focus

    def term(self, tree: Tree, this: Term) -> Term:
        """One term. NotCompiled also for a choice of types that is not narrowed to one."""
        found = self.terms(tree, this)
        if len(found) != 1:
            raise NotCompiled("a choice of types")
        return found[0].chosen()

    def terms(self, tree: Tree, this: Term) -> list[Term]:
        """The terms of a tree whose head names stand for elements of `this`: one for each type of a choice."""
        match tree:
            case Literal(value):
                return [_literal(value)]
            case Name(name):
                if this is self.root and self.definitions.is_a(this.type, name):
                    return [this]
                return self.child(this, name)
            case Dot(left, Name(name)):
                return [one for term in self.terms(left, this) for one in self.child(term, name)]
            case Dot(left, Call() as call):
                return self.call(call, self.terms(left, this), this)
            case Call() as call:
                return self.call(call, [this], this)
            case Item(left, Literal(int() as index)) if not isinstance(index, bool):
                return [self.term(left, this).at(index + 1)]
            case Special("$this"):
                return [this]
            case Variable("rowIndex"):
                return [self.index]
            case TypeTest("as", operand, kind):
                return self.of_type(self.terms(operand, this), kind)
            case Operation(operator, left, right):
                return [self.operation(operator, left, right, this)]
        raise NotCompiled(type(tree).__name__)

    def child(self, parent: Term, name: str) -> list[Term]:
        shape = self.definitions.shapes.get(parent.type)
        element = shape.elements.get(name) if shape else None
        if element is None or parent.need is None or parent.type == "Resource":
            raise NotCompiled(f"{parent.type}.{name}")
        keys = element.json_keys()
        return [self._at(parent.chosen(), key, kind, element.many, len(keys) == 1) for key, kind in keys]

    def _at(self, parent: Term, key: str, kind: str, many: bool, used: bool = True) -> Term:
        primitive = self.definitions.shapes[kind].kind == "primitive-type" if kind in self.definitions.shapes else False
        need = _noted(parent).child(key, sql_type(kind) if primitive else "VARCHAR", many, used)
        found = Term("", kind, parent.many or many, None if primitive else need, choice=need)
        if not parent.many:
            sql = field(parent.sql, key)
            if many:
                return replace(found, sql=without_null(sql) if primitive else sql)
            return replace(found, sql=sql)
        name = variable()
        inside = without_null(mapped(parent.sql, field(name, key), name))
        if not many:
            return replace(found, sql=inside)
        return replace(found, sql=without_null(f"flatten({inside})") if primitive else f"flatten({inside})")

    def of_type(self, terms: list[Term], kind: str) -> list[Term]:
        """Narrowed to a type, exactly; NotCompiled where more special types would be of it too."""
        name = kind.rpartition(".")[2]
        if any(one.type != name and is_instance(one.type, name, self.definitions) for one in terms):
            raise NotCompiled("a type and its kin")
        found = [one.chosen() for one in terms if one.type == name]
        if not found:
            raise NotCompiled(f"never {kind}")
        return found

    def truth(self, tree: Tree, this: Term) -> str:
        """A condition on `this`; NULL and false do not hold. It must not be able to fail on any resource."""
        before, self.doubts = self.doubts, []
        try:
            sql = self.boolean(self.term(tree, this))
            if self.doubts:
                raise NotCompiled("a condition that may fail")
            return sql
        finally:
            self.doubts = before

    def boolean(self, term: Term) -> str:
        if term.one().type not in BOOLEANS:
            raise NotCompiled("not a boolean")
        return term.sql

    def operation(self, operator: str, left: Tree, right: Tree, this: Term) -> Term:
        one, other = self.term(left, this), self.term(right, this)
        if operator in ("and", "or"):
            return Term(f"({self.boolean(one)} {operator} {self.boolean(other)})", "Boolean")
        if operator == "implies":
            return Term(f"(not {self.boolean(one)} or {self.boolean(other)})", "Boolean")
        if operator == "xor":
            return Term(f"({self.boolean(one)} <> {self.boolean(other)})", "Boolean")
        if operator in ("=", "!="):
            same = self._equal(one, other)
            return Term(same if operator == "=" else f"(not {same})", "Boolean")
        if operator in _COMPARED and _kind(one.one()) == _kind(other.one()) in ("text", "integer"):
            return Term(f"({one.sql} {operator} {other.sql})", "Boolean")
        if operator in ("&", "+") and _kind(one.one()) == _kind(other.one()) == "text":
            if operator == "+":
                return Term(f"({one.sql} || {other.sql})", "String")
            return Term(f"(coalesce({one.sql}, '') || coalesce({other.sql}, ''))", "String")
        raise NotCompiled(operator)

    def _equal(self, left: Term, right: Term) -> str:
        if _kind(left) != _kind(right) or not _kind(left):
            raise NotCompiled("values of kinds that do not compare as they stand")
        if left.many and right.many:
            raise NotCompiled("lists compare item by item")
        if right.many:
            left, right = right, left
        if not left.many:
            return f"({left.sql} = {right.sql})"
        alone = f"case when len({left.sql}) > 1 then false else ({left.sql})[1] = {right.sql} end"
        return f"(case when {left.size()} > 0 and {right.sql} is not null then {alone} end)"

    def call(self, call: Call, focus: list[Term], this: Term) -> list[Term]:
        match call:
            case Call("exists" | "empty" as name, ()):
                found = " or ".join(self._there(one) for one in focus)
                return [Term(f"({found})" if name == "exists" else f"(not ({found}))", "Boolean")]
            case Call("exists", (condition,)):
                return [Term(f"({self._where(_only(focus), condition).size()} > 0)", "Boolean")]
            case Call("where", (condition,)):
                return [self._where(one, condition) for one in focus]
            case Call("ofType" | "as" as name, (kind,)):
                if name == "as" and any(one.many for one in focus):
                    raise NotCompiled("as() of a list")
                return self.of_type(focus, type_name(kind))
        return [self._one_call(call, _only(focus), this)]

    def _there(self, term: Term) -> str:
        term.chosen()
        return f"{term.size()} > 0" if term.many else f"{term.sql} is not null"

    def _where(self, term: Term, condition: Tree) -> Term:
        term.chosen()
        if not term.many:
            return replace(term, sql=f"case when {self.truth(condition, term)} then {term.sql} end")
        name = variable()
        test = self.truth(condition, replace(term, sql=name, many=False))
        return replace(term, sql=kept(term.sql, f"coalesce({test}, false)", name))

    def _one_call(self, call: Call, term: Term, this: Term) -> Term:
        match call:
            case Call("first", ()):
                return term.at(1)
            case Call("last", ()):
                return term.at(-1)
            case Call("count", ()):
                return Term(f"({term.size()})::bigint", "Integer")
            case Call("not", ()):
                return Term(f"(not {self.boolean(term)})", "Boolean")
            case Call("extension", (Literal(str() as url),)):
                return self._extension(term, url)
            case Call("getResourceKey", ()) if term is self.root:
                return self._at(term, "id", "id", False)
            case Call("getReferenceKey", arguments) if term.type == "Reference" and len(arguments) <= 1:
                return self._reference_key(term, type_name(arguments[0]).rpartition(".")[2] if arguments else "")
            case Call("join", arguments) if _kind(term) == "text" and len(arguments) <= 1:
                separator = self.term(arguments[0], this).one() if arguments else Term("''", "String")
                if separator.type != "String":
                    raise NotCompiled("a separator that is no literal")
                return Term(f"array_to_string({term.listed()}, {separator.sql})", "String")
            case Call("iif", (condition, then, otherwise)) if term is this:
                test = self.truth(condition, this)
                one, other = self.term(then, this).one(), self.term(otherwise, this).one()
                if _kind(one) != _kind(other) or not _kind(one):
                    raise NotCompiled("branches of two types")
                return Term(f"case when {test} then {one.sql} else {other.sql} end", one.type)
        return self._of_text(call, term.one(), this)

    def _of_text(self, call: Call, term: Term, this: Term) -> Term:
        if term.type not in TEXTS and term.type not in MOMENTS:
            raise NotCompiled(call.name)
        match call:
            case Call("toString", ()):
                return Term(term.sql, "String")
            case _ if term.type in MOMENTS:
                raise NotCompiled(call.name)
            case Call("length", ()):
                return Term(f"length({term.sql})", "Integer")
            case Call("toInteger", ()):
                whole = f"regexp_full_match({term.sql}, '{_WHOLE}')"
                number = f"try_cast({term.sql} as bigint)"
                self.doubts.append(f"({whole} and {number} is null)")
                return Term(f"case when {whole} then {number} end", "Integer")
            case Call("substring", (Literal(int() as start), *rest)) if start >= 0:
                return Term(_substring(term.sql, start, rest), "String")
            case Call("startsWith" | "endsWith" | "contains" as name, (argument,)):
                part = self.term(argument, this).one()
                if _kind(part) != "text":
                    raise NotCompiled("not a text")
                function = {"startsWith": "starts_with", "endsWith": "ends_with", "contains": "contains"}[name]
                return Term(f"{function}({term.sql}, {part.sql})", "Boolean")
        raise NotCompiled(call.name)

    def _extension(self, term: Term, url: str) -> Term:
        (found,) = self.child(term, "extension")
        name = variable()
        address = self._at(replace(found, sql=name, many=False), "url", "uri", False)
        return replace(found, sql=kept(found.sql, f"coalesce({address.sql} = {quoted(url)}, false)", name))

    def _reference_key(self, term: Term, wanted: str) -> Term:
        written = self._at(term, "reference", "string", False)
        if not term.many:
            self.doubts.append(f"(not {_common(written.sql)})")
            return Term(_key(written.sql, wanted), "id")
        name, other = variable(), variable()
        strange = kept(written.sql, f"not {_common(name)}", name)
        self.doubts.append(f"(len({strange}) > 0)")
        return Term(without_null(mapped(written.sql, _key(other, wanted), other)), "id", True)


def _literal(value: object) -> Term:
    match value:
        case bool():
            return Term("true" if value else "false", "Boolean")
        case int() if abs(value) <= _LARGEST:
            return Term(f"{value}::bigint", "Integer")
        case str():
            return Term(quoted(value), "String")
    raise NotCompiled("a literal that needs more care")


def _noted(term: Term) -> Need:
    if term.need is None:
        raise NotCompiled("a value without children")
    return term.need


def _only(focus: list[Term]) -> Term:
    if len(focus) != 1:
        raise NotCompiled("a choice of types")
    return focus[0].chosen()


def _kind(term: Term) -> str:
    """Terms of one kind compare as their values do; "" for those that need more care."""
    for kind, types in (("text", TEXTS), ("integer", INTEGERS), ("boolean", BOOLEANS)):
        if term.type in types:
            return kind
    return ""


def _common(reference: str) -> str:
    return f"regexp_full_match({reference}, '{_REFERENCE}')"


def _key(reference: str, wanted: str) -> str:
    key = f"split_part({reference}, '/', 2)"
    return f"case when starts_with({reference}, {quoted(wanted + '/')}) then {key} end" if wanted else key


def _substring(sql: str, start: int, rest: list[Tree]) -> str:
    if not rest:
        return f"case when length({sql}) > {start} then substring({sql}, {start + 1}) end"
    match rest:
        case [Literal(int() as size)] if not isinstance(size, bool | Decimal):
            return f"case when length({sql}) > {start} then substring({sql}, {start + 1}, {max(size, 0)}) end"
    raise NotCompiled("substring")
