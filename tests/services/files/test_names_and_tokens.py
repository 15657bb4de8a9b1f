"""Names as strangers write them, and what pictures cost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.files.image_tokens import VENDORS, image_tokens, vendor_of
from chat_app.services.files.names import clean_name, name_as

HOSTILE = {
    "../../x": "x", "..\\..\\x": "x", "/etc/x": "x", "C:\\x": "x", "a/../../x": "x", "%2e%2e%2f": "%2e%2e%2f", "a\0b": "ab", "CON": "CON",
    ".. ": "file", "x.": "x", "evil\u202egnp.exe": "evilgnp.exe", "$(id).zip": "$(id).zip", "a\r\nSet-Cookie: x": "a Set-Cookie: x", "": "file", "/": "file",
}  # fmt: skip


@pytest.mark.parametrize(("raw", "name"), HOSTILE.items())
def test_hostile_names(raw: str, name: str) -> None:
    assert clean_name(raw) == name


@given(st.text(max_size=600))
def test_any_name_is_one_visible_line(raw: str) -> None:
    name = clean_name(raw)
    assert 0 < len(name) <= 200
    assert not set(name) & set("/\\\n\r\t\0")
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in name)
    assert clean_name(name) == name or name.endswith((" ", "."))


def test_a_long_one_keeps_its_suffix() -> None:
    assert clean_name("a" * 400 + ".pdf").endswith("aaa.pdf")


@pytest.mark.parametrize(
    ("name", "media_type", "result"),
    [
        ("a.webp", "image/jpeg", "a.jpg"),
        ("a.JPEG", "image/jpeg", "a.JPEG"),
        ("a", "image/png", "a.png"),
        ("v1.2 final", "image/png", "v1.2 final.png"),
        ("a.pdf", "application/pdf", "a.pdf"),
    ],
)
def test_suffixes_follow_the_content(name: str, media_type: str, result: str) -> None:
    assert name_as(name, media_type) == result


@pytest.mark.parametrize(
    ("vendor", "size", "tokens"),
    [
        ("openai", (1024, 1024), 765),
        ("openai", (2048, 4096), 1105),
        ("openai", (512, 512), 255),
        ("anthropic", (1092, 1092), 1590),
        ("google", (300, 200), 258),
        ("google", (1500, 700), 516),
    ],
)
def test_tokens_by_the_vendors_own_examples(vendor: str, size: tuple[int, int], tokens: int) -> None:
    assert image_tokens(vendor, *size) == tokens


@given(st.sampled_from(VENDORS), st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_picture_always_costs_something_and_never_the_world(vendor: str, width: int, height: int) -> None:
    assert 1 <= image_tokens(vendor, width, height) <= 60_000


@pytest.mark.parametrize(
    ("model", "vendor"),
    [
        ("openai/gpt-5", "openai"),
        ("openrouter/anthropic/claude-4", "anthropic"),
        ("gemini/gemini-2.5-pro", "google"),
        ("ollama/llava", "other"),
        ("openai/o3", "openai"),
    ],
)
def test_whose_rule(model: str, vendor: str) -> None:
    assert vendor_of(model) == vendor
