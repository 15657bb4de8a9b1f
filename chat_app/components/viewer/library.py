"""The JavaScript beside this file, as Reflex imports it. Others import `opening.js` to have a document opened."""

import reflex as rx

from chat_app.components.ui.javascript import importable
from chat_app.components.ui.library import LUCIDE


def module(name: str) -> str:
    """What to import to get `name`, a file of this folder."""
    return importable(__file__, name)


OPENING = module("opening.js")
"""Named here so that the folder is linked for whoever imports it, also on pages without the viewer."""


class DocumentSection(rx.Component):
    """The section of the side panel that shows the document which was asked for, over REST."""

    library = module("viewer.jsx")
    tag = "DocumentSection"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]
    language: rx.Var[str]


class DocumentListener(rx.Component):
    """Opens the panel when a document is asked for, by `openDocument` or by the address; renders nothing."""

    library = module("listener.jsx")
    tag = "DocumentListener"
