"""The JavaScript beside this file, as Reflex imports it. Others import `opening.js` to have a document opened."""

from chat_app.components.ui.javascript import importable


def module(name: str) -> str:
    """What to import to get `name`, a file of this folder."""
    return importable(__file__, name)


OPENING = module("opening.js")
"""Named here so that the folder is linked for whoever imports it, also on pages without the viewer."""
