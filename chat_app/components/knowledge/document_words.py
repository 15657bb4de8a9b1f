"""The words of the list of documents, for every page that shows it."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words

WORDS = (
    "title", "failed", "retry", "more", "close", "cancel", "search", "all_places", "no_place", "place", "all_states", "state",
    "state_waiting", "state_working", "state_ready", "state_failed", "state_cancelled", "state_off", "trash", "leave_trash",
    "trash_text", "empty", "empty_text", "empty_read_only", "nothing", "clear", "empty_trash_list", "stage_fetching",
    "stage_reading", "stage_chunking", "stage_embedding", "stage_indexing", "percent", "left_seconds", "left_minutes",
    "left_hours", "all_left", "counts_all", "counts_open", "counts_failed", "pages", "passages", "version", "source_paste",
    "source_url", "source_chat", "source_message", "source_mail", "source_watch", "source_note", "open", "actions", "rename",
    "name", "save", "move", "move_to", "switch_off", "switch_on", "room", "use", "leave_out", "read_again", "stop", "to_trash", "restore", "purge",
    "purge_title", "purge_text", "purge_many", "log", "log_of", "log_empty", "download", "select", "select_all", "selected",
    "selection", "end_selection", "trashed", "trashed_many", "undo", "deleted_at", "add", "add_files", "add_folder", "add_text",
    "add_address", "add_chat", "add_title", "drop", "text_field", "text_name", "address_field", "address_help", "chat_field",
    "chat_search", "chat_none", "chat_help", "add_now", "uploads", "uploads_done", "uploads_refused", "upload_waiting",
    "upload_done", "upload_failed", "upload_again", "upload_stop", "upload_clear", "missing",
)  # fmt: skip


def document_list_words() -> rx.Var[dict[str, str]]:
    """`labels` of `DocumentList` (document_list.jsx)."""
    return words("document_list", WORDS)
