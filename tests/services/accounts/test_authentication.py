"""Cookies, as browsers and other programs of the same host send them."""

import pytest

from chat_app.services.accounts.authentication import read_cookie


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("parley_session=abc-_9", "abc-_9"),
        ("theme=dark; parley_session=abc; other=1", "abc"),
        ("theme=dark;parley_session=abc", "abc"),
        ("parley_session=a=b", "a=b"),
        ("other=parley_session=abc", ""),
        ("xparley_session=abc", ""),
        ("parley_session", ""),
        ("", ""),
    ],
)
def test_the_value_of_a_cookie_is_found_by_its_whole_name(header: str, value: str) -> None:
    assert read_cookie(header, "parley_session") == value


@pytest.mark.parametrize("strange", ["odd name=1", 'json={"a": 1}', "utf=ü", "=nothing", ";;", 'open="quote'])
def test_a_strange_cookie_of_another_program_signs_nobody_out(strange: str) -> None:
    assert read_cookie(f"{strange}; parley_session=abc", "parley_session") == "abc"
