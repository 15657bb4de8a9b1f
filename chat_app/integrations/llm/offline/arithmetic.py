"""Arithmetic without eval: a small Pratt parser over exact fractions, bounded in time and size."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException
from fractions import Fraction

from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.numbers import parse_number

# 20,000 bits are 6,000 digits: more than anybody reads, computed in a millisecond.
_MOST_BITS = 20_000
_MOST_FACTORIAL = 1500
_MOST_TOKENS = 300
_DEEPEST = 50
_PRECISION = Context(prec=40, Emax=9_999, Emin=-9_999)
_TOKEN = re.compile(r"\s*(?:(?P<number>\d[\d.,]{0,80}|[.,]\d{1,80})|(?P<word>[a-zäöüß]{1,20})|(?P<sign>\*\*|[-+*/^%!()√]))")
_POWERS = {"+": 10, "-": 10, "*": 20, "/": 20, "mod": 20, "of": 20, "^": 40}
_PREFIX_POWER = 30
_FUNCTIONS = frozenset({"sqrt", "√", "abs"})
_CONSTANTS = {
    "pi": Fraction("3.14159265358979323846264338327950288419716939937510"),
    "e": Fraction("2.71828182845904523536028747135266249775724709369995"),
}


class CannotCalculateError(Exception):
    """The text is no formula."""


class ForbiddenError(Exception):
    """A formula without a result; `reason` is "zero", "negative_root", "factorial" or "too_big"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Value:
    """A result. `percent` remembers a trailing %, so that "100 + 19 %" can mean 119."""

    number: Fraction
    exact: bool = True
    percent: bool = False


def tokenize(text: str, language: Language) -> list[str | Fraction]:
    """Split a formula (lower case) into numbers and signs; raises CannotCalculateError at the first thing that is neither."""
    tokens: list[str | Fraction] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or len(tokens) >= _MOST_TOKENS:
            raise CannotCalculateError(text)
        tokens.append(_token(match, language))
        position = match.end()
    return tokens


def calculate(tokens: Sequence[str | Fraction]) -> Value:
    """The value of a formula. Raises CannotCalculateError if it is none, ForbiddenError if it has no value."""
    parser = _Parser(tokens)
    value = parser.expression(0, 0)
    if parser.peek() is not None:
        raise CannotCalculateError(str(parser.peek()))
    return value


def _token(match: re.Match[str], language: Language) -> str | Fraction:
    if written := match["number"]:
        number = parse_number(written.rstrip(".,") or written, language)
        # A leading zero is a telephone number or a post code, not a quantity.
        if number is None or re.match(r"0\d", written):
            raise CannotCalculateError(written)
        return number
    word = match["word"] or match["sign"]
    if match["word"] and word not in _FUNCTIONS | _CONSTANTS.keys() | {"mod", "of"}:
        raise CannotCalculateError(word)
    return "^" if word == "**" else word


class _Parser:
    """Precedence climbing (Pratt 1973): signs bind by the numbers in `_POWERS`, powers to the right."""

    def __init__(self, tokens: Sequence[str | Fraction]) -> None:
        self._tokens = tokens
        self._at = 0

    def peek(self) -> str | Fraction | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def expression(self, power: int, depth: int) -> Value:
        if depth > _DEEPEST:
            raise CannotCalculateError("nested too deeply")
        left = self._operand(depth)
        while (sign := self.peek()) is not None and not isinstance(sign, Fraction):
            if sign in ("%", "!"):
                self._at += 1
                left = _percent(left) if sign == "%" else _factorial(left)
                continue
            # "2(3+4)" and "2 pi" multiply.
            binding = _POWERS.get(sign, 20 if sign == "(" or sign in _CONSTANTS or sign in _FUNCTIONS else -1)
            if binding <= power:
                break
            if sign in _POWERS:
                self._at += 1
            right = self.expression(binding - (sign == "^"), depth + 1)
            left = _combine(sign if sign in _POWERS else "*", left, right)
        return left

    def _operand(self, depth: int) -> Value:
        part = self.peek()
        self._at += 1
        if isinstance(part, Fraction):
            return Value(part)
        if part in ("-", "+"):
            value = self.expression(_PREFIX_POWER, depth + 1)
            return Value(-value.number if part == "-" else value.number, value.exact)
        if part == "(":
            value = self.expression(0, depth + 1)
            if self.peek() != ")":
                raise CannotCalculateError("an open parenthesis")
            self._at += 1
            return value
        if part in _FUNCTIONS:
            if depth > _DEEPEST:
                raise CannotCalculateError("nested too deeply")
            value = self._operand(depth + 1)
            return Value(abs(value.number), value.exact) if part == "abs" else _root(value)
        if part in _CONSTANTS:
            return Value(_CONSTANTS[str(part)], exact=False)
        raise CannotCalculateError(str(part))


