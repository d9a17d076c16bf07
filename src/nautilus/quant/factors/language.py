"""The grammar that the published formula sets share: infix arithmetic, comparisons, `? :`, calls.

`parse` knows no function and no field; what a name means belongs to the dialect (`dialects.py`).

    expression := or ["?" expression ":" expression]
    or         := and ("||" and)*            and   := equal ("&&" equal)*
    equal      := order (("==" | "!=") order)*   order := sum (("<" | "<=" | ">" | ">=") sum)*
    sum        := term (("+" | "-") term)*   term  := sign (("*" | "/") sign)*
    sign       := "-" sign | "+" sign | power    power := atom ["^" sign]      (right-associative)
    atom       := number | name | name "(" [expression ("," expression)*] ")" | "(" expression ")"
"""

import re
from dataclasses import dataclass


class FormulaError(ValueError):
    """A formula that cannot be read or given a meaning. Says where, and what would be right."""


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Call:
    """A function or, for infix symbols, one of the names in `INFIX`, `neg` and `where`."""

    function: str
    arguments: "tuple[Expression, ...]"


type Expression = Number | Name | Call

INFIX = {
    "||": "or",
    "&&": "and",
    "==": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "^": "pow",
}
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>\$?[A-Za-z_]\w*)"
    r"|(?P<symbol>\|\||&&|==|!=|<=|>=|[-+*/^<>?:(),]))"
)


def parse(text: str) -> Expression:
    """The expression that `text` spells. Raises FormulaError naming the position."""
    reader = _Reader(text)
    expression = reader.expression()
    reader.finish()
    return expression


class _Reader:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._next = 0

    def expression(self) -> Expression:
        condition = self._infix(0)
        if not self._take("?"):
            return condition
        chosen = self.expression()
        self._expect(":")
        return Call("where", (condition, chosen, self.expression()))

    def finish(self) -> None:
        if self._next < len(self._tokens):
            raise self._error("one expression ends here; put an operator between two")

    def _infix(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._sign()
        left = self._infix(level + 1)
        while symbol := self._take(*_LEVELS[level]):
            left = Call(INFIX[symbol], (left, self._infix(level + 1)))
        return left

    def _sign(self) -> Expression:
        if self._take("-"):
            return Call("neg", (self._sign(),))
        if self._take("+"):
            return self._sign()
        base = self._atom()
        return Call("pow", (base, self._sign())) if self._take("^") else base

    def _atom(self) -> Expression:
        if self._take("("):
            inner = self.expression()
            self._expect(")")
            return inner
        kind, token, _ = self._peek()
        if kind == "number":
            self._next += 1
            return Number(float(token))
        if kind == "name":
            self._next += 1
            return Call(token, self._arguments()) if self._take("(") else Name(token)
        raise self._error("expected a number, a field, a function or a parenthesis")

    def _arguments(self) -> tuple[Expression, ...]:
        if self._take(")"):
            return ()
        arguments = [self.expression()]
        while self._take(","):
            arguments.append(self.expression())
        self._expect(")")
        return tuple(arguments)

    def _peek(self) -> tuple[str, str, int]:
        return self._tokens[self._next] if self._next < len(self._tokens) else ("end", "", len(self._text))

    def _take(self, *symbols: str) -> str:
        kind, token, _ = self._peek()
        if kind == "symbol" and token in symbols:
            self._next += 1
            return token
        return ""

    def _expect(self, symbol: str) -> None:
        if not self._take(symbol):
            raise self._error(f"expected {symbol!r}")

    def _error(self, problem: str) -> FormulaError:
        _, token, position = self._peek()
        return FormulaError(f"{problem}, at position {position} before {token or 'the end'!r} in {self._text!r}")


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise FormulaError(f"cannot read {text[position : position + 10]!r} at position {position} in {text!r}")
        kind = str(match.lastgroup)
        found.append((kind, match[kind], match.start(kind)))
        position = match.end()
    return found
