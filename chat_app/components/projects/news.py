"""The news that something changed in projects, for the islands of a page."""

import reflex as rx

from chat_app.components.projects.library import module
from chat_app.state.projects.project_news_state import ProjectNewsState


class ProjectNews(rx.Component):
    """Tells the islands of the page to look again."""

    library = module("project_news.jsx")
    tag = "ProjectNews"
    serial: rx.Var[int]


def project_news() -> rx.Component:
    """Belongs on every page of projects."""
    return ProjectNews.create(serial=ProjectNewsState.serial)