def _combine(sign: str, left: Value, right: Value) -> Value:
    a, b, exact = left.number, right.number, left.exact and right.exact
    if sign in "+-" and right.percent and not left.percent:
        # As on every pocket calculator: 100 + 19 % adds 19 % of 100.
        b = a * b
    if sign == "of" and not left.percent and a >= 1:
        # "3 of 5" is a share or a score, not a product.
        raise CannotCalculateError(sign)
    if sign in ("/", "mod") and b == 0:
        raise ForbiddenError("zero")
    match sign:
        case "+":
            number = a + b
        case "-":
            number = a - b
        case "*" | "of":
            number = a * b
        case "/":
            number = a / b
        case "mod":
            number = a % b
        case _:
            return _raised(left, right)
    return Value(_bounded(number), exact)


def _bounded(number: Fraction) -> Fraction:
    if number.numerator.bit_length() + number.denominator.bit_length() > _MOST_BITS:
        raise ForbiddenError("too_big")
    return number


def _raised(base: Value, exponent: Value) -> Value:
    a, b = base.number, exponent.number
    if a == 0 and b < 0:
        raise ForbiddenError("zero")
    if b.denominator == 1:
        bits = max(abs(a.numerator), a.denominator).bit_length() - 1
        if abs(b) * max(bits, 1) > _MOST_BITS and a not in (0, 1, -1):
            raise ForbiddenError("too_big")
        # The exponents of 0, 1 and -1 may be of any size; only their parity counts.
        power = int(b) if a not in (1, -1) else int(b) % 2
        return Value(_bounded(a**power) if a else Fraction(b == 0), base.exact and exponent.exact)
    if a < 0:
        raise ForbiddenError("negative_root")
    if b == Fraction(1, 2):
        return _root(base)
    try:
        result = _PRECISION.power(_to_decimal(a), _to_decimal(b))
    except DecimalException as error:
        raise ForbiddenError("too_big") from error
    return Value(_bounded(Fraction(result)), exact=False)


def _root(value: Value) -> Value:
    number = value.number
    if number < 0:
        raise ForbiddenError("negative_root")
    above, below = math.isqrt(number.numerator), math.isqrt(number.denominator)
    if above**2 == number.numerator and below**2 == number.denominator:
        return Value(Fraction(above, below), value.exact)
    try:
        return Value(Fraction(_PRECISION.sqrt(_to_decimal(number))), exact=False)
    except DecimalException as error:
        raise ForbiddenError("too_big") from error


def _factorial(value: Value) -> Value:
    number = value.number
    if number.denominator != 1 or number < 0:
        raise ForbiddenError("factorial")
    if number > _MOST_FACTORIAL:
        raise ForbiddenError("too_big")
    return Value(Fraction(math.factorial(int(number))), value.exact)


def _percent(value: Value) -> Value:
    return Value(value.number / 100, value.exact, percent=True)


def _to_decimal(number: Fraction) -> Decimal:
    return _PRECISION.divide(_PRECISION.create_decimal(number.numerator), _PRECISION.create_decimal(number.denominator))
