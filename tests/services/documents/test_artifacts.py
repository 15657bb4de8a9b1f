"""What in answers is an artifact, and which blocks are versions of one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.documents.artifacts import MIN_CODE_LINES, Source, block_text, find_artifacts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LONG = "\n".join(f"line {number}" for number in range(MIN_CODE_LINES + 3))


def sources(*texts: str) -> list[Source]:
    return [Source(f"m{number}", text, NOW) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("info", "content", "kind"),
    [
        ("html", "<p>x</p>", "html"),
        ("svg", "<svg/>", "svg"),
        ("xml", '<svg xmlns="x"/>', "svg"),
        ("mermaid", "graph TD", "mermaid"),
        ("csv", "a,b", "table"),
        ("markdown", "# Plan", "document"),
        ("python", LONG, "code"),
    ],
)
def test_kinds(info: str, content: str, kind: str) -> None:
    (artifact,) = find_artifacts(sources(f"Here:\n\n```{info}\n{content}\n```\n"))
    assert artifact.kind == kind


@pytest.mark.parametrize("text", ["no block", "```python\nshort\n```", "```html\n\n```", "`inline`"])
def test_what_stays_where_it_stands(text: str) -> None:
    assert find_artifacts(sources(text)) == []


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("```html\n<title> My  page </title>\n```", "My page"),
        ("```markdown\n# The plan\ntext\n```", "The plan"),
        (f"```python main.py\n{LONG}\n```", "main.py"),
        (f'```python title="tool.py"\n{LONG}\n```', "tool.py"),
        ("```mermaid\ngraph TD\n```", ""),
    ],
)
def test_titles(block: str, title: str) -> None:
    assert find_artifacts(sources(block))[0].title == title


class TestVersions:
    def test_the_same_name_is_the_next_version(self) -> None:
        (artifact,) = find_artifacts(sources("```html\n<title>A</title>1\n```", "none", "x\n\n```html\n<title>A</title>other\n```"))
        assert [(version.message_id, version.index) for version in artifact.versions] == [("m0", 0), ("m2", 0)]

    def test_untitled_blocks_that_are_alike(self) -> None:
        (artifact,) = find_artifacts(sources(f"```python\n{LONG}\n```", f"```python\n{LONG}\nmore\n```"))
        assert len(artifact.versions) == 2

    def test_two_blocks_of_one_message_and_different_ones_are_two_artifacts(self) -> None:
        other = "\n".join(f"something else {number * 7}" for number in range(20))
        assert len(find_artifacts(sources(f"```python\n{LONG}\n```\n\n```python\n{LONG}\n```"))) == 2
        assert len(find_artifacts(sources(f"```python\n{LONG}\n```", f"```python\n{other}\n```"))) == 2


def test_block_by_its_place() -> None:
    text = "```\na\n```\n\n~~~html\n<b>\n~~~"
    assert block_text(text, 1) == ("html", "<b>\n")
    assert block_text(text, 2) is None
    assert block_text(text, -1) is None


@given(st.lists(st.text(max_size=300), max_size=5))
def test_any_text_can_be_read(texts: list[str]) -> None:
    for artifact in find_artifacts(sources(*texts)):
        for version in artifact.versions:
            text = texts[int(version.message_id[1:])]
            assert block_text(text, version.index) == (artifact.language, version.text)
