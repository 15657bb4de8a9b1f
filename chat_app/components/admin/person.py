"""The page of one person."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.library import module
from chat_app.components.admin.people import ROLE_OPTIONS
from chat_app.components.admin.words import words
from chat_app.components.billing.budgets import house_budgets
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.admin.content_state import AccessView, ContentState
from chat_app.state.admin.gate_state import AdminGateState
from chat_app.state.admin.person_state import PersonState
from chat_app.state.admin.person_views import PersonView

WORDS = (
    "people", "role", "groups", "no_groups", "to_groups", "sessions", "no_sessions", "seen_word", "end_session", "end_sessions",
    "end_sessions_text", "account", "reset", "reset_text", "reset_ask", "restore", "restore_text", "suspend", "suspend_text",
    "suspend_title", "suspend_ask", "keep", "keep_text", "delete", "delete_text", "delete_title", "delete_ask", "save", "role_title", "role_ask",
    "own_role", "leaving_role", "cancel", "write_name", "missing", "to_audit", "link", "copy", "content", "content_text", "open_content",
    "open_until", "stated", "read_chats", "end_access", "content_title", "content_warning", "reason", "reason_help", "reason_short", "duration",
)  # fmt: skip
MINUTES = (15, 30, 60)


class PersonPage(rx.Component):
    """Facts, role, groups, sessions, access to content, and the ends of an account."""

    library = module("person.jsx")
    tag = "PersonPage"
    lib_dependencies: list[str] = [LUCIDE]
    person: rx.Var[PersonView]
    ready: rx.Var[bool]
    missing: rx.Var[bool]
    reset_link: rx.Var[str]
    roles: rx.Var[list[dict]]
    access: rx.Var[AccessView]
    access_problem: rx.Var[str]
    durations: rx.Var[list[dict]]
    labels: rx.Var[dict[str, str]]
    on_role: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_group: rx.EventHandler[rx.event.passthrough_event_spec(str, bool)]
    on_suspend: rx.EventHandler[rx.event.no_args_event_spec]
    on_restore: rx.EventHandler[rx.event.no_args_event_spec]
    on_reset: rx.EventHandler[rx.event.no_args_event_spec]
    on_end_sessions: rx.EventHandler[rx.event.no_args_event_spec]
    on_end_session: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_delete: rx.EventHandler[rx.event.no_args_event_spec]
    on_keep: rx.EventHandler[rx.event.no_args_event_spec]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    on_end: rx.EventHandler[rx.event.no_args_event_spec]
    budgets: rx.Var[rx.Component]


def person_page() -> rx.Component:
    """Everything that an administrator may know and do without opening access."""
    roles = [
        {"value": value, "label": t(label), "help": t(help_key)} for (value, label), help_key in zip(ROLE_OPTIONS, ROLE_HELP, strict=True)
    ]
    return PersonPage.create(
        person=PersonState.person,
        ready=PersonState.ready,
        missing=PersonState.missing,
        reset_link=PersonState.reset_link,
        roles=rx.Var.create(roles),
        access=ContentState.access,
        access_problem=ContentState.problem,
        durations=rx.Var.create([{"value": count, "label": t("admin_person.minutes", count=count)} for count in MINUTES]),
        labels=words("admin_person", WORDS),
        on_role=PersonState.set_role,
        on_group=PersonState.set_group,
        on_suspend=PersonState.suspend,
        on_restore=PersonState.unsuspend,
        on_reset=PersonState.make_reset_link,
        on_end_sessions=PersonState.end_sessions,
        on_end_session=PersonState.end_session,
        on_delete=PersonState.delete,
        on_keep=PersonState.keep,
        on_open=ContentState.open_access,
        on_end=ContentState.end_access,
        budgets=rx.cond(AdminGateState.permissions.contains("admin.billing"), house_budgets("user", PersonState.person.id)),
    )


ROLE_HELP = ("admin_people.role_user_help", "admin_people.role_manager_help", "admin_people.role_admin_help")
