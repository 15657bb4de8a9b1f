"""The JavaScript beside this file, as Reflex imports it, and what the parts of /billing have in common."""

import reflex as rx

from chat_app.components.ui.javascript import importable
from chat_app.components.ui.library import LUCIDE


def module(name: str) -> str:
    """What to import to get `name`, a file of this folder."""
    return importable(__file__, name)


class Part(rx.Component):
    """An island of the page: it asks our REST interface itself, and the server's state knows nothing of it.

    Each has a Python file of its own with its words, which `parts.py` lists. In JavaScript they share `card.jsx` (the frame of a
    section), `money.js` (amounts as the reader writes them) and `wallet.js` (the balance, and the news that it changed).
    """

    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]
