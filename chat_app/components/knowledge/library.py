"""The JavaScript beside this file, as Reflex imports it, and what the parts of /knowledge have in common."""

import reflex as rx

from chat_app.components.ui.javascript import importable
from chat_app.components.ui.library import LUCIDE
from chat_app.components.viewer.library import OPENING


def module(name: str) -> str:
    """What to import to get `name`, a file of this folder."""
    return importable(__file__, name)


IMPORTED = (OPENING, importable(__file__, "document_list.jsx"))
"""What our JavaScript imports, and that of the pages of projects: named here so that the folders are linked."""


class Part(rx.Component):
    """An island of the page: it asks our REST interface itself, and the server's state knows nothing of it."""

    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]
