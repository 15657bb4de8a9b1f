"""The page of announcements."""

import reflex as rx

from chat_app.components.admin.confirm import confirm_button
from chat_app.components.admin.form import field, form
from chat_app.components.admin.frame import page_head
from chat_app.components.admin.table import column, table
from chat_app.components.ui.text import t
from chat_app.state.admin.announcements_state import AnnouncementsState as State

CSV = "/api/v1/admin/announcements/export"


def announcements_page() -> rx.Component:
    return rx.fragment(
        page_head("admin_nav.announcements", text="admin_announcements.text"),
        table(State, "announcements", _columns(), State.query, csv=CSV, empty="admin_announcements.empty", on_row=State.choose),
        rx.el.section(_form_head(), _form(), class_name="admin-below"),
    )


def _columns() -> list[dict]:
    return [
        column("text", "admin_announcements.column_text"),
        column("level", "admin_announcements.column_level"),
        column("phase", "admin_announcements.column_phase"),
        column("starts_at", "admin_announcements.column_from", "time"),
        column("ends_at", "admin_announcements.column_until", "time"),
    ]


def _form_head() -> rx.Component:
    """Whether this is a new one or the chosen one, which may be deleted or left."""
    delete = t("admin_announcements.delete")
    actions = rx.el.div(
        rx.el.button(
            t("admin_announcements.new"), type="button", class_name="button", on_click=State.start_new, custom_attrs={"data-testid": "new"}
        ),
        confirm_button(delete, delete, t("admin_announcements.delete_text"), State.delete, testid="delete-announcement"),
        class_name="admin-actions",
    )
    return rx.cond(
        State.chosen == "",
        rx.el.header(rx.el.h2(t("admin_announcements.new")), class_name="admin-below-head"),
        rx.el.header(rx.el.h2(t("admin_announcements.change")), actions, class_name="admin-below-head"),
    )


def _form() -> rx.Component:
    levels = [
        ("info", t("admin_announcements.info")),
        ("warning", t("admin_announcements.warning")),
        ("danger", t("admin_announcements.danger")),
    ]
    fields = [
        field("text_en", "area", "admin_announcements.english", note="admin_announcements.text_help"),
        field("text_de", "area", "admin_announcements.german"),
        field("level", "choice", "admin_announcements.level", options=levels),
        field("starts_at", "datetime", "admin_announcements.from", note="admin_announcements.from_help"),
        field("ends_at", "datetime", "admin_announcements.until", note="admin_announcements.until_help"),
    ]
    shared = {"values": State.values, "problems": State.problems, "saved": State.saved, "ready": True, "on_save": State.save}
    # A form of its own for each announcement: what was written into one does not stay when another is chosen.
    return rx.fragment(form("announcement-form", fields, **shared), key=State.chosen)
