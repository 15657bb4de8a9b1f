"""Markdown as HTML that can do nothing: no scripts, no foreign requests, links that tell nobody where they were."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from chat_app.services.exports.markdown_tokens import make_parser
from chat_app.services.exports.mathematics import mathml

MAX_COLOURED = 100_000


def html_of(text: str) -> str:
    """The message as HTML."""
    return _parser().render(text)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """The parser with our rules in place of all that could load, run or reveal something."""
    markdown = make_parser()
    for name, rule in RULES.items():
        markdown.add_render_rule(name, lambda _renderer, tokens, index, _options, _env, rule=rule: rule(tokens[index]))
    return markdown


def _fence(token: Token) -> str:
    return code_block(token.content, token.info.split()[0] if token.info.split() else "")


def _image(token: Token) -> str:
    # A picture from elsewhere would tell its server who reads this: it becomes a link.
    address = str(token.attrGet("src") or "")
    return link(address, token.content or address)


def _link_open(token: Token) -> str:
    return f'<a href="{escape(str(token.attrGet("href") or ""))}" rel="noopener noreferrer nofollow">'


def _inline_formula(token: Token) -> str:
    return mathml(token.content, block=False)


def _formula(token: Token) -> str:
    return f"<p>{mathml(token.content, block=True)}</p>"


RULES: dict[str, Callable[[Token], str]] = {
    "fence": _fence,
    "code_block": _fence,
    "image": _image,
    "link_open": _link_open,
    "math_inline": _inline_formula,
    "math_single": _inline_formula,
    "math_inline_double": lambda token: mathml(token.content, block=True),
    "math_block": _formula,
    "math_block_eqno": _formula,
    "math_block_label": _formula,
}


def link(address: str, label: str) -> str:
    """A link for addresses that a browser may open, else the label alone."""
    if not address.startswith(("https://", "http://")):
        return escape(label)
    return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{escape(label)}</a>'


def code_block(code: str, language: str) -> str:
    """Code with its colours."""
    head = f"<figcaption>{escape(language)}</figcaption>" if language else ""
    return f'<figure class="code">{head}<pre><code>{_coloured(code, language)}</code></pre></figure>'


def _coloured(code: str, language: str) -> str:
    from pygments import highlight  # noqa: PLC0415  (50 ms that only an export needs)
    from pygments.formatters.html import HtmlFormatter  # noqa: PLC0415
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    if not language or len(code) > MAX_COLOURED:
        return escape(code)
    try:
        lexer: Any = get_lexer_by_name(language)
    except ClassNotFound:
        return escape(code)
    return highlight(code, lexer, HtmlFormatter(nowrap=True))


@lru_cache(maxsize=2)
def code_colours(*, dark: bool) -> str:
    """The style sheet of coloured code."""
    from pygments.formatters.html import HtmlFormatter  # noqa: PLC0415

    return HtmlFormatter(style="github-dark" if dark else "friendly", nobackground=True).get_style_defs(".code code")
