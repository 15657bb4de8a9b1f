"""Ids, money, tokens, cursors: rules that hold for all values."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError
from chat_app.services.counting.families import families
from chat_app.services.kernel.ids import is_id, new_id
from chat_app.services.kernel.money import convert, format_money, format_usd, nano_from_decimal
from chat_app.services.kernel.pagination import decode_cursor, encode_cursor
from chat_app.services.kernel.tokens import estimate_tokens


class TestIds:
    def test_increase_strictly_and_are_version_7(self) -> None:
        made = [new_id() for _ in range(5_000)]
        assert made == sorted(set(made))
        assert {uuid.UUID(text).version for text in made} == {7}
        assert {uuid.UUID(text).variant for text in made} == {uuid.RFC_4122}

    @given(st.text())
    def test_anything_else_is_no_id(self, text: str) -> None:
        assert not is_id(text)
        assert is_id(new_id())


class TestMoney:
    @given(st.integers(1, 10**15))
    def test_nothing_that_costs_is_shown_as_nothing(self, nano: int) -> None:
        shown = format_usd(nano)
        assert any(digit in "123456789" for digit in shown)

    @given(st.integers(-(10**15), 10**15))
    def test_dollars_and_back(self, nano: int) -> None:
        assert nano_from_decimal(Decimal(nano) / 10**9) == nano

    @given(st.integers(-(10**15), 10**15), st.integers(1_000, 10**9))
    def test_conversion_is_exact_to_half_a_nano(self, nano: int, rate: int) -> None:
        assert abs(convert(nano, rate) - Decimal(nano) * rate / 1_000_000) <= Decimal("0.5")

    def test_other_money_has_its_own_sign(self) -> None:
        assert [format_money(-1_500_000_000, currency) for currency in ("EUR", "CHF", "GBP")] == ["-€1.50", "-CHF 1.50", "-£1.50"]

    @pytest.mark.parametrize(
        ("nano", "currency", "english", "german"),
        [
            (157_250_000_000, "JPY", "¥157", "157 ¥"),
            (1_234_567_890_000_000, "KRW", "₩1,234,568", "1.234.568 ₩"),
            (420_000_000, "ISK", "ISK 0.42", "0,42 ISK"),
            (4_200_000_000, "JPY", "¥4.2", "4,2 ¥"),
            (1_234_500_000, "KWD", "KWD 1.234", "1,234 KWD"),
            (1_500_000_000, "BRL", "R$1.50", "1,50 R$"),
        ],
    )
    def test_each_currency_has_its_own_digits(self, nano: int, currency: str, english: str, german: str) -> None:
        assert (format_money(nano, currency), format_money(nano, currency, "de")) == (english, german)

    def test_finer_than_a_nano_is_refused(self) -> None:
        with pytest.raises(ValueError, match="nano"):
            nano_from_decimal(Decimal("0.0000000001"))

    @pytest.mark.parametrize(
        ("nano", "english", "german"),
        [
            (0, "$0", "0 $"),
            (4_200_000, "$0.0042", "0,0042 $"),
            (1_234_567_890_000, "$1,234.57", "1.234,57 $"),
            (500_000_000, "$0.50", "0,50 $"),
            (12, "$0.000000012", "0,000000012 $"),
        ],
    )
    def test_as_people_write_it(self, nano: int, english: str, german: str) -> None:
        assert (format_usd(nano), format_usd(nano, "de")) == (english, german)


class TestTokens:
    @given(st.text(), st.text())
    def test_more_text_is_not_fewer_tokens(self, first: str, second: str) -> None:
        assert estimate_tokens(first + " " + second) >= max(estimate_tokens(first), estimate_tokens(second))

    @given(st.text())
    def test_unweighed_never_more_than_characters(self, text: str) -> None:
        assert 0 <= estimate_tokens(text) <= len(text)

    @given(st.text(), st.sampled_from([family.weights for family in families().values()]))
    def test_something_to_read_is_at_least_a_token(self, text: str, weights: tuple[int, ...]) -> None:
        assert (estimate_tokens(text, weights) > 0) == bool(text.strip() or "\n" in text)

    def test_prose_is_within_a_fifth(self) -> None:
        # Counted with cl100k_base: 27 tokens.
        text = (
            "The scheduler keeps a small queue of pending jobs and hands each one to the first idle worker, so a slow request never blocks."
        )
        assert 22 <= estimate_tokens(text) <= 32


class TestCursor:
    @given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1, max_size=4))
    def test_comes_back(self, parts: list[str]) -> None:
        assert decode_cursor(encode_cursor(*parts), len(parts)) == parts

    @given(st.text())
    def test_a_foreign_one_is_refused_or_has_its_length(self, text: str) -> None:
        try:
            assert len(decode_cursor(text, 2)) == 2
        except InvalidInputError as error:
            assert error.key == "error.invalid_cursor"
