"""A chat as PDF, set by Typst: mathematics, coloured code, tables; no browser is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Container

from chat_app.i18n import translate
from chat_app.services.exports.dto import ExportedChat, ExportedMessage
from chat_app.services.exports.labels import facts, heading, source_line, when
from chat_app.services.exports.typst_body import literal, typst_of

_PREAMBLE = """#set page(paper: "a4", margin: (x: 2.2cm, y: 2.4cm), numbering: "1 / 1")
#set par(leading: 0.7em, spacing: 1em)
#set table(stroke: 0.5pt + luma(75%), inset: 5pt)
#show raw.where(block: true): it => block(fill: luma(96%), inset: 8pt, radius: 3pt, width: 100%, breakable: true, text(size: 8.5pt, it))
#show link: it => text(fill: rgb("#0f6e6a"), it)
"""


async def to_pdf(chat: ExportedChat, language: str) -> bytes:
    """The PDF; setting it takes about 10 ms per page, off the event loop."""
    return await asyncio.to_thread(set_chat, chat, language)


def set_chat(chat: ExportedChat, language: str) -> bytes:
    """The PDF. Answers that nest deeper than Typst can are set as they were written."""
    from typst import TypstError  # noqa: PLC0415  (as in `compile_pdf`)

    def can_be_set(message: ExportedMessage) -> bool:
        try:
            compile_pdf(typst_of(message.text))
        except TypstError:
            return False
        return True

    try:
        return compile_pdf(typst_source(chat, language))
    except TypstError:
        as_written = {message.id for message in chat.messages if not can_be_set(message)}
        return compile_pdf(typst_source(chat, language, as_written))


def typst_source(chat: ExportedChat, language: str, as_written: Container[str] = ()) -> str:
    """The document before it is set. `as_written`: the messages whose Markdown is not read."""
    title = chat.title or translate("export.untitled", language)
    made = translate("export.made", language, date=when(chat.created_at, language))
    head = [
        f"#set document(title: {literal(title)});",
        f'#set text(font: "Libertinus Serif", size: 10.5pt, lang: {literal(language)});',
        f'#text(size: 20pt, weight: "bold")[#{literal(title)};]',
        f"#text(size: 9pt, fill: luma(35%))[#{literal(made)};]",
    ]
    return _PREAMBLE + "\n\n".join([*head, *(_message(message, language, as_written) for message in chat.messages)])


def compile_pdf(source: str) -> bytes:
    """Set a document whose source is ours."""
    import typst  # noqa: PLC0415  (80 MB of which only an export needs anything)

    return typst.compile(source.encode())


def _message(message: ExportedMessage, language: str, as_written: Container[str]) -> str:
    typed = message.role == "user" or message.id in as_written
    body = f"#{literal(message.text)};" if typed else typst_of(message.text)
    files = "".join(f"\n#text(size: 9pt, fill: luma(35%))[#{literal(file.name)};]" for file in message.files)
    files += "".join(
        f"\n\n#text(size: 9pt, fill: luma(35%))[#{literal(f'[{source.number}] {source_line(source, language)}')};]"
        for source in message.sources
    )
    line = (
        f"#block(above: 1.6em, below: 0.6em, sticky: true)[#strong[#{literal(heading(message, language))};]; "
        f"#text(size: 8.5pt, fill: luma(35%))[#{literal(facts(message, language))};]]"
    )
    fill = 'fill: rgb("#e2f0ee"), inset: 9pt, radius: 4pt, ' if message.role == "user" else ""
    return f"{line}\n#block({fill}width: 100%, breakable: true)[{body}{files}]"
