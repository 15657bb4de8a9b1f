"""The viewer of documents, for any page: `shell(..., panel=viewer())`, or its two parts where the page has a panel already."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.layout.side_panel import side_panel
from chat_app.components.ui.text import language_var
from chat_app.components.viewer.library import DocumentListener, DocumentSection

WORDS = (
    "title", "close", "open_tab", "download", "tabs", "tab_pages", "tab_text", "tab_passages", "tab_details", "pages_of",
    "page_n", "page_field", "slide_n", "sheet_n", "chapter_n", "zoom_in", "zoom_out", "fit", "zoom", "passage_of", "previous_passage",
    "next_passage", "passage_gone", "gone_title", "gone_text", "failed", "retry", "reading", "reading_percent", "unreadable",
    "cancelled", "read_again", "page_failed", "passages_text", "passages_none", "passages_more", "passage_n", "passage_page",
    "tokens", "edited", "off", "show", "edit", "switch_off", "switch_on", "reset", "save", "cancel", "passage_text", "show_all",
    "show_less", "detail_kind", "detail_size", "detail_language", "detail_pages", "detail_slides", "detail_sheets", "detail_chapters",
    "detail_passages", "detail_tokens", "detail_version", "detail_source", "detail_added", "detail_changed", "detail_off",
    "source_upload", "source_paste", "source_url", "source_watch", "source_mail", "source_chat", "source_message", "source_note",
    "passage_slide", "passage_sheet", "passage_chapter", "kind_pdf", "kind_office", "kind_book", "kind_web", "kind_mail", "kind_image", "kind_text", "kind_table", "kind_code", "kind_data",
    "log", "problem",
)  # fmt: skip


def viewer() -> rx.Component:
    """All of it, for a page without other sections in its panel."""
    return rx.fragment(side_panel(viewer_section()), viewer_listener())


def viewer_section() -> rx.Component:
    """A section of the side panel."""
    return DocumentSection.create(labels=words("viewer", WORDS), language=language_var())


def viewer_listener() -> rx.Component:
    """Once on each page that has the section."""
    return DocumentListener.create()
