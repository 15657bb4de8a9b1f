"""The JavaScript beside this file, as Reflex imports it."""

from chat_app.components.ui.javascript import importable

LUCIDE = "lucide-react@1.26.0"
"""The version that Reflex itself uses; another one would be bundled a second time."""


def module(name: str) -> str:
    """What to import to get `name`, a file of this folder."""
    return importable(__file__, name)
