"""A chat as Markdown that any editor shows."""

from __future__ import annotations

from chat_app.i18n import translate
from chat_app.services.exports.dto import ExportedChat, ExportedMessage
from chat_app.services.exports.labels import facts, heading, source_line, when


def to_markdown(chat: ExportedChat, language: str) -> str:
    """Title, then each message below a heading; the messages' own Markdown stays as it is."""
    head = f"# {_line(chat.title)}\n\n{translate('export.made', language, date=when(chat.created_at, language))}\n"
    return "\n".join([head, *(_message(message, language) for message in chat.messages)])


def _message(message: ExportedMessage, language: str) -> str:
    files = "".join(f"- {_line(file.name)} ({file.media_type}, {file.size} B)\n" for file in message.files)
    sources = "".join(f"- [{source.number}] {source_line(source, language)}\n" for source in message.sources)
    return "\n".join(
        [
            f"## {_line(heading(message, language))}\n\n*{facts(message, language)}*\n\n{message.text.strip()}\n",
            *([files] if files else []),
            *([f"**{translate('export.sources', language)}**\n\n{sources}"] if sources else []),
        ]
    )


def _line(text: str) -> str:
    return " ".join(text.split())
