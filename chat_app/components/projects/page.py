"""The page of one project."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.billing.budgets import WORDS as BUDGET_WORDS
from chat_app.components.knowledge.document_words import document_list_words
from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES
from chat_app.components.projects.library import RECHARTS, ProjectPart, module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.state.announcements.banner_state import BannerState

WORDS = (
    "title", "all", "tabs", "tab_overview", "tab_documents", "tab_chats", "tab_notes", "tab_people", "tab_settings", "new_chat", "share",
    "role_owner", "role_manager", "role_editor", "role_viewer", "your_role", "template", "archived", "missing_title", "missing_text",
    "taken_title", "taken_text", "failed", "retry", "not_saved", "close", "cancel", "save", "saved", "undo", "more", "untitled", "folders",
)  # fmt: skip
OVERVIEW = (
    "range", "range_7", "range_30", "range_90", "range_365", "range_own", "first", "last", "csv", "cost", "tokens", "calls", "metric",
    "tokens_split", "per_answer", "per_day", "models_used", "mostly", "cost_note", "chart_day", "chart_week", "chart_month", "week_of",
    "others", "total", "as_table", "when", "nothing", "nothing_yet", "chats", "chats_none", "documents", "documents_none",
    "state_waiting", "state_working", "state_ready", "state_failed", "state_cancelled", "members", "members_more", "cited", "cited_none",
    "cited_answers", "cited_one", "budget", "budget_none", "all_of",
)  # fmt: skip
CHATS = ("title", "none", "none_viewer", "unread", "running")
NOTES = (
    "title", "new", "none", "none_viewer", "untitled", "by", "field_title", "field_text", "markdown", "write", "preview", "edit", "delete",
    "deleted", "conflict_title", "conflict_text", "conflict_take", "conflict_keep", "empty_note", "back",
)  # fmt: skip
PEOPLE = (
    "title", "text", "add", "who", "who_needed", "found", "nobody_found", "role", "role_of", "role_viewer_text", "role_editor_text",
    "role_manager_text", "group", "inherited", "since", "remove", "remove_of", "remove_title", "remove_text", "remove_group_text",
    "leave", "leave_title", "leave_text", "alone", "not_done",
)  # fmt: skip
SETTINGS = (
    "about", "name", "name_needed", "description", "inside", "instructions", "instructions_help", "model", "model_usual", "model_help",
    "assistant", "assistant_none", "assistant_other", "assistant_help", "local_only", "local_inherit", "local_on", "local_off",
    "template", "template_help", "money", "money_text", "budget_add", "budget_none", "whole", "duplicate", "duplicate_text",
    "duplicate_title", "duplicate_name", "duplicate_chats", "duplicate_files", "copy_of", "export", "export_text", "archive",
    "archive_text", "unarchive", "unarchive_text", "ending", "delete", "delete_text", "delete_title", "delete_confirm", "delete_keep",
    "delete_all", "read_only",
)  # fmt: skip
COLORS = ("none", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink")
PAYERS = ("inherit", "actor", "owner", "budget", "help", "budget_help")


class ProjectPage(ProjectPart):
    """Everything about one project, in tabs. Which one the address says."""

    library = module("page.jsx")
    tag = "ProjectPage"
    lib_dependencies: list[str] = [LUCIDE, RECHARTS, *PACKAGES]
    words: rx.Var[dict[str, dict[str, str]]]
    """The labels of each tab."""
    charging: rx.Var[bool]
    """Whether answers cost credit here."""
    currency: rx.Var[str]
    """Of budgets."""


def project_page() -> rx.Component:
    """The island without its frame."""
    return ProjectPage.create(labels=words("project_page", WORDS), words=_words(), charging=BannerState.charging, currency=LEDGER_CURRENCY)


def _words() -> rx.Var[dict[str, dict[str, str]]]:
    tabs = {
        "overview": words("project_overview", OVERVIEW),
        "documents": document_list_words(),
        "chats": words("project_chats", CHATS),
        "notes": words("project_notes", NOTES),
        "people": words("project_people", PEOPLE),
        "settings": words("project_settings", SETTINGS),
        "folder": _folder_words(),
        "budgets": words("budget_list", BUDGET_WORDS),
        "markdown": message_labels(),
    }
    return rx.Var.create(tabs)  # pyright: ignore[reportReturnType]  (Vars within a Var)


def _folder_words() -> rx.Var[dict[str, str]]:
    """What is named as in the settings of a folder: colours, and who pays."""
    colors = {f"color_{name}": f"color.{name}" for name in COLORS}
    payers = {f"payer_{name}": f"folder_payer.{name}" for name in PAYERS}
    return texts(color="folder.color", payer="folder_payer.label", **colors, **payers)
