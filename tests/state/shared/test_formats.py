"""Figures in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.state.shared.formats import money, number, seconds, short_number
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import ReaderLanguage, browser_language


@pytest.mark.parametrize(
    ("value", "en", "de"), [(950, "950", "950"), (8_192, "8.2k", "8,2k"), (128_000, "128k", "128k"), (1_000_000, "1M", "1M")]
)
def test_short_numbers(value: int, en: str, de: str) -> None:
    assert (short_number(value, "en"), short_number(value, "de")) == (en, de)


@pytest.mark.parametrize(("milliseconds", "en", "de"), [(12, "12 ms", "12 ms"), (432, "0.4 s", "0,4 s"), (12_345, "12 s", "12 s")])
def test_durations(milliseconds: int, en: str, de: str) -> None:
    assert (seconds(milliseconds, "en"), seconds(milliseconds, "de")) == (en.replace(" ", "\u00a0"), de.replace(" ", "\u00a0"))


@given(st.integers(min_value=0, max_value=10**15))
def test_separators_never_change_the_digits(value: int) -> None:
    assert int(number(value, "en").replace(",", "")) == int(number(value, "de").replace(".", "")) == value


@pytest.mark.parametrize(
    ("header", "expected"),
    [("de-CH,de;q=0.9,en;q=0.8", "de"), ("fr,en;q=0.5", "en"), ("fr", "en"), ("", "en"), ("EN-us", "en"), ("fr,de;q=0.1", "de")],
)
def test_the_browsers_language(header: str, expected: str) -> None:
    assert browser_language(header) == expected


class TestErrorSentence:
    def test_an_unknown_key_is_unexpected(self) -> None:
        assert error_sentence("error.nobody_wrote", "en").startswith("Something went wrong")

    def test_a_sentence_without_its_figures_is_not_shown(self) -> None:
        assert error_sentence("error.title_length", "en").startswith("Something went wrong")
        assert "200" in error_sentence("error.title_length", "en", max=200)


class TestMoney:
    @pytest.mark.parametrize(
        ("language", "currency", "rate", "expected"),
        [
            ("en", "USD", 1_000_000, "$0.0042"), ("de", "USD", 1_000_000, "0,0042 $"), ("en", "EUR", 920_000, "≈ €0.0039"),
            ("de", "EUR", 920_000, "≈ 0,0039 €"), ("en", "CHF", 1_000_000, "≈ CHF 0.0042"), ("de", "GBP", 500_000, "≈ 0,0021 £"),
        ],
    )  # fmt: skip
    def test_is_written_as_its_reader_does(self, language: str, currency: str, rate: int, expected: str) -> None:
        assert money(4_200_000, ReaderLanguage(language, currency, rate)) == expected

    def test_a_bare_language_reads_dollars(self) -> None:
        assert money(4_200_000, "de") == "0,0042 $"

    def test_the_language_of_a_reader_is_a_language(self) -> None:
        assert {ReaderLanguage("de", "EUR", 1): 1}["de"] == 1
