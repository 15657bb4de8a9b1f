"""The audit log."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import page_head
from chat_app.components.admin.library import module
from chat_app.components.admin.table import chip, column, table
from chat_app.components.admin.words import words
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.admin.audit_state import AuditState
from chat_app.state.admin.audit_views import EntryView, VerdictView

WORDS = ("verify", "verifying", "details", "when", "close")
AREAS = (
    ("session.", "admin_audit.area_session"),
    ("user.", "admin_audit.area_user"),
    ("invitation.", "admin_audit.area_invitation"),
    ("password.", "admin_audit.area_password"),
    ("group.", "admin_audit.area_group"),
    ("api_key.", "admin_audit.area_api_key"),
    ("provider.", "admin_audit.area_provider"),
    ("model.", "admin_audit.area_model"),
    ("ollama.", "admin_audit.area_ollama"),
    ("price.", "admin_audit.area_price"),
    ("site.", "admin_audit.area_site"),
    ("announcement.", "admin_audit.area_announcement"),
    ("job.", "admin_audit.area_job"),
    ("content.", "admin_audit.area_content"),
    ("export.", "admin_audit.area_export"),
    ("access.", "admin_audit.area_access"),
    ("audit.", "admin_audit.area_audit"),
)
OUTCOMES = (("done", "admin_audit.done"), ("refused", "admin_audit.refused"), ("failed", "admin_audit.failed"))


class VerifyChain(rx.Component):
    """A button that reads the whole chain, and what it found."""

    library = module("audit.jsx")
    tag = "VerifyChain"
    lib_dependencies: list[str] = [LUCIDE]
    result: rx.Var[VerdictView]
    json_href: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_verify: rx.EventHandler[rx.event.no_args_event_spec]


class AuditEntry(rx.Component):
    """One entry in a drawer."""

    library = module("audit.jsx")
    tag = "AuditEntry"
    lib_dependencies: list[str] = [LUCIDE]
    entry: rx.Var[EntryView]
    labels: rx.Var[dict[str, str]]
    on_close: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def audit_page() -> rx.Component:
    """Who did what, when, and whether it is all there."""
    labels = words("admin_audit", WORDS)
    columns = [
        column("what", "admin_audit.what"),
        column("at", "admin_audit.when", "time"),
        column("actor", "admin_audit.actor"),
        column("subject", "admin_audit.subject"),
        column("outcome", "admin_audit.outcome"),
    ]
    filters = [
        chip("area", "admin_audit.area", [(value, t(label)) for value, label in AREAS]),
        chip("outcome", "admin_audit.outcome", [(value, t(label)) for value, label in OUTCOMES]),
        chip("since", "admin_audit.since", kind="date"),
        chip("until", "admin_audit.until", kind="date"),
    ]
    check = VerifyChain.create(result=AuditState.verdict, json_href=AuditState.json_href, labels=labels, on_verify=AuditState.verify)
    return rx.fragment(
        page_head("admin_nav.audit", check, text="admin_audit.intro"),
        table(
            AuditState,
            "audit",
            columns,
            AuditState.query,
            filters=filters,
            csv=AuditState.csv_href,
            csv_follows=False,
            search="admin_audit.search",
            on_row=AuditState.open,
        ),
        AuditEntry.create(entry=AuditState.entry, labels=labels, on_close=AuditState.open),
    )
