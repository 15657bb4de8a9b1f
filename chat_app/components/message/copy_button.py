"""A button that copies text and says so."""

import reflex as rx

from chat_app.components.message.source_files import library
from chat_app.components.ui.text import t


class CopyButton(rx.Component):
    """Works in the browser alone; over plain http too, where the clipboard API is missing."""

    library = library("copy_button.jsx")
    tag = "CopyButton"

    text: rx.Var[str]
    label: rx.Var[str]
    done_label: rx.Var[str]
    compact: rx.Var[bool]
    test_id: rx.Var[str]


def copy_button(text: rx.Var[str] | str, *, compact: bool = True, test_id: str = "copy") -> rx.Component:
    """Copies `text`; the label turns to "Copied" for 1.2 s. `compact` shows the icon only (its name stays for screen readers)."""
    return CopyButton.create(text=text, label=t("message.copy"), done_label=t("message.copied"), compact=compact, test_id=test_id)
