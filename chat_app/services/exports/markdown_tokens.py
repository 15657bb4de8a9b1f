"""Markdown of messages, read as the page reads it: CommonMark, tables, task lists, footnotes, mathematics; HTML is text."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from mdit_py_plugins.texmath import texmath_plugin

MAX_NESTING = 30


def make_parser() -> MarkdownIt:
    """A parser; it keeps nothing between two texts."""
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    markdown.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    markdown.use(texmath_plugin, delimiters="brackets")
    return markdown.use(footnote_plugin).use(tasklists_plugin)


_parser = lru_cache(maxsize=1)(make_parser)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text."""
    return _parser().parse(text, {})
