"""FHIRPath tokens to a tree by precedence. Source: FHIRPath 2.0, 6.8 (operator precedence) and its grammar."""

from decimal import Decimal
from functools import lru_cache

from tongmai.fhir.path.lexer import Token, tokens
from tongmai.fhir.path.tree import (
    Call,
    Dot,
    Empty,
    Item,
    Literal,
    Name,
    Operation,
    PathError,
    Sign,
    Special,
    Tree,
    TypeTest,
    Variable,
)
from tongmai.fhir.path.values import Quantity, time_literal

_BINDS = {
    **dict.fromkeys(("implies",), 1),
    **dict.fromkeys(("or", "xor"), 2),
    **dict.fromkeys(("and",), 3),
    **dict.fromkeys(("in", "contains"), 4),
    **dict.fromkeys(("=", "~", "!=", "!~"), 5),
    **dict.fromkeys((">", "<", ">=", "<="), 6),
    **dict.fromkeys(("|",), 7),
    **dict.fromkeys(("is", "as"), 8),
    **dict.fromkeys(("+", "-", "&"), 9),
    **dict.fromkeys(("*", "/", "div", "mod"), 10),
}
_WORD_OPERATORS = frozenset({"implies", "or", "xor", "and", "in", "contains", "is", "as", "div", "mod"})
_NAMES_TOO = frozenset({"in", "contains", "is", "as"})
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
CALENDAR_UNITS = frozenset(_UNITS) | frozenset(unit + "s" for unit in _UNITS)


@lru_cache(maxsize=4096)
def parse(expression: str) -> Tree:
    """The tree of an expression. PathError quotes what is wrong."""
    return _Parser(expression).whole()


class _Parser:
    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.tokens = tokens(expression)
        self.at = 0

    def whole(self) -> Tree:
        tree = self.binary(0)
        if self.now.kind != "end":
            raise self.wrong()
        return tree

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def wrong(self) -> PathError:
        return PathError(f"unexpected {self.now.text or 'end'!r} at {self.now.at} in {self.expression!r}")

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def takes(self, sign: str) -> bool:
        if self.now.kind == "sign" and self.now.text == sign:
            self.at += 1
            return True
        return False

    def expect(self, sign: str) -> None:
        if not self.takes(sign):
            raise self.wrong()

    def binary(self, least: int) -> Tree:
        left = self.signed()
        while True:
            token = self.now
            operator = token.text if token.kind in ("sign", "name") else ""
            binds = _BINDS.get(operator, 0)
            if binds <= least:
                return left
            self.at += 1
            if operator in ("is", "as"):
                left = TypeTest(operator, left, self.type_name())
            else:
                left = Operation(operator, left, self.binary(binds))

    def signed(self) -> Tree:
        if self.now.kind == "sign" and self.now.text in "+-":
            sign = self.take().text
            return Sign(sign, self.signed())
        return self.postfix(self.term())

    def postfix(self, tree: Tree) -> Tree:
        while True:
            if self.takes("."):
                tree = Dot(tree, self.invocation())
            elif self.takes("["):
                tree = Item(tree, self.binary(0))
                self.expect("]")
            else:
                return tree

    def type_name(self) -> str:
        parts = [self.name()]
        while self.takes("."):
            parts.append(self.name())
        return ".".join(parts)

    def name(self) -> str:
        if self.now.kind in ("name", "quoted"):
            return self.take().text
        raise self.wrong()

    def invocation(self) -> Tree:
        token = self.now
        if token.kind == "special":
            return Special(self.take().text)
        if token.kind == "name" and token.text in _WORD_OPERATORS - _NAMES_TOO:
            raise self.wrong()
        name = self.name()
        if token.kind == "name" and self.takes("("):
            return Call(name, self.arguments())
        return Name(name)

    def arguments(self) -> tuple[Tree, ...]:
        if self.takes(")"):
            return ()
        found = [self.binary(0)]
        while self.takes(","):
            found.append(self.binary(0))
        self.expect(")")
        return tuple(found)

    def term(self) -> Tree:
        token = self.now
        if token.kind == "number":
            return self.number()
        if token.kind == "text":
            return Literal(self.take().text)
        if token.kind == "time":
            return Literal(time_literal(self.take().text[1:]))
        if token.kind == "variable":
            return Variable(self.take().text)
        if token.kind == "name" and token.text in ("true", "false"):
            return Literal(self.take().text == "true")
        if self.takes("("):
            tree = self.binary(0)
            self.expect(")")
            return tree
        if self.takes("{"):
            self.expect("}")
            return Empty()
        return self.invocation()

    def number(self) -> Tree:
        text = self.take().text
        if self.now.kind == "text":
            return Literal(Quantity(Decimal(text), self.take().text))
        if self.now.kind == "name" and self.now.text in CALENDAR_UNITS:
            return Literal(Quantity(Decimal(text), self.take().text.removesuffix("s"), calendar=True))
        return Literal(Decimal(text) if "." in text else int(text.removesuffix("L")))
