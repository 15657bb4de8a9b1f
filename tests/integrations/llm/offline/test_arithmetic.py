"""The calculator against exact fractions."""

from __future__ import annotations

import math
import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.offline.arithmetic import CannotCalculateError, ForbiddenError, calculate, tokenize
from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.numbers import format_number, parse_number

NUMBERS = st.fractions(min_value=0, max_value=10**9).map(lambda value: Fraction(round(value * 1000), 1000))


def value_of(formula: str, language: Language = "en") -> Fraction:
    return calculate(tokenize(formula, language)).number


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> tuple[str, Fraction]:
    """A formula with all its parentheses, and its value by Python's own fractions."""
    if depth == 0 or draw(st.booleans()):
        number = draw(NUMBERS)
        return format(number, "") if number.denominator == 1 else f"{number.numerator * (1000 // number.denominator) / 1000:.3f}", number
    (left, a), (right, b) = draw(formulas(depth=depth - 1)), draw(formulas(depth=depth - 1))
    sign, apply = draw(st.sampled_from([("+", operator.add), ("-", operator.sub), ("*", operator.mul)]))
    return f"({left} {sign} {right})", apply(a, b)


class TestCalculate:
    @given(formulas())
    def test_agrees_with_fractions(self, formula: tuple[str, Fraction]) -> None:
        text, expected = formula
        assert value_of(text) == expected

    @given(NUMBERS, NUMBERS.filter(bool))
    def test_division_is_exact(self, a: Fraction, b: Fraction) -> None:
        assert calculate([a, "/", b]).number == a / b

    @given(st.integers(-20, 20), st.integers(0, 30))
    def test_powers_are_exact(self, base: int, exponent: int) -> None:
        assert value_of(f"({base})^{exponent}") == Fraction(base) ** exponent

    @given(st.integers(0, 10**15))
    def test_roots_of_squares_are_exact(self, number: int) -> None:
        root = calculate(["sqrt", Fraction(number**2)])
        assert (root.number, root.exact) == (number, True)

    @pytest.mark.parametrize(
        ("formula", "expected"),
        [
            ("2+3*4", 14),
            ("(2+3)*4", 20),
            ("2-3-4", -5),
            ("100/10/5", 2),
            ("2^3^2", 512),
            ("-2^2", -4),
            ("(-2)^2", 4),
            ("2^-2", Fraction(1, 4)),
            ("7 mod 3", 1),
            ("5!", 120),
            ("3!!", 720),
            ("2(3+4)", 14),
            ("sqrt 16 + 9", 13),
            ("sqrt(9)^2", 9),
            ("15% of 80", 12),
            ("100 + 19%", 119),
            ("100 - 19%", 81),
            ("50% + 25%", Fraction(3, 4)),
            ("200 * 10%", 20),
            ("1e", None),
            ("0.1 + 0.2", Fraction(3, 10)),
            ("0^0", 1),
            ("1^999999999999999999999", 1),
            ("(-1)^1000000000000000000001", -1),
            ("abs(-3)", 3),
        ],
    )
    def test_rules_of_precedence(self, formula: str, expected: Fraction | int | None) -> None:
        if expected is None:
            assert abs(value_of(formula) - Fraction(math.e)) < Fraction(1, 10**12)
        else:
            assert value_of(formula) == expected

    @pytest.mark.parametrize(
        ("formula", "reason"),
        [
            ("1/0", "zero"),
            ("0^-1", "zero"),
            ("5 mod 0", "zero"),
            ("sqrt(-4)", "negative_root"),
            ("(-8)^0.5", "negative_root"),
            ("2.5!", "factorial"),
            ("(-3)!", "factorial"),
            ("9^9^9", "too_big"),
            ("99999!", "too_big"),
            ("2^10^10^10", "too_big"),
            ("1.5^999999", "too_big"),
            ("10^5000*10^5000", "too_big"),
        ],
    )
    def test_formulas_without_a_result(self, formula: str, reason: str) -> None:
        with pytest.raises(ForbiddenError) as caught:
            value_of(formula)
        assert caught.value.reason == reason

    @pytest.mark.parametrize(
        "formula",
        [
            "",
            "+",
            "2 +",
            "(2",
            "2)",
            "2 3",
            "a+b",
            "* 2",
            "2 ** ",
            "1.2.3",
            "0176 - 123",
            "3 of 5",
            "__import__('os')",
            "²",
            "1" + "+1" * 400,
        ],
    )
    def test_what_is_no_formula(self, formula: str) -> None:
        with pytest.raises(CannotCalculateError):
            value_of(formula)

    def test_irrational_roots_are_marked(self) -> None:
        root = calculate(tokenize("sqrt 2", "en"))
        assert not root.exact
        assert abs(root.number**2 - 2) < Fraction(1, 10**30)


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "language", "value"),
        [
            ("1,234.5", "en", "1234.5"),
            ("1.234,5", "de", "1234.5"),
            ("1.234,5", "en", "1234.5"),
            ("1,234.5", "de", "1234.5"),
            ("1.234", "de", "1234"),
            ("1.234", "en", "1.234"),
            ("1,234", "en", "1234"),
            ("1,234", "de", "1.234"),
            ("1,5", "en", "1.5"),
            ("1.5", "de", "1.5"),
            ("3.14159", "de", "3.14159"),
            ("1.234.567", "de", "1234567"),
            (",5", "de", "0.5"),
            ("1.2.3", "en", None),
            ("1.23.456", "de", None),
            ("1,2,3", "en", None),
            (".", "en", None),
        ],
    )
    def test_reads_both_ways_of_writing(self, text: str, language: Language, value: str | None) -> None:
        assert parse_number(text, language) == (None if value is None else Fraction(value))

    @pytest.mark.parametrize(
        ("value", "english", "german", "exact"),
        [
            (Fraction("1234.5"), "1234.5", "1234,5", True),
            (Fraction(1234567), "1,234,567", "1.234.567", True),
            (Fraction("-0.25"), "−0.25", "−0,25", True),
            (Fraction(1, 3), "0.333333333333", "0,333333333333", False),
            (Fraction(2, 3), "0.666666666667", "0,666666666667", False),
            (Fraction(0), "0", "0", True),
            (Fraction(10) ** 50, "1 × 10^50", "1 × 10^50", False),
            (Fraction(1, 10**15), "1 × 10^-15", "1 × 10^-15", False),
        ],
    )
    def test_writes_as_the_reader_does(self, value: Fraction, english: str, german: str, exact: bool) -> None:
        assert format_number(value, "en") == (english, exact)
        assert format_number(value, "de") == (german, exact)

    @given(st.fractions(-(10**20), 10**20).map(lambda value: Fraction(round(value * 10**6), 10**6)), st.sampled_from(["en", "de"]))
    def test_what_is_written_reads_back(self, value: Fraction, language: Language) -> None:
        text, exact = format_number(value, language)
        if exact:
            sign = -1 if text.startswith("−") else 1
            assert sign * (parse_number(text.removeprefix("−"), language) or 0) == value
