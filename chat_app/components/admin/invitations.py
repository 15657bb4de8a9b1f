"""The list of invitations that nobody has taken yet, under the people."""

from __future__ import annotations

from collections.abc import Sequence

import reflex as rx

from chat_app.components.admin.library import module
from chat_app.components.admin.words import words
from chat_app.components.ui.library import LUCIDE
from chat_app.state.admin.invitations_state import InvitationsState, OpenInvitation

WORDS = ("title", "valid_until", "withdraw", "withdraw_title", "withdraw_ask", "more", "cancel")


class Invitations(rx.Component):
    """Lines with a way to take each back."""

    library = module("invitations.jsx")
    tag = "Invitations"
    lib_dependencies: list[str] = [LUCIDE]
    invitations: rx.Var[list[OpenInvitation]]
    has_more: rx.Var[bool]
    groups: rx.Var[Sequence[dict[str, str]]]
    labels: rx.Var[dict[str, str]]
    on_withdraw: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_more: rx.EventHandler[rx.event.no_args_event_spec]


def invitations(groups: rx.Var[Sequence[dict[str, str]]]) -> rx.Component:
    """`groups` are those whose names the reader may see, as "value" and "label"."""
    return Invitations.create(
        invitations=InvitationsState.invitations,
        has_more=InvitationsState.has_more,
        groups=groups,
        labels=words("admin_invitations", WORDS),
        on_withdraw=InvitationsState.withdraw,
        on_more=InvitationsState.more,
    )
