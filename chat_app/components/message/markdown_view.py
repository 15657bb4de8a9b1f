"""Markdown that a person or a model wrote, shown safely."""

import reflex as rx

from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES, library


class MarkdownView(rx.Component):
    """CommonMark, GFM, mathematics and Mermaid. Raw HTML is text, pictures load only on a click."""

    library = library("markdown_view.jsx")
    tag = "MarkdownView"
    lib_dependencies: list[str] = PACKAGES

    text: rx.Var[str]
    labels: rx.Var[dict[str, str]]


def markdown_view(text: rx.Var[str] | str) -> rx.Component:
    """Finished markdown. For an answer that may still stream use `message_body`."""
    return MarkdownView.create(text=text, labels=message_labels())
