"""The dialog that makes knowledge of a chat or a message."""

from __future__ import annotations

import reflex as rx

from chat_app.components.semantic.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts

WORDS = (
    *("failed", "cancel", "close", "use", "move", "end", "chat_title", "message_title", "chat_text", "message_text", "used_text"),
    *("project", "own_library", "project_help"),
)


class SemanticDialog(rx.Component):
    """Opened by the action "semantic.use"."""

    library = module("semantic_dialog.jsx")
    tag = "SemanticDialog"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]


def semantic_dialog() -> rx.Component:
    return SemanticDialog.create(labels=texts(**{name: f"semantic.{name}" for name in WORDS}))
