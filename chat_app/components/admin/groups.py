"""The list of groups, and the page of one."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import page_head
from chat_app.components.admin.library import module
from chat_app.components.admin.table import column, table
from chat_app.components.admin.words import words
from chat_app.components.billing.budgets import house_budgets
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.services.access.matrix import features
from chat_app.state.admin.gate_state import AdminGateState
from chat_app.state.admin.group_state import GroupState, MembersView
from chat_app.state.admin.group_views import LIMITS, CandidateView, GroupView, Preview
from chat_app.state.admin.groups_state import GroupsState

WORDS = (
    "groups", "new_group", "create", "cancel", "name", "new_help", "description", "policy", "models_help", "models_label", "models_all",
    "models_some", "features", "features_help", "limits", "limits_help", "unlimited", "save", "saved", "changed", "discard", "delete", "delete_title",
    "delete_ask", "members", "search_members", "add_member", "add", "remove_member", "no_members", "no_match", "leads", "more", "missing",
)  # fmt: skip
FEATURES = {
    "api_keys": "admin_groups.feature_api_keys",
    "compare": "admin_groups.feature_compare",
    "export": "admin_groups.feature_export",
    "files": "admin_groups.feature_files",
    "library": "admin_groups.feature_library",
    "own_providers": "admin_groups.feature_own_providers",
    "sharing": "admin_groups.feature_sharing",
    "temporary": "admin_groups.feature_temporary",
}
UNITS = {
    "requests_per_minute": "admin_groups.unit_minute",
    "concurrent_turns": "admin_groups.unit_at_once",
    "tokens_per_day": "admin_groups.unit_day",
    "uploads_per_day": "admin_groups.unit_day",
    "upload_mb_per_day": "admin_groups.unit_mb_day",
    "budget_nano_per_month": "admin_groups.unit_usd_month",
    "allowance_nano": "admin_groups.unit_eur_month",
}


class NewGroup(rx.Component):
    """A button with the dialog behind it."""

    library = module("group.jsx")
    tag = "NewGroup"
    lib_dependencies: list[str] = [LUCIDE]
    created_id: rx.Var[str]
    problem: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_create: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class GroupPage(rx.Component):
    """Name, policy and people of a group."""

    library = module("group.jsx")
    tag = "GroupPage"
    lib_dependencies: list[str] = [LUCIDE]
    group: rx.Var[GroupView]
    ready: rx.Var[bool]
    gone: rx.Var[str]
    features: rx.Var[list[dict]]
    limits: rx.Var[list[dict]]
    preview: rx.Var[Preview]
    members: rx.Var[MembersView]
    candidates: rx.Var[list[CandidateView]]
    problem: rx.Var[str]
    saved: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_preview: rx.EventHandler[rx.event.passthrough_event_spec(list)]
    on_delete: rx.EventHandler[rx.event.no_args_event_spec]
    on_members: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_candidates: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_add: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_remove: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_leads: rx.EventHandler[rx.event.passthrough_event_spec(str, bool)]
    budgets: rx.Var[rx.Component]


def groups_page() -> rx.Component:
    """All groups."""
    columns = [
        column("name", "admin_groups.name"),
        column("members", "admin_groups.members", "number"),
        column("models", "admin_groups.models_label", "mono"),
        column("features_off", "admin_groups.features_off", "number"),
        column("limits", "admin_groups.limits", "number"),
        column("updated", "admin_groups.updated", "day"),
    ]
    new = NewGroup.create(
        created_id=GroupsState.created_id,
        problem=GroupsState.create_problem,
        labels=words("admin_groups", WORDS),
        on_create=GroupsState.create,
    )
    return rx.fragment(
        page_head("admin_nav.groups", new, text="admin_groups.intro"),
        table(
            GroupsState,
            "groups",
            columns,
            GroupsState.query,
            csv="/api/v1/admin/groups/export",
            csv_follows=False,
            empty="admin_groups.empty",
        ),
    )


def group_page() -> rx.Component:
    """One group."""
    return GroupPage.create(
        group=GroupState.group,
        ready=GroupState.ready,
        gone=GroupState.gone,
        features=rx.Var.create([{"name": name, "label": t(FEATURES[name])} for name in sorted(features())]),
        limits=rx.Var.create([{"name": name, "label": t(label), "unit": t(UNITS[name])} for name, label in LIMITS.items()]),
        preview=GroupState.preview,
        members=GroupState.members,
        candidates=GroupState.candidates,
        problem=GroupState.problem,
        saved=GroupState.saved,
        labels=words("admin_groups", WORDS),
        on_save=GroupState.save,
        on_preview=GroupState.show_models,
        on_delete=GroupState.delete,
        on_members=GroupState.list_members,
        on_candidates=GroupState.find_people,
        on_add=GroupState.add,
        on_remove=GroupState.remove,
        on_leads=GroupState.set_lead,
        budgets=rx.cond(AdminGateState.permissions.contains("admin.billing"), house_budgets("group", GroupState.group.id)),
    )
