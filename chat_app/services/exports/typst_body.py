"""Markdown as Typst source. Text only ever appears in string literals, so that nothing a message says is executed."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from chat_app.services.exports.markdown_tokens import tokens_of
from chat_app.services.exports.typst_math import typst_math

_MARKS = {"strong": "strong", "em": "emph", "s": "strike"}


def typst_of(text: str) -> str:
    """The message as Typst markup."""
    return _Writer(tokens_of(text)).blocks()


def literal(text: str) -> str:
    """A string literal of Typst."""
    clean = "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 0x20)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def code(source: str, language: str = "", *, block: bool = True) -> str:
    """Code with its colours."""
    known = f", lang: {literal(language)}" if language else ""
    return f"#raw({literal(source)}, block: {str(block).lower()}{known});"


def formula(latex: str, *, block: bool) -> str:
    """A formula, as code when it cannot be read."""
    source = typst_math(latex)
    if source is None:
        return code(latex, block=block)
    return f"#math.equation(block: {str(block).lower()}, $ {source} $);"


class _Writer:
    """Walks over the tokens once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def blocks(self, end: str = "") -> str:
        """Everything up to the token `end`."""
        parts: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == end:
                break
            parts.append(self._block(token))
        return "\n".join(part for part in parts if part)

    def _block(self, token: Token) -> str:
        kind = token.type
        if kind == "inline":
            return inline(token.children or [])
        if kind in {"fence", "code_block"}:
            return code(token.content.rstrip("\n"), (token.info or "").split()[0] if (token.info or "").split() else "")
        if kind.startswith("math"):
            return formula(token.content, block=True)
        if kind == "hr":
            return "#line(length: 100%, stroke: 0.5pt + luma(70%));"
        if kind.endswith("_open"):
            return self._container(token)
        return ""

    def _container(self, token: Token) -> str:
        inner = self._table if token.tag == "table" else self.blocks
        content = inner(token.type.replace("_open", "_close"))
        return {
            "paragraph_open": f"#par[{content}];",
            "heading_open": f"#heading(level: {min(6, int(token.tag[1:]) + 2 if token.tag[1:].isdigit() else 3)}, outlined: false)[{content}];",
            "bullet_list_open": f"#list({content});",
            "ordered_list_open": f"#enum(start: {int(token.attrGet('start') or 1)}, {content});",
            "list_item_open": f"[{content}],",
            "blockquote_open": f"#quote(block: true)[{content}];",
            "footnote_open": f"#block[{content}];",
        }.get(token.type, content)

    def _table(self, end: str) -> str:
        rows: list[list[str]] = []
        while self._at < len(self._tokens) and self._tokens[self._at].type != end:
            token = self._tokens[self._at]
            self._at += 1
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                content = self.blocks(token.type.replace("_open", "_close"))
                rows[-1].append(f"[#strong[{content}]]" if token.type == "th_open" else f"[{content}]")
        self._at += 1
        columns = max((len(row) for row in rows), default=1)
        cells = ", ".join(cell for row in rows for cell in row + ["[]"] * (columns - len(row)))
        return f"#table(columns: {columns}, {cells});"


def inline(tokens: Sequence[Token]) -> str:
    """The inside of a paragraph."""
    parts: list[str] = []
    for token in tokens:
        name = token.type.rpartition("_")[0]
        if token.type == "text":
            parts.append(f"#{literal(token.content)};")
        elif token.type == "code_inline":
            parts.append(code(token.content, block=False))
        elif token.type.startswith("math"):
            parts.append(formula(token.content, block=False))
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" " if token.type == "softbreak" else "#linebreak();")
        elif token.type == "image":
            parts.append(f"#{literal(token.content or str(token.attrGet('src') or ''))};")
        elif token.type == "link_open":
            parts.append(_link_open(str(token.attrGet("href") or "")))
        elif token.type == "link_close":
            parts.append("];")
        elif name in _MARKS:
            parts.append(f"#{_MARKS[name]}[" if token.type.endswith("_open") else "];")
        elif token.type == "html_inline" and "checkbox" in token.content:
            parts.append(f"#{literal('☑ ' if 'checked' in token.content else '☐ ')};")
        elif token.type == "footnote_ref":
            parts.append(f"#super[#{literal(str(token.meta.get('id', 0) + 1))};];")
    return "".join(parts)


def _link_open(address: str) -> str:
    return f"#link({literal(address)})[" if address.startswith(("https://", "http://", "mailto:")) else "#text()["
