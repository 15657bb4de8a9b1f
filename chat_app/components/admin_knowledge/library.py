"""The JavaScript beside this file, as Reflex imports it."""

from chat_app.components.ui.javascript import importable


def module(name: str) -> str:
    """What to import to get `name`, a file of this folder."""
    return importable(__file__, name)
