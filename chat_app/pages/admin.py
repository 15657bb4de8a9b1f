"""The pages of administration. What is in them stands in components/admin; each begins by asking whether the reader may."""

from __future__ import annotations

import reflex as rx
from reflex.event import EventCallback

from chat_app.components.admin.audit import audit_page
from chat_app.components.admin.frame import admin_frame, page_head
from chat_app.components.admin.groups import group_page, groups_page
from chat_app.components.admin.overview import overview_page
from chat_app.components.admin.people import people_page
from chat_app.components.admin.person import person_page
from chat_app.components.admin.reading import reading_page
from chat_app.components.admin.site_settings import fallbacks_part
from chat_app.components.model_settings.section import model_catalogue
from chat_app.components.providers.section import providers_section
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.admin.audit_state import AuditState
from chat_app.state.admin.content_state import ContentState
from chat_app.state.admin.fallbacks_state import FallbacksState
from chat_app.state.admin.gate_state import AdminGateState
from chat_app.state.admin.group_state import GroupState
from chat_app.state.admin.groups_state import GroupsState
from chat_app.state.admin.invitations_state import InvitationsState
from chat_app.state.admin.overview_state import OverviewState
from chat_app.state.admin.person_state import PersonState
from chat_app.state.admin.users_state import UsersState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState


def add_admin_page(route: str, *content: rx.Component, load: list[EventCallback]) -> None:
    """Register a page: `content` in the frame of administration, `load` once the reader was let in."""
    before = [AdminGateState.check, LiveState.begin, PreferencesState.load, AccountState.load]

    def page() -> rx.Component:
        return admin_frame(*content)

    page.__name__ = "admin" + "".join(letter if letter.isalpha() else "_" for letter in route)
    rx.page(route=route, title=TITLE, on_load=[*before, *load, SidebarState.load, LiveState.watch])(page)


add_admin_page(routes.ADMIN, overview_page(), load=[OverviewState.load])
add_admin_page(routes.ADMIN_USERS, people_page(), load=[UsersState.load, InvitationsState.load])
add_admin_page(routes.ADMIN_USER, person_page(), load=[PersonState.load, ContentState.load_access])
add_admin_page(routes.ADMIN_USER_CHATS, reading_page(), load=[PersonState.load, ContentState.load_chats])
add_admin_page(routes.ADMIN_GROUPS, groups_page(), load=[GroupsState.load])
add_admin_page(routes.ADMIN_GROUP, group_page(), load=[GroupState.load])
add_admin_page(
    routes.ADMIN_PROVIDERS,
    page_head("admin_nav.providers"),
    providers_section(platform=True),
    fallbacks_part(),
    load=[FallbacksState.load],
)
add_admin_page(routes.ADMIN_MODELS, page_head("catalogue_page.title", text="catalogue_page.intro"), model_catalogue(platform=True), load=[])
add_admin_page(routes.ADMIN_AUDIT, audit_page(), load=[AuditState.load])
