"""The viewer has words for everything that the server may say of a document."""

from __future__ import annotations

from typing import get_args

from chat_app.components.viewer.viewer import WORDS, viewer
from chat_app.i18n import catalogue
from chat_app.services.knowledge.dto import Source

UNITS = ("page", "slide", "sheet", "chapter")
KINDS = ("pdf", "office", "book", "web", "mail", "image", "text", "table", "code", "data")


def test_each_source_kind_and_unit_has_a_name() -> None:
    assert {f"source_{source}" for source in get_args(Source)} <= set(WORDS)
    assert {f"kind_{kind}" for kind in KINDS} <= set(WORDS)
    for unit in UNITS:
        assert {f"{unit}_n", f"passage_{unit}", f"detail_{unit}s"} <= set(WORDS)


def test_all_words_of_its_file_are_used() -> None:
    assert {f"viewer.{name}" for name in WORDS} == {key for key in catalogue() if key.startswith("viewer.")}
    assert len(WORDS) == len(set(WORDS))


def test_a_page_mounts_all_of_it() -> None:
    rendered = str(viewer())
    assert "DocumentSection" in rendered
    assert "DocumentListener" in rendered
