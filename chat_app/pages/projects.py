"""The list of projects, and the page of one."""

import reflex as rx

from chat_app.components.admin.frame import page_alone
from chat_app.components.knowledge.document_news import document_news
from chat_app.components.projects.list_page import project_list
from chat_app.components.projects.news import project_news
from chat_app.components.projects.page import project_page
from chat_app.components.viewer.viewer import viewer
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.projects.project_news_state import ProjectNewsState

ON_LOAD = [
    LiveState.begin,
    PreferencesState.load,
    AccountState.load,
    SidebarState.load,
    ProjectNewsState.watch,
    LiveState.watch,
]


@rx.page(route=routes.PROJECTS, title=TITLE, on_load=ON_LOAD)
def projects_page() -> rx.Component:
    """All projects."""
    return page_alone("projects.title", "projects-page", project_news(), project_list())


@rx.page(route=routes.PROJECT, title=TITLE, on_load=ON_LOAD)
def one_project_page() -> rx.Component:
    """One of them; which one the address says."""
    return page_alone("projects.title", "project-page", project_news(), document_news(), project_page(), panel=viewer())
