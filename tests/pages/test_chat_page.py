"""The pages build without Node and hold what others rely on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chat_app.components.ui.text import t
from chat_app.pages.chat import chat_page
from chat_app.pages.error_page import broken_page
from chat_app.pages.head import head_components
from chat_app.pages.head_plugin import BEFORE_PAINT, own_document
from chat_app.pages.loading_page import loading_page

ASSETS = Path(__file__).parents[2] / "assets"
COMPONENTS = Path(__file__).parents[2] / "chat_app" / "components"
# DESIGN §9: elements that tests of others find in the page.
TEST_IDS = (
    "composer", "send", "stop", "message-user", "message-assistant", "message-tokens", "message-cost", "regenerate", "edit", "branch-prev",
    "branch-next", "copy", "model-picker", "new-chat", "chat-item", "theme-toggle", "language", "context-gauge", "toast",
)  # fmt: skip


@pytest.mark.parametrize("is_chat_address", [True, False])
def test_the_chat_page_renders(is_chat_address: bool) -> None:
    rendered = str(chat_page(is_chat_address=is_chat_address).render())
    assert "Composer" in rendered
    assert ("skeleton" in rendered) is is_chat_address


def test_what_stands_in_for_a_page_renders() -> None:
    assert "problem-card" in str(broken_page().render())
    assert "skeleton" in str(loading_page().render())


def test_the_bar_of_a_phone_has_a_colour_for_each_theme() -> None:
    metas = [props for each in head_components() if '"theme-color"' in (props := " ".join(each.render()["props"]))]
    assert [theme in meta for theme, meta in zip(("light)", "dark)"), metas, strict=True) if 'media:"(' in meta] == [True, True]


def test_every_promised_test_id_exists() -> None:
    code = "".join(path.read_text() for path in COMPONENTS.rglob("*") if path.suffix in {".py", ".jsx"})
    assert [name for name in TEST_IDS if not re.search(rf"""["']{name}["']""", code)] == []


class TestText:
    def test_holds_both_languages(self) -> None:
        assert str(t("composer.send")) == '(language==="de"?"Senden":"Send")'

    def test_joins_vars_into_the_text(self) -> None:
        text = str(t("message_meta.output", tokens=3))
        assert '("Output: "+(3)+" tokens")' in text

    def test_unknown_keys_and_missing_placeholders_are_bugs(self) -> None:
        with pytest.raises(KeyError):
            t("composer.nothing")
        with pytest.raises(ValueError, match="tokens"):
            t("message_meta.output")


class TestDocument:
    REFLEX = (
        'jsx("script",{},"\\n const theme = localStorage.getItem(\\"theme\\") ")jsx("meta",{content:"width=device-width, initial-scale=1"})'
    )

    def test_our_script_replaces_reflexs(self) -> None:
        code = own_document(self.REFLEX)
        assert "localStorage" not in code
        assert json.dumps(BEFORE_PAINT) in code
        assert "viewport-fit=cover" in code

    def test_a_changed_document_stops_the_build(self) -> None:
        with pytest.raises(ValueError, match="head_plugin"):
            own_document("jsx('html')")


class TestWebApp:
    def test_the_icons_of_the_manifest_exist_in_their_sizes(self) -> None:
        for icon in json.loads((ASSETS / "manifest.webmanifest").read_text())["icons"]:
            png = (ASSETS / icon["src"].removeprefix("/")).read_bytes()
            width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
            assert f"{width}x{height}" == icon["sizes"]

    def test_both_themes_define_the_same_colours(self) -> None:
        css = (ASSETS / "styles" / "tokens.css").read_text()
        chosen, device = re.findall(r':root(?:\[data-theme="dark"\]|:not\(\[data-theme\]\)) \{(.*?)\}', css, re.DOTALL)
        assert re.sub(r"\s", "", chosen) == re.sub(r"\s", "", device)
