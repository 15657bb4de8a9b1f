"""The JavaScript beside this file, as Reflex imports it, and what the islands of projects have in common."""

import reflex as rx

from chat_app.components.ui.javascript import importable
from chat_app.components.ui.library import LUCIDE

RECHARTS = "recharts@3.10.1"
"""Charts. The page of a project loads them when it shows some (overview.jsx)."""


def module(name: str) -> str:
    """What to import to get `name`, a file of this folder."""
    return importable(__file__, name)


class ProjectPart(rx.Component):
    """An island that asks our REST interface itself; that something changed it hears from `ProjectNews`."""

    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]
