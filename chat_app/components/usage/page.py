"""The pages of usage: one's own, and everybody's for administrators."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.components.admin.form import field, form
from chat_app.components.admin.frame import page_alone, page_head
from chat_app.components.admin.words import words
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.components.usage.library import module
from chat_app.state.admin.site_usage_state import PricingState, RefusedView, SiteUsageState
from chat_app.state.usage.call_views import CallView
from chat_app.state.usage.page import UsageMixin
from chat_app.state.usage.usage_state import UsageState

WORDS = (
    "period", "period_today", "period_week", "period_days30", "period_month", "period_custom", "first", "last", "model", "project",
    "key", "kind", "chat", "person", "all", "csv", "figure_cost", "figure_paid", "figure_margin", "figure_own", "figure_calls",
    "figure_tokens", "unpriced", "loss", "own_note", "own_short", "cached", "tokens_note", "rate_hand", "rate_day", "rate_days",
    "rate_of", "change", "nothing", "nothing_here", "show_all", "to_chat", "failed", "retry", "per_day", "per_month", "tokens_per_day",
    "tokens_per_month", "metric", "metric_cost", "metric_tokens", "as_table", "per_model", "per_project", "per_key", "per_kind",
    "per_person", "per_provider", "tokens_of", "calls_of", "gone_key", "unnamed", "calls_title", "calls_on", "all_days",
    "no_calls", "more", "when", "column_when", "column_what", "column_model", "column_chat", "column_person", "column_tokens",
    "column_amount", "column_cost", "column_paid", "column_margin", "untitled", "unknown", "billed", "split", "split_unit",
    "split_count", "split_rate", "split_amount", "estimated", "fact_tokens_in", "fact_tokens_out", "fact_tokens_cached",
    "fact_tokens_reasoning", "fact_provider", "fact_key", "fact_duration", "fact_price_version", "fact_rate", "fact_status",
    "status_stopped", "status_interrupted", "status_failed", "refused_rate", "take_over",
)  # fmt: skip
KINDS = (
    "send", "edit", "regenerate", "continue", "compare", "merge", "title", "rewrite", "summary", "side", "canvas", "temporary",
    "embedding", "tool",
)  # fmt: skip
UNITS = (
    "input", "output", "cache_read", "cache_write", "cache_write_1h", "reasoning", "audio_in", "audio_out", "image_in",
    "image_out", "image", "request", "search",
)  # fmt: skip


class UsageView(rx.Component):
    """Sums, charts and calls of a period."""

    library = module("usage_view.jsx")
    tag = "UsageView"
    lib_dependencies: list[str] = [LUCIDE]
    site: rx.Var[bool]
    status: rx.Var[str]
    problem: rx.Var[str]
    wish: rx.Var[dict[str, Any]]
    report: rx.Var[dict[str, Any]]
    calls: rx.Var[list[CallView]]
    cursor: rx.Var[str]
    csv: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    kinds: rx.Var[dict[str, str]]
    units: rx.Var[dict[str, str]]
    on_show: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_more: rx.EventHandler[rx.event.no_args_event_spec]


class RefusedRates(rx.Component):
    """Rates of exchange that wait for a look; nothing while there are none."""

    library = module("refused_rates.jsx")
    tag = "RefusedRates"
    lib_dependencies: list[str] = [LUCIDE]
    rates: rx.Var[list[RefusedView]]
    labels: rx.Var[dict[str, str]]
    on_accept: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def usage_page() -> rx.Component:
    """What I used, in the frame that all pages have."""
    view = _view(UsageState, UsageState.show, UsageState.more, site=False)
    return page_alone("usage.title", "usage-page", page_head("usage.title", text="usage.text"), view)


def site_usage_page() -> rx.Component:
    """What everybody used, and the margin."""
    return rx.fragment(
        page_head("usage.title", text="usage.site_text"),
        RefusedRates.create(
            rates=SiteUsageState.refused, labels=words("usage", ("refused_rate", "take_over")), on_accept=SiteUsageState.accept_rate
        ),
        _view(SiteUsageState, SiteUsageState.show, SiteUsageState.more, site=True),
        rx.el.div(rx.el.div(rx.el.h2(t("usage.margin_title")), rx.el.p(t("usage.margin_text"))), class_name="admin-head small admin-next"),
        form(
            "pricing-form",
            [field("margin_points", "text", "usage.margin", note="usage.margin_help", unit="usage.margin_unit")],
            values=PricingState.values,
            problems=PricingState.problems,
            saved=PricingState.saved,
            ready=PricingState.ready,
            on_save=PricingState.save,
        ),
    )


def _view(state: type[UsageMixin], on_show: Any, on_more: Any, *, site: bool) -> rx.Component:
    wish = {"period": state.period, "first": state.first, "last": state.last, "day": state.day, "filters": state.filters}
    report = {"figures": state.figures, "charts": state.charts, "note": state.note, "options": state.options}
    return UsageView.create(
        site=site,
        status=state.status,
        problem=state.problem,
        wish=rx.Var.create(wish),
        report=rx.Var.create(report),
        calls=state.calls,
        cursor=state.cursor,
        csv=state.csv,
        labels=words("usage", WORDS),
        kinds=words("usage_kinds", KINDS),
        units=words("usage_units", UNITS),
        on_show=on_show,
        on_more=on_more,
    )
