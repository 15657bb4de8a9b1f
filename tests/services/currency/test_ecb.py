"""The list of the European Central Bank: read exactly, or refused as a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.currency.ecb import FEWEST, LARGEST_BYTES, bundled, checked_rates, micro_from_text, read_daily
from tests.services.currency.lists import RATES, daily

TODAY = date(2026, 11, 3)


class TestReadDaily:
    def test_the_rates_of_the_day_to_the_last_digit(self):
        read = read_daily(daily("2026-11-03"), TODAY)
        assert read.day == TODAY
        assert read.rates == {code: int(Decimal(rate) * 1_000_000) for code, rate in RATES.items()}
        assert (read.rates["USD"], read.rates["IDR"]) == (1_117_200, 20_275_170_000)

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html>maintenance</html>",
            b'{"rates": {}}',
            daily("2026-11-03")[:-40],
            daily("2026-11-05"),
            daily("yesterday"),
            daily("2026-11-03", USD="0"),
            daily("2026-11-03", USD="-1.1"),
            daily("2026-11-03", USD="NaN"),
            daily("2026-11-03", USD="Infinity"),
            daily("2026-11-03", USD="1,1172"),
            daily("2026-11-03", USD="1.11720001"),
            daily("2026-11-03", USD="1e40"),
            daily("2026-11-03", USD="9" * 400),
            daily("2026-11-03", XXX="1.5"),
            daily("2026-11-03", EUR="1"),
            daily("2026-11-03", only=["JPY"] * FEWEST),
            daily("2026-11-03", only=[code for code in RATES if code != "USD"]),
            daily("2026-11-03", only=["USD", "JPY"]),
            daily("2026-11-03") + b" " * LARGEST_BYTES,
            daily("2026-11-03", head='<!DOCTYPE x [<!ENTITY a "1.1172">]>', USD="&a;"),
            daily("2026-11-03", head='<!DOCTYPE x SYSTEM "http://evil.test/x.dtd">'),
        ],
    )
    def test_anything_odd_is_refused(self, body):
        with pytest.raises(ValueError, match=r"."):
            read_daily(body, TODAY)

    @given(st.binary(max_size=2_000))
    def test_bytes_never_do_more_than_that(self, body):
        with pytest.raises(ValueError, match=r"."):
            read_daily(body, TODAY)

    @given(st.integers(1, 10**15))
    def test_decimals_become_integers_exactly(self, micro):
        assert micro_from_text(str(Decimal(micro) / 1_000_000)) == micro


def test_what_ships_with_parley_is_of_that_day():
    shipped = bundled()
    assert (shipped.day, len(shipped.rates)) == (date(2026, 10, 30), 29)
    assert shipped.rates["JPY"] == 175_680_000
    assert checked_rates((code, str(Decimal(rate) / 1_000_000)) for code, rate in shipped.rates.items()) == shipped.rates
