"""Which passwords are taken."""

from __future__ import annotations

import hashlib
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError
from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.services.accounts.breaches import RANGE_URL, is_breached
from chat_app.services.accounts.names import clean_name
from chat_app.services.accounts.password_rules import check_password_rules, common_passwords
from chat_app.services.accounts.passwords import hash_password, verify_password


def refused(password: str, *personal: str) -> str:
    """Why, or ""."""
    try:
        check_password_rules(password, *personal)
    except InvalidInputError as error:
        return error.key.rpartition(".")[2]
    return ""


def test_lengths():
    letters = "".join(random.Random(1).choices(string.ascii_letters, k=129))
    assert [refused(letters[:n]) for n in (7, 11, 12, 128, 129)] == ["password_short", "password_short", "", "", "password_long"]


@pytest.mark.parametrize(
    "password",
    ["password1234", "Password1234!", "123456789012", "qwertyuiop12", "QWERTZUIOPAS", "abcdefghijkl", "abcdabcdabcd", "passwordpassword", "monkeymonkey", "iloveyou2026!!",
     "1q2w3e4r5t6y", "counterstrike", "0987654321qwerty"],
)  # fmt: skip
def test_the_first_ones_that_anybody_tries(password):
    assert refused(password) in {"password_common", "password_plain"}


def test_every_common_one():
    assert len(common_passwords()) >= 3_000
    assert [password for password in common_passwords() if not refused(password)] == []


@pytest.mark.parametrize("password", ["ada-lovelace1", "LovelaceAda12", "parleyparley1", "example-ada-9", "Parley-2026-x"])
def test_made_of_what_is_known(password):
    assert refused(password, "Ada Lovelace", "ada@example.org") in {"password_personal", "password_common"}


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "Ada likes green tea",
        "   blanks around   ",
        "ünïcödé wörds 9",
        "tK9#vLp2qWz!",
        "日本語のとても長い合言葉",
    ],
)
def test_takes_what_is_hard_to_guess(password):
    assert refused(password, "Ada Lovelace", "ada@example.org") == ""


@given(st.text(min_size=12, max_size=128))
def test_never_fails_otherwise(password):
    refused(password, "Ada", "ada@example.org")


async def test_every_character_counts():
    long = "".join(random.Random(2).choices(string.ascii_letters, k=100))
    stored = await hash_password(long)
    assert await verify_password(long, stored)
    for wrong in (long[:79] + "!" + long[80:], long + " ", " " + long, long[:-1], long.swapcase()):
        assert not await verify_password(wrong, stored)


@pytest.mark.parametrize("password", ["", "x" * 1_000_000, "\ud800", "*)(uid=*))(|(uid=*", "a\0b"])
async def test_hostile_ones_are_only_wrong(password):
    assert not await verify_password(password, await hash_password("correct horse battery staple"))
    assert not await verify_password(password, "")


class TestBreaches:
    async def test_tells_five_digits_only(self):
        digest = hashlib.sha1(b"correct horse battery staple").hexdigest().upper()
        asked = []

        async def listed(url: str) -> str:
            asked.append(url)
            return f"0000000000000000000000000000000000A:3\r\n{digest[5:]}:42\r\n"

        assert await is_breached("correct horse battery staple", listed)
        assert not await is_breached("another fine horse staple", listed)
        assert asked[0] == RANGE_URL + digest[:5]

    async def test_padding_is_nothing(self):
        digest = hashlib.sha1(b"correct horse battery staple").hexdigest().upper()

        async def padded(url: str) -> str:
            return f"{digest[5:]}:0"

        assert not await is_breached("correct horse battery staple", padded)

    async def test_a_list_out_of_reach_stops_nobody(self):
        async def refuse(url: str) -> str:
            raise AddressRefusedError

        assert not await is_breached("correct horse battery staple", refuse)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ada", "Ada"),
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\r\nBcc: evil@example.org", "Ada Bcc: evil@example.org"),
        ("a\u202eb\u200b", "ab"),
        ("日本", "日本"),
    ],
)
def test_names_are_one_line(text, kept):
    assert clean_name(text) == kept


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 101, "x" * 10_000, "a\0b", "\ud800", None, ["Ada"]])
def test_what_is_no_name(text):
    with pytest.raises(InvalidInputError):
        clean_name(text)
