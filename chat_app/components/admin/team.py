"""The page of managers: the people of their groups, and invitations into them."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import AdminGate, nothing_here, page_alone, page_head
from chat_app.components.admin.invitations import invitations
from chat_app.components.admin.library import module
from chat_app.components.admin.people import INVITE_WORDS, Invite
from chat_app.components.admin.table import column, table
from chat_app.components.admin.words import words
from chat_app.components.ui.text import t
from chat_app.state.admin.invite_state import InviteState
from chat_app.state.admin.team_state import TeamGateState, TeamState

WORDS = ("groups", "none")


class TeamGroups(rx.Component):
    """Chooses a group; its people are the children."""

    library = module("team.jsx")
    tag = "TeamGroups"
    groups: rx.Var[list[dict[str, str]]]
    group_id: rx.Var[str]
    loaded: rx.Var[bool]
    labels: rx.Var[dict[str, str]]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def team_page() -> rx.Component:
    """The frame that all pages have, for those who lead groups."""
    page = page_alone("team.title", "team-page", _head(), _people(), invitations(TeamState.groups))
    return AdminGate.create(page, status=TeamGateState.status, closed=nothing_here(), on_check=TeamGateState.check)


def _head() -> rx.Component:
    """Inviting is offered to those whom nothing keeps from it; others read why they cannot."""
    return rx.cond(
        TeamState.inviting == "open",
        page_head("team.title", _invite(), text="team.intro"),
        rx.cond(TeamState.inviting == "closed", page_head("team.title", text="team.intro_closed"), page_head("team.title")),
    )


def _people() -> rx.Component:
    columns = [
        column("name", "admin_people.name"),
        column("role", "admin_people.role"),
        column("state", "admin_people.state"),
        column("added", "team.added", "day"),
    ]
    return TeamGroups.create(
        table(TeamState, "team", columns, TeamState.query, empty="team.empty"),
        groups=TeamState.groups,
        group_id=TeamState.group_id,
        loaded=TeamState.loaded,
        labels=words("team", WORDS),
        on_choose=TeamState.choose,
    )


def _invite() -> rx.Component:
    return Invite.create(
        roles=rx.Var.create([{"value": "user", "label": t("admin_people.role_user")}]),
        groups=TeamState.groups,
        chosen=TeamState.group_id,
        result=InviteState.result,
        labels=words("admin_people", INVITE_WORDS),
        on_open=InviteState.begin,
        on_invite=InviteState.invite,
    )
