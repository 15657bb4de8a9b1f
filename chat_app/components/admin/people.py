"""The list of people, and invitations."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import page_head
from chat_app.components.admin.invitations import invitations
from chat_app.components.admin.library import module
from chat_app.components.admin.table import chip, column, table
from chat_app.components.admin.words import words
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.admin.invite_state import Invited, InviteState
from chat_app.state.admin.users_state import UsersState

INVITE_WORDS = (
    "invite", "invite_title", "addresses", "addresses_help", "role", "groups", "close", "done", "pass_on", "sent_all", "sent", "anybody",
    "link", "copy", "example",
)  # fmt: skip
ROLE_OPTIONS = (("user", "admin_people.role_user"), ("manager", "admin_people.role_manager"), ("admin", "admin_people.role_admin"))
STATE_OPTIONS = (
    ("active", "admin_people.state_active"),
    ("suspended", "admin_people.state_suspended"),
    ("deleted", "admin_people.state_deleted"),
)


class Invite(rx.Component):
    """A button with the dialog behind it."""

    library = module("invite.jsx")
    tag = "Invite"
    lib_dependencies: list[str] = [LUCIDE]
    roles: rx.Var[list[dict]]
    groups: rx.Var[list[dict[str, str]]]
    chosen: rx.Var[str]
    """The group that is ticked to begin with, if any."""
    result: rx.Var[Invited]
    labels: rx.Var[dict[str, str]]
    on_open: rx.EventHandler[rx.event.no_args_event_spec]
    on_invite: rx.EventHandler[rx.event.passthrough_event_spec(list, str, list)]


def people_page() -> rx.Component:
    """Everybody who has an account."""
    group_filter = {**chip("group_id", "admin_people.group"), "options": UsersState.group_options}
    filters = [
        chip("role", "admin_people.role", [(value, t(label)) for value, label in ROLE_OPTIONS]),
        chip("state", "admin_people.state", [(value, t(label)) for value, label in STATE_OPTIONS]),
        group_filter,
    ]
    columns = [
        column("name", "admin_people.name", sort=True),
        column("role", "admin_people.role"),
        column("state", "admin_people.state"),
        column("groups", "admin_people.groups"),
        column("seen", "admin_people.seen", "time", sort=True),
        column("created", "admin_people.created", "day", sort=True),
    ]
    return rx.fragment(
        page_head("admin_nav.users", invite_button(), text="admin_people.intro"),
        table(UsersState, "people", columns, UsersState.query, filters=filters, csv="/api/v1/admin/people/export"),
        invitations(UsersState.group_options),
    )


def invite_button() -> rx.Component:
    """Invitations of administrators: any role, any groups."""
    return Invite.create(
        roles=rx.Var.create([{"value": value, "label": t(label)} for value, label in ROLE_OPTIONS]),
        groups=UsersState.group_options,
        result=InviteState.result,
        labels=words("admin_people", INVITE_WORDS),
        on_open=InviteState.begin,
        on_invite=InviteState.invite,
    )
