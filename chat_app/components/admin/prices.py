"""The page of prices."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.confirm import confirm_button
from chat_app.components.admin.form import field, form
from chat_app.components.admin.frame import page_head
from chat_app.components.admin.library import module
from chat_app.components.admin.table import chip, column, table
from chat_app.components.admin.words import words
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.admin.price_views import KINDS, PIECES, STATES, ChangeView, ModelView
from chat_app.state.admin.prices_state import PriceChangesState, PriceListsState, PriceModelsState, PriceRunsState

WORDS = (
    "fetch_now", "fetching", "approve", "reject", "close", "kind", "before", "after", "jump", "history", "since_release", "until_now", "source",
    "unknown_price", "own_title", "own_text", "own_save", "own_saved", "own_clear", "no_provider", "per_million", "per_piece", "version",
)  # fmt: skip


class FetchPrices(rx.Component):
    """A button that fetches all lists."""

    library = module("prices.jsx")
    tag = "FetchPrices"
    lib_dependencies: list[str] = [LUCIDE]
    fetched: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_fetch: rx.EventHandler[rx.event.no_args_event_spec]


class PriceChange(rx.Component):
    """One change in a drawer: before and after by kind. `on_decide` gets the changes and whether they are approved."""

    library = module("prices.jsx")
    tag = "PriceChange"
    lib_dependencies: list[str] = [LUCIDE]
    change: rx.Var[ChangeView]
    labels: rx.Var[dict[str, str]]
    on_close: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_decide: rx.EventHandler[rx.event.passthrough_event_spec(list, bool)]


class PricedModelDrawer(rx.Component):
    """One model in a drawer: its history, and a price of one's own."""

    library = module("prices.jsx")
    tag = "PricedModelDrawer"
    lib_dependencies: list[str] = [LUCIDE]
    model: rx.Var[ModelView]
    kinds: rx.Var[list[dict]]
    problem: rx.Var[str]
    saved: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_close: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_clear: rx.EventHandler[rx.event.no_args_event_spec]


def prices_page() -> rx.Component:
    """Lists, changes, models."""
    labels = words("admin_prices", WORDS)
    fetch = FetchPrices.create(fetched=PriceRunsState.fetched, labels=labels, on_fetch=PriceRunsState.fetch_now)
    return rx.fragment(
        page_head("admin_nav.prices", fetch, text="admin_prices.intro"),
        _note(PriceRunsState.note, "price-run-note"),
        rx.el.h2(t("admin_prices.changes"), class_name="admin-part"),
        _note(PriceChangesState.note, "price-note"),
        _decide_all(),
        _changes(),
        rx.el.h2(t("admin_prices.models"), class_name="admin-part"),
        _models(),
        rx.el.h2(t("admin_prices.runs"), class_name="admin-part"),
        _runs(),
        rx.el.h2(t("admin_prices.lists"), class_name="admin-part"),
        _lists(),
        PriceChange.create(
            change=PriceChangesState.change, labels=labels, on_close=PriceChangesState.open, on_decide=PriceChangesState.decide
        ),
        PricedModelDrawer.create(
            model=PriceModelsState.model,
            kinds=rx.Var.create([{"name": kind, "label": t(label), "piece": kind in PIECES} for kind, label in KINDS.items()]),
            problem=PriceModelsState.form_problem,
            saved=PriceModelsState.saved,
            labels=labels,
            on_close=PriceModelsState.open,
            on_save=PriceModelsState.save,
            on_clear=PriceModelsState.clear_own,
        ),
    )


def _note(text: rx.Var[str], testid: str) -> rx.Component:
    return rx.el.p(text, class_name="admin-note", role="status", custom_attrs={"data-testid": testid})


def _decide_all() -> rx.Component:
    """Both ask first: they decide also about what is on further pages."""
    approve, reject = t("admin_prices.approve_all"), t("admin_prices.reject_all")
    buttons = rx.el.div(
        confirm_button(
            approve, approve, t("admin_prices.approve_all_ask"), PriceChangesState.decide([], True), testid="approve-all", danger=False
        ),
        confirm_button(reject, reject, t("admin_prices.reject_all_ask"), PriceChangesState.decide([], False), testid="reject-all"),
        class_name="admin-actions price-decisions",
    )
    return rx.cond(PriceChangesState.waiting > 0, buttons)


def _changes() -> rx.Component:
    columns = [
        column("model", "admin_prices.model"),
        column("rates", "admin_prices.change"),
        column("state", "admin_prices.state"),
        column("at", "admin_prices.at", "time"),
    ]
    filters = [chip("state", "admin_prices.state", [(state, t(label)) for state, (label, _) in STATES.items()])]
    return table(
        PriceChangesState,
        "price-changes",
        columns,
        PriceChangesState.query,
        filters=filters,
        empty="admin_prices.no_changes",
        search="admin_prices.search_model",
        on_row=PriceChangesState.open,
    )


def _models() -> rx.Component:
    columns = [
        column("model", "admin_prices.model"),
        column("input", "admin_prices.input_per_million", "number"),
        column("output", "admin_prices.output_per_million", "number"),
        column("source", "admin_prices.source"),
        column("waiting", "admin_prices.change"),
    ]
    return table(
        PriceModelsState,
        "price-models",
        columns,
        PriceModelsState.query,
        empty="admin_prices.no_models",
        search="admin_prices.search_model",
        on_row=PriceModelsState.open,
    )


def _runs() -> rx.Component:
    columns = [
        column("source", "admin_prices.list"),
        column("at", "admin_prices.at", "time"),
        column("status", "admin_prices.state"),
        column("models", "admin_prices.model_count", "number"),
        column("changed", "admin_prices.changed_count", "number"),
        column("waiting", "admin_prices.waiting_count", "number"),
    ]
    return table(PriceRunsState, "price-runs", columns, PriceRunsState.query, empty="admin_prices.no_runs", search="")


def _lists() -> rx.Component:
    fields = [
        field("fetch", "switch", "admin_prices.fetch", note="admin_prices.fetch_help"),
        field("litellm_url", "url", "admin_prices.litellm_url", note="admin_prices.url_help"),
        field("openrouter_url", "url", "admin_prices.openrouter_url"),
    ]
    state = PriceListsState
    return form(
        "price-lists", fields, values=state.values, problems=state.problems, saved=state.saved, ready=state.ready, on_save=state.save
    )
