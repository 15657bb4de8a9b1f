"""The files of a message."""

import reflex as rx

from chat_app.components.attachments.labels import file_labels
from chat_app.components.attachments.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.state.chat.views import FileView


class MessageFiles(rx.Component):
    """Pictures and chips, each with a preview."""

    library = module("message_files.jsx")
    tag = "MessageFiles"
    lib_dependencies: list[str] = [LUCIDE]
    files: rx.Var[list[FileView]]
    labels: rx.Var[dict[str, str]]


def message_files(files: rx.Var[list[FileView]]) -> rx.Component:
    """What was sent with a message."""
    return MessageFiles.create(files=files, labels=file_labels())
