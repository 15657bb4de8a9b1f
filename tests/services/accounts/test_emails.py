"""One spelling of an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.accounts.emails import InvalidEmailError, account_key, domain_of, normal_email


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("Ada@Example.ORG", "ada@example.org"),
        (" ada@example.org ", "ada@example.org"),
        ("ａｄａ@ｅxample.org", "ada@example.org"),
        ("\u212aevin@example.org", "kevin@example.org"),
        ("ada@münchen.de", "ada@xn--mnchen-3ya.de"),
        ("ada+news@example.org", "ada+news@example.org"),
        ("o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk"),
    ],
)
def test_has_one_spelling(given_, kept):
    assert normal_email(given_) == kept


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@b", "@example.org", "a@", "a@@example.org", "a b@example.org", "a@example.org\n", "a@exa\r\nmple.org", "a\0@example.org", '"a b"@example.org', "a@[1.2.3.4]",
     "a@1.2.3.4", "a..b@example.org", ".a@example.org", "ıda@example.org", "a@example.org,b@example.org", "<a@example.org>", "a" * 65 + "@example.org", "a@" + "b" * 250 + ".org",
     "a@-b.org", "a@b-.org", "a@xn--.org.", None, [], 1, "a@\ud800.org", "\ud800@example.org"],
)  # fmt: skip
def test_refuses_what_is_none(text):
    with pytest.raises(InvalidEmailError):
        normal_email(text)


@pytest.mark.parametrize("text", ["ada@example.org", "ADA@EXAMPLE.ORG", "ada+1@example.org", "Ada+x+y@example.org", " ａda@example.org"])
def test_all_spellings_count_as_one_account(text):
    assert account_key(text) == "ada@example.org"


@given(st.text())
def test_is_kept_as_it_is_once_it_is_normal(text):
    account_key(text)
    try:
        kept = normal_email(text)
    except InvalidEmailError:
        return
    assert normal_email(kept) == kept
    assert kept.isascii()
    assert not set(kept) & set(' \r\n\t<>,;:"\\()[]\0')


@given(st.from_regex(r"[a-z0-9]{1,20}(\.[a-z0-9]{1,20})?@[a-z][a-z0-9]{0,20}\.[a-z]{2,6}", fullmatch=True))
def test_takes_common_ones(address):
    assert normal_email(address.upper()) == address
    assert domain_of(address) == address.partition("@")[2]
