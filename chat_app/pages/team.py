"""The page of those who lead groups."""

import reflex as rx

from chat_app.components.admin.team import team_page
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.admin.invitations_state import InvitationsState
from chat_app.state.admin.team_state import TeamGateState, TeamState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState

ON_LOAD = [
    LiveState.begin,
    TeamGateState.check,
    PreferencesState.load,
    AccountState.load,
    TeamState.load,
    InvitationsState.load,
    SidebarState.load,
    LiveState.watch,
]


@rx.page(route=routes.TEAM, title=TITLE, on_load=ON_LOAD)
def managers_page() -> rx.Component:
    """People of one's groups."""
    return team_page()
