"""Codes of authenticator apps, against the vectors of RFC 6238 and by rule."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp.totp import TOTP

from chat_app.services.identity import totp
from chat_app.services.identity.recovery_codes import COUNT, hash_of, new_codes

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1: the last six of the eight digits.
VECTORS = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")]
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_vectors_of_the_standard(seconds: int, code: str):
    assert totp.matching_step(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC), 0) == seconds // 30


@given(TIMES, st.integers(-3, 3))
def test_a_clock_may_be_off_by_one_step(now: datetime, off: int):
    secret = totp.new_secret()
    there = now + timedelta(seconds=30 * off)
    matched = totp.matching_step(secret, TOTP(secret).at(there), now, 0)
    assert (matched == int(there.timestamp()) // 30) == (abs(off) <= 1) or matched is not None


@given(TIMES)
def test_no_code_works_twice_nor_one_before_it(now: datetime):
    secret = totp.new_secret()
    app = TOTP(secret)
    step = totp.matching_step(secret, app.at(now), now, 0)
    assert step is not None
    assert totp.matching_step(secret, app.at(now), now, step) is None
    assert totp.matching_step(secret, app.at(now - timedelta(seconds=30)), now, step) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5", "-12345", "1e5678", "0" * 5_000])
def test_other_texts_are_no_codes(code: str):
    assert totp.matching_step(RFC_SECRET, code, datetime.fromtimestamp(59, UTC), 0) is None


def test_blanks_in_a_code_are_how_apps_show_it():
    assert totp.matching_step(RFC_SECRET, " 287 082 ", datetime.fromtimestamp(59, UTC), 0) == 1


def test_what_apps_read():
    secret = totp.new_secret()
    assert len(base64.b32decode(secret)) == 20
    uri = totp.uri_of(secret, "ada@example.org", "Parley (parley.test)")
    assert uri.startswith("otpauth://totp/Parley%20%28parley.test%29:ada%40example.org?secret=")
    assert totp.qr_svg(uri).startswith("data:image/svg+xml")


def test_recovery_codes_are_ten_and_long():
    codes = new_codes()
    assert len(set(codes)) == COUNT == 10
    assert all(len(code) == 19 for code in codes)


@given(st.sampled_from(new_codes()), st.sampled_from([str.upper, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "]))
def test_however_a_recovery_code_is_typed(code: str, typed):
    assert hash_of(typed(code)) == hash_of(code)
