"""Local models: the Ollama servers of the house, and what works without a network.

The component speaks to the REST interface by itself: progress comes several times a second, and state need not know it.
"""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import page_head
from chat_app.components.admin.library import module
from chat_app.components.admin.words import words
from chat_app.components.ui.library import LUCIDE

WORDS = (
    *("failed", "retry", "cancel", "close", "servers", "none", "none_help", "environment", "provider", "answers", "silent", "again"),
    *("models", "models_empty", "on_disk", "in_memory", "memory_of", "on_card", "until", "stays", "unload", "delete", "delete_title"),
    *("delete_text", "details", "context", "tokens", "chat", "vision", "tools", "thinking", "embedding", "get", "get_label", "get_help"),
    *("get_button", "suggestions", "suggested_size", "there", "downloads", "asking", "loading", "checking", "writing", "done"),
    *("cancelled", "progress", "speed", "left", "resume", "put_away", "offline", "offline_help", "offline_check", "works", "missing"),
    *("off", "network", "get_missing", "family", "quantisation", "license", "template", "settings"),
)


class LocalModels(rx.Component):
    """Servers with their models and downloads."""

    library = module("local_models.jsx")
    tag = "LocalModels"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]


def local_models_page() -> rx.Component:
    return rx.fragment(
        page_head("admin_nav.local_models", text="admin_ollama.text"), LocalModels.create(labels=words("admin_ollama", WORDS))
    )
