"""The page of documents: what there is, searching in it, and testing how well it is found."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import page_alone, page_head
from chat_app.components.admin.words import words
from chat_app.components.knowledge.document_news import document_news
from chat_app.components.knowledge.document_words import document_list_words
from chat_app.components.knowledge.library import Part, module
from chat_app.components.knowledge.search_words import knowledge_search_words
from chat_app.components.viewer.viewer import viewer

WORDS = ("tabs", "tab_documents", "tab_search", "tab_bench", "off")


class KnowledgePage(Part):
    """Lays out the parts in tabs."""

    library = module("page.jsx")
    tag = "KnowledgePage"
    documents: rx.Var[dict[str, str]]
    """The words of the list."""
    searching: rx.Var[dict[str, str]]
    """Those of the search and of the test bench."""


def knowledge_body() -> rx.Component:
    """The frame that all pages have, and the parts in it."""
    content = KnowledgePage.create(
        labels=words("knowledge_page", WORDS), documents=document_list_words(), searching=knowledge_search_words()
    )
    head = page_head("knowledge_page.title", text="knowledge_page.text")
    return page_alone("knowledge_page.title", "knowledge-page", head, content, document_news(), panel=viewer())
