"""The first page of administration."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import page_head
from chat_app.components.admin.library import module
from chat_app.components.admin.words import words
from chat_app.components.ui.library import LUCIDE
from chat_app.state.admin.overview_state import OverviewState
from chat_app.state.admin.overview_views import Figure, Notice
from chat_app.state.admin.person_views import FactView

WORDS = ("attention", "all_well", "installation")


class Overview(rx.Component):
    """Figures, warnings, facts."""

    library = module("overview.jsx")
    tag = "Overview"
    lib_dependencies: list[str] = [LUCIDE]
    figures: rx.Var[list[Figure]]
    warnings: rx.Var[list[Notice]]
    facts: rx.Var[list[FactView]]
    ready: rx.Var[bool]
    labels: rx.Var[dict[str, str]]


def overview_page() -> rx.Component:
    """How the house is."""
    return rx.fragment(
        page_head("admin_nav.overview"),
        Overview.create(
            figures=OverviewState.figures,
            warnings=OverviewState.warnings,
            facts=OverviewState.facts,
            ready=OverviewState.ready,
            labels=words("admin_overview", WORDS),
        ),
    )
