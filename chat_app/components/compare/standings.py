"""The panel with the win rates."""

import reflex as rx

from chat_app.components.compare.library import module
from chat_app.components.layout.side_panel import panel_section
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.compare.standings_state import StandingsState
from chat_app.state.compare.views import StandingView


class Standings(rx.Component):
    """Tables with bars, read when they come into view."""

    library = module("standings.jsx")
    tag = "Standings"
    lib_dependencies: list[str] = [LUCIDE]
    models: rx.Var[list[StandingView]]
    pairs: rx.Var[list[StandingView]]
    ready: rx.Var[bool]
    labels: rx.Var[dict[str, str]]
    on_load: rx.EventHandler[rx.event.no_args_event_spec]


def standings_panel() -> rx.Component:
    """Who wins, as a section of the side panel."""
    labels = {
        "none": t("standings.none"),
        "about": t("standings.about"),
        "byModel": t("standings.by_model"),
        "byPair": t("standings.by_pair"),
        "model": t("standings.model"),
        "pair": t("standings.pair"),
        "against": t("standings.against", name="{name}", other="{other}"),
        "votes": t("standings.votes"),
        "choices": t("standings.choices"),
        "score": t("standings.score", wins="{wins}", games="{games}"),
        "time": t("standings.time"),
        "cost": t("standings.cost"),
    }
    table = Standings.create(
        models=StandingsState.models,
        pairs=StandingsState.pairs,
        ready=StandingsState.ready,
        labels=rx.Var.create(labels),
        on_load=StandingsState.load,
    )
    return panel_section("standings", "standings.title", table)
