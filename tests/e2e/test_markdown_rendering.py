"""What good answers look like: tables, code, formulas, diagrams, notes; and that streaming changes nothing in the end."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.corpus import commonmark_examples, needs_hostile
from tests.e2e.answers import AnswerPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import violations

LETTER = """# Title

Some **bold** text, `code`, a [link](https://docs.example/a) and a note[^1].

1. First

   ```python
   print("one")

   print("two")
   ```

2. Second
   - nested
   - list

3. Third

| Name | Amount |
|:-----|-------:|
| a | 1 |
| b | 22 |

- [x] done
- [ ] open

> A quote
>
> of two paragraphs

$$
\\int_0^1 x\\,dx = \\frac12
$$

Inline \\(a^2\\) and ~~old~~, <b>no HTML</b>.

~~~js
const answer = 42;
~~~

[^1]: The *note*.
"""

ATTRIBUTES = re.compile(r'[\w-]+="[^"]*"(?: [\w-]+="[^"]*")+')


@pytest_asyncio.fixture(loop_scope="session")
async def answers(answer_tab: AnswerPage) -> AsyncIterator[AnswerPage]:
    await answer_tab.begin()
    yield answer_tab
    assert answer_tab.errors == []
    assert answer_tab.foreign == []


class TestBlocks:
    async def test_loose_lists_keep_counting(self, answers: AnswerPage) -> None:
        body = await answers.show(LETTER)
        await expect(body.locator("> ol")).to_have_count(1)
        await expect(body.locator("> ol > li")).to_have_count(3)
        await expect(body.locator("> ol > li").first.get_by_test_id("code-block")).to_contain_text('print("two")')

    async def test_tables_align_and_scroll_by_themselves(self, answers: AnswerPage) -> None:
        body = await answers.show(
            "| a | b |\n|--|--:|\n| 1<br>2 | 3 |\n\n| " + " | ".join(["wide column"] * 40) + " |\n" + "|-" * 40 + "|\n"
        )
        await expect(body.locator("td").nth(1)).to_have_css("text-align", "end")
        await expect(body.locator("td").first.locator("br")).to_have_count(1)
        assert await answers.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    async def test_task_lists_cannot_be_changed(self, answers: AnswerPage) -> None:
        body = await answers.show(LETTER)
        await expect(body.get_by_role("checkbox", name="Done")).to_be_checked()
        await expect(body.get_by_role("checkbox", name="Open")).to_be_disabled()

    async def test_footnotes_lead_to_their_text(self, answers: AnswerPage) -> None:
        body = await answers.show(LETTER)
        address = answers.page.url
        await body.get_by_role("link", name="Footnote 1").click()
        await expect(body.locator("section li")).to_be_focused()
        await expect(body.locator("section li")).to_have_text("The note.")
        assert answers.page.url == address

    async def test_references_find_definitions_anywhere(self, answers: AnswerPage) -> None:
        body = await answers.show("A [link][x] first.\n\n- between\n\n[x]: https://docs.example/x")
        await expect(body.get_by_role("link", name="link")).to_have_attribute("href", "https://docs.example/x")

    async def test_html_is_text(self, answers: AnswerPage) -> None:
        body = await answers.show(LETTER)
        await expect(body).to_contain_text("<b>no HTML</b>")


class TestCode:
    async def test_is_coloured_and_copied(self, answers: AnswerPage) -> None:
        body = await answers.show('```python\ndef f():\n    return "a"\n```')
        await expect(body.locator(".hljs-keyword").first).to_have_text("def")
        await body.get_by_test_id("copy-code").click()
        await expect(body.get_by_role("status")).to_have_text("Copied")
        assert await answers.page.evaluate("navigator.clipboard.readText()") == 'def f():\n    return "a"'

    async def test_long_lines_scroll_or_wrap(self, answers: AnswerPage) -> None:
        body = await answers.show("```\n" + "word " * 200 + "\n```")
        code = body.locator("pre")
        assert await code.evaluate("node => node.scrollWidth > node.clientWidth")
        await body.get_by_role("button", name="Wrap long lines").click()
        assert await code.evaluate("node => node.scrollWidth <= node.clientWidth")

    async def test_is_copied_without_the_clipboard_interface(self, new_context: Callable, app: AppProcess) -> None:
        answers = await AnswerPage.open(await new_context(permissions=["clipboard-read"]), app.url)
        await answers.page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
        body = await answers.show("```\nplain http\n```")
        await body.get_by_test_id("copy-code").click()
        await expect(body.get_by_role("status")).to_have_text("Copied")
        assert await answers.page.evaluate("navigator.clipboard.readText()") == "plain http"


class TestLoadedOnDemand:
    async def test_formulas(self, answers: AnswerPage) -> None:
        body = await answers.show("Inline $x^2$, \\(y\\) and\n\n\\[\n\\sum_{i=1}^n i\n\\]\n\nfor $5 to $10.")
        await expect(body.locator(".katex")).to_have_count(3)
        await expect(body).to_contain_text("for $5 to $10.")

    async def test_wrong_formulas_stay_readable(self, answers: AnswerPage) -> None:
        body = await answers.show("$\\frac{1}{$ and $\\unknown{x}$")
        await expect(body).to_contain_text("\\frac{1}{")

    async def test_diagrams(self, answers: AnswerPage) -> None:
        body = await answers.show("```mermaid\nflowchart LR\n A[Start] --> B[End]\n```")
        picture = body.get_by_test_id("diagram").locator("img")
        await expect(picture).to_be_visible(timeout=20_000)
        assert await picture.evaluate("node => node.naturalWidth > 50")
        await body.get_by_role("button", name="Show source").click()
        await expect(body).to_contain_text("A[Start] --> B[End]")

    async def test_plain_answers_load_nothing_more(self, new_context: Callable, app: AppProcess) -> None:
        answers = await AnswerPage.open(await new_context(), app.url)
        requested: list[str] = []
        answers.page.on("request", lambda request: requested.append(request.url))
        await answers.show("Only **words**.")
        assert not [url for url in requested if re.search("katex|mermaid|lowlight|highlight", url, re.IGNORECASE)]


class TestStreamed:
    @pytest.mark.parametrize("seed", [1, 2])
    async def test_letter_ends_as_if_it_had_come_at_once(self, answers: AnswerPage, seed: int) -> None:
        await self.compare(answers, seed, LETTER)

    @needs_hostile
    @pytest.mark.parametrize("part", range(6))
    async def test_examples_of_the_specification_end_as_if_they_had_come_at_once(self, answers: AnswerPage, part: int) -> None:
        await self.compare(answers, part, "\n\n".join(commonmark_examples()[part * 100 : part * 100 + 60]))

    @staticmethod
    async def compare(answers: AnswerPage, seed: int, text: str) -> None:
        await answers.home()
        await answers.page.get_by_test_id("composer").fill(f"drip {seed} {text}")
        await answers.page.get_by_test_id("composer").press("Enter")
        await expect(answers.page.get_by_test_id("message-assistant")).to_have_attribute("data-status", "complete", timeout=30_000)
        streamed = await settled(answers)
        await answers.page.reload()
        await expect(answers.answers.last).not_to_be_empty()
        assert await settled(answers) == streamed


async def settled(answers: AnswerPage) -> str:
    """The markup once everything lazy is there, without ids that differ between two renderings."""
    markup = ""
    for _ in range(40):
        await answers.page.wait_for_timeout(250)
        before, markup = markup, await answers.answers.last.inner_html()
        if before == markup and markup:
            break
    return ATTRIBUTES.sub(_sorted, re.sub(r'(id|href)="[^"]*-note-', r'\1="note-', markup))


def _sorted(attributes: re.Match[str]) -> str:
    """What is set later stands behind what was set before: that is no difference."""
    return " ".join(sorted(re.findall(r'[\w-]+="[^"]*"', attributes[0])))


class TestAccessible:
    async def test_axe_finds_nothing_in_a_rich_answer(self, new_context: Callable, app: AppProcess) -> None:
        answers = await AnswerPage.open(await new_context(), app.url)
        body = await answers.show(f"{LETTER}\n```mermaid\nflowchart LR\n A --> B\n```\n\n![cat](https://pictures.example/cat.png)")
        await expect(body.get_by_test_id("diagram")).to_be_visible(timeout=20_000)
        await settled(answers)
        assert await violations(answers.page) == []

    async def test_speaks_german(self, new_context: Callable, app: AppProcess) -> None:
        answers = await AnswerPage.open(await new_context(locale="de-DE"), app.url)
        body = await answers.show("```\ncode\n```\n\n![](https://pictures.example/cat.png)")
        await expect(body.get_by_role("button", name="Code kopieren")).to_be_visible()
        await expect(body.get_by_role("button", name="Bild von pictures.example laden")).to_be_visible()
