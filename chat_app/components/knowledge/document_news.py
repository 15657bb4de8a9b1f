"""The news that documents changed, for the lists of a page."""

import reflex as rx

from chat_app.components.knowledge.library import module
from chat_app.state.knowledge.document_news_state import DocumentNewsState


class DocumentNews(rx.Component):
    """Tells the lists of documents on the page to look again."""

    library = module("document_news.jsx")
    tag = "DocumentNews"
    serial: rx.Var[int]


def document_news() -> rx.Component:
    """Belongs on every page that shows a `DocumentList`."""
    return DocumentNews.create(serial=DocumentNewsState.serial)
