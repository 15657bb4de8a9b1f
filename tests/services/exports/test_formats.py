"""Chats as Markdown, HTML and PDF: complete, harmless, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_app.services.exports.dto import ExportedChat, ExportedFile, ExportedMessage, ExportedSource
from chat_app.services.exports.html_body import code_colours, html_of
from chat_app.services.exports.html_file import to_html
from chat_app.services.exports.markdown_file import to_markdown
from chat_app.services.exports.mathematics import ELEMENTS, mathml
from chat_app.services.exports.pdf_file import compile_pdf, to_pdf, typst_source
from chat_app.services.exports.service import file_name
from chat_app.services.exports.typst_body import typst_of
from chat_app.services.exports.typst_math import typst_math

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
EVERYTHING = r"""
# Heading

**bold** *italic* ~~struck~~ `code` [link](https://example.com/"x") ![cat](https://pictures.example/cat.png)

$$\sum_{i=1}^n \left(\frac{i^2}{2}\right) = \begin{pmatrix}a&b\\c&d\end{pmatrix} \vec a \sqrt[3]{x} \sin x$$

\[ \int_0^\infty e^{-x}\,dx \]

- [ ] open
- [x] done
  1. nested

> quoted

| a | b |
|---|--:|
| 1 | $x^2$ |

```python
def f(): return "<script>"
```

A note.[^1]

[^1]: The note.

---
"""
HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](data:text/html,<script>)",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\text{<img src=x onerror=alert(1)>}$",
    '```"><script>\nx\n```',
    "<svg onload=alert(1)>",
    "[a]: javascript:x\n\n[a]",
    '#panic("x") #read("/etc/passwd") $ #read("/etc/passwd") $',
    '`x`"; #read("/etc/passwd")',
]


def chat(text: str, title: str = "A & B", **more: object) -> ExportedChat:
    question = ExportedMessage("m1", "", "user", "Explain *this* <b>\nplease", NOW)
    answer = ExportedMessage("m2", "m1", "assistant", text, NOW, model="Model <1>", tokens_in=12, tokens_out=3, cost_nano=4_200_000, **more)
    return ExportedChat("c", title, NOW, NOW, "branch", (question, answer))


class TestMarkdown:
    def test_says_who_and_keeps_the_text(self) -> None:
        text = to_markdown(chat("**Yes**", versions=2, version=2), "de")
        assert text.startswith("# A & B\n")
        assert "## Du\n" in text
        assert "## Model <1> (2/2)\n" in text
        assert "0,0042 $" in text
        assert text.endswith("**Yes**\n")


class TestHtml:
    def test_everything_is_there(self) -> None:
        page = to_html(
            chat(
                EVERYTHING,
                reasoning="Hm",
                files=(ExportedFile("a.png", "image/png", 3, b"abc"), ExportedFile("b.pdf", "application/pdf", 9)),
            ),
            "en",
        )
        for part in (
            "<h1>A &amp; B</h1>",
            "<strong>bold</strong>",
            "<math",
            "<table>",
            "checkbox",
            "footnotes",
            "<details>",
            "data:image/png;base64,YWJj",
            "b.pdf",
        ):
            assert part in page, part
        assert "Explain *this* &lt;b&gt;\nplease" in page

    def test_needs_nothing_else(self) -> None:
        page = to_html(chat(EVERYTHING), "en")
        assert "<script" not in page
        assert not re.search(r"\s(?:src|srcset|poster)=[\"'](?!data:)", page)
        assert not re.search(r"<link|@import|url\(", page)
        assert "default-src &#x27;none&#x27;" in page
        assert 'content="noindex, nofollow"' in page

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_text_stays_text(self, text: str) -> None:
        made = html_of(text)
        tags = set(re.findall(r"<([a-zA-Z]+)", made))
        assert not tags & {"script", "img", "svg", "iframe", "object"}
        assert not re.search(r"<[^>]*\s(?:on\w+|style)=", made)
        assert not re.search(r"href=\"(?!https?://|#)", made)

    @given(st.text(max_size=300))
    @settings(max_examples=150)
    def test_any_text_makes_harmless_html(self, text: str) -> None:
        made = html_of(text)
        assert not re.search(r"<(?:script|img|iframe|svg|object|link|meta)", made)
        assert not re.search(r"href=\"(?!https?://|mailto:|#|[^:\"]*\")", made)


class TestMathematics:
    @pytest.mark.parametrize(
        "latex", [r"\frac{1}{2}", r"\sum_{i=1}^n i", r"\begin{cases}1&x\\2&y\end{cases}", "a<b&c", r"\unknown{x}", r"\frac{1}{"]
    )
    def test_is_well_formed_and_draws_only(self, latex: str) -> None:
        root = ET.fromstring(mathml(latex, block=True))
        assert {element.tag for element in root.iter()} <= ELEMENTS | {"code"}

    @given(st.text(max_size=60))
    @settings(max_examples=150)
    def test_any_formula(self, latex: str) -> None:
        assert "href" not in mathml(f"\\href{{javascript:x}}{{y}}{latex}", block=False).replace("\\href", "")


class TestPdf:
    async def test_everything_is_set(self) -> None:
        assert (await to_pdf(chat(EVERYTHING, title="Title"), "de")).startswith(b"%PDF-")

    @pytest.mark.parametrize("text", HOSTILE)
    async def test_hostile_text_is_set_as_text(self, text: str) -> None:
        assert (await to_pdf(chat(text, title=text), "en")).startswith(b"%PDF-")
        assert "#read" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", typst_source(chat(text, title=text), "en"))

    @given(st.text(max_size=200))
    @settings(max_examples=60, deadline=None)
    def test_any_text_can_be_set(self, text: str) -> None:
        assert compile_pdf(typst_of(text)).startswith(b"%PDF-")

    @pytest.mark.parametrize(
        "text",
        [
            ">" * 500 + "x",
            "*" * 5_000 + "x" + "*" * 5_000,
            "$" + "{" * 500 + "x" + "}" * 500 + "$",
            "$" + r"\sqrt{" * 300 + "}" * 300 + "$",
        ],
    )
    async def test_what_is_nested_too_deep_is_set_as_it_was_written(self, text: str) -> None:
        assert (await to_pdf(chat(text), "en")).startswith(b"%PDF-")
        assert "</html>" in to_html(chat(text), "en")

    @given(st.text("abxy0123^_{}()[]|\\&,;:#$\"'<>=+-*/%~ \u03b1\u2211", max_size=40))
    @settings(max_examples=120, deadline=None)
    def test_any_formula_can_be_set(self, latex: str) -> None:
        source = typst_math(latex)
        if source is not None:
            assert typst.compile(f"$ {source} $".encode()).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Plan: A/B?", "Plan A B.md"),
        ("", "chat.md"),
        ("../../etc", "etc.md"),
        ("Über\nuns", "Über uns.md"),
        ("x" * 300, "x" * 80 + ".md"),
        ("CON.", "CON.md"),
    ],
)
def test_file_names(title: str, name: str) -> None:
    assert file_name(title, "md") == name


@pytest.mark.parametrize("dark", [False, True])
def test_coloured_code_lies_on_one_ground(dark: bool) -> None:
    """The block has it; one of each line's own would draw stripes."""
    ground = [line for line in code_colours(dark=dark).splitlines() if line.startswith(".code code {")]
    assert not any("background" in line for line in ground)


def test_cited_sources_are_listed_and_those_one_may_not_read_are_not_named() -> None:
    sources = (ExportedSource(1, "bees <b>.pdf", "Dances", 3), ExportedSource(4))
    cited = chat("Bees dance [1][4].", sources=sources)
    markdown, page = to_markdown(cited, "en"), to_html(cited, "de")
    assert markdown.endswith(
        "**Sources**\n\n- [1] bees <b>.pdf · Dances · page 3\n- [4] a document that is not open to the one who saved this, or that was deleted\n"
    )
    assert '<h3>Quellen</h3><ul class="sources"><li>[1] bees &lt;b&gt;.pdf · Dances · Seite 3</li><li>[4] ein Dokument' in page
    assert compile_pdf(typst_source(cited, "en"))
    assert '"[1] bees <b>.pdf · Dances · page 3"' in typst_source(cited, "en")
