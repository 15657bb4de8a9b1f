"""What finds passages of documents, and which folders of the server bring some. It speaks to the REST interface by itself."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import page_head
from chat_app.components.admin.words import words
from chat_app.components.admin_knowledge.library import module
from chat_app.components.ui.library import LUCIDE

WORDS = (
    *("failed", "retry", "cancel", "close", "save", "saved", "finding", "finding_text", "in_use", "here", "no_local", "words_only"),
    *("provider", "nothing_yet", "filling", "missing", "waiting", "away", "choose", "choose_title", "choose_text", "which"),
    *("option_here", "option_words", "option_provider", "model_id", "model_help", "model_missing", "estimating", "estimate"),
    *("estimate_free", "estimate_unknown", "estimate_none", "who_pays", "outside", "switch_now", "optimize", "optimized"),
    *("in_order", "limit", "limit_help", "limit_wrong", "watched", "watched_text", "no_places", "places", "none", "add", "add_title"),
    *("change", "change_title", "path", "path_help", "path_missing", "project", "project_help", "own_library", "owner", "documents"),
    *("one_document", "never_seen", "seen", "scan", "scanned", "scanned_left", "scanned_refused", "remove", "remove_title"),
    *("remove_text", "remove_keep", "remove_trash", "remove_documents"),
)


class AdminKnowledge(rx.Component):
    """The model of the index, and the watched folders."""

    library = module("page.jsx")
    tag = "AdminKnowledge"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]


def admin_knowledge_page() -> rx.Component:
    return rx.fragment(
        page_head("admin_nav.knowledge", text="admin_knowledge.text"), AdminKnowledge.create(labels=words("admin_knowledge", WORDS))
    )
