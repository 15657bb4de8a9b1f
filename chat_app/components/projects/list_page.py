"""The list of projects."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.projects.library import ProjectPart, module

WORDS = (
    "title", "text", "views", "view_active", "view_archived", "view_templates", "new", "import", "importing", "left_out", "import_failed", "retry",
    "failed", "find", "none_found", "none_archived", "none_templates", "empty_title", "empty_text", "point_documents",
    "point_documents_text", "point_instructions", "point_instructions_text", "point_people", "point_people_text", "point_figures",
    "point_figures_text", "members", "members_one", "chats", "chats_one", "documents", "documents_one", "used", "owned_by",
    "no_description", "role_manager", "role_editor", "role_viewer", "template", "archived", "close", "cancel", "create", "name",
    "name_needed", "description", "description_help", "begin_as", "begin_empty", "begin_help", "not_created",
)  # fmt: skip


class ProjectList(ProjectPart):
    """Cards, a new one, and one out of a file."""

    library = module("list.jsx")
    tag = "ProjectList"


def project_list() -> rx.Component:
    """The island without its frame."""
    return ProjectList.create(labels=words("projects", WORDS))
