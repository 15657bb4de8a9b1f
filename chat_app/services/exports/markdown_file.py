"""A chat as Markdown that any editor shows."""

from __future__ import annotations

from chat_app.i18n import translate
from chat_app.services.exports.dto import ExportedChat, ExportedMessage
from chat_app.services.exports.labels import facts, heading, when


def to_markdown(chat: ExportedChat, language: str) -> str:
    """Title, then each message below a heading; the messages' own Markdown stays as it is."""
    head = f"# {_line(chat.title)}\n\n{translate('export.made', language, date=when(chat.created_at, language))}\n"
    return "\n".join([head, *(_message(message, language) for message in chat.messages)])


def _message(message: ExportedMessage, language: str) -> str:
    files = "".join(f"- {_line(file.name)} ({file.media_type}, {file.size} B)\n" for file in message.files)
    return f"## {_line(heading(message, language))}\n\n*{facts(message, language)}*\n\n{message.text.strip()}\n" + (
        f"\n{files}" if files else ""
    )


def _line(text: str) -> str:
    return " ".join(text.split())
