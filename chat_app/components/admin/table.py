"""The table of every list of administration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx

from chat_app.components.admin.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.admin.listing import ListMixin, Row

ALL = "admin_list.any"


class AdminTable(rx.Component):
    """Rows with search, filters, sorting, pages, a file of all of them. `on_query` gets search, sort, filters and step."""

    library = module("table.jsx")
    tag = "AdminTable"
    lib_dependencies: list[str] = [LUCIDE]
    columns: rx.Var[list[dict]]
    filter_spec: rx.Var[list[dict]]
    rows: rx.Var[list[Row]]
    status: rx.Var[str]
    problem: rx.Var[str]
    search: rx.Var[str]
    sort: rx.Var[str]
    filters: rx.Var[dict[str, str]]
    page: rx.Var[int]
    has_next: rx.Var[bool]
    csv: rx.Var[str]
    csv_follows: rx.Var[bool]
    """Whether the file's address gets search and filters."""
    empty_text: rx.Var[str]
    testid: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_query: rx.EventHandler[rx.event.passthrough_event_spec(str, str, dict, str)]
    on_row: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def column(key: str, label: str, kind: str = "text", *, sort: bool = False) -> dict[str, Any]:
    """`label` is a key of the catalogue; `kind` is "text", "time", "day", "number", "money" (nano-dollars) or "mono"."""
    return {"key": key, "label": t(label), "kind": kind, "sort": sort}


def chip(key: str, label: str, options: Sequence[tuple[str, rx.Var[str] | str]] = (), kind: str = "choice") -> dict[str, Any]:
    """A filter: a choice of `options`, or a day with `kind` "date"."""
    choices = [{"value": value, "label": text} for value, text in options]
    return {"key": key, "label": t(label), "options": choices, "kind": kind, "any": t(ALL)}


def table(
    state: type[ListMixin],
    testid: str,
    columns: Sequence[dict[str, Any]],
    on_query: Any,
    *,
    filters: Sequence[dict[str, Any]] = (),
    csv: rx.Var[str] | str = "",
    csv_follows: bool = True,
    empty: str = "",
    search: str = "admin_list.search",
    on_row: Any = None,
) -> rx.Component:
    """The table of a state made with `ListMixin`. `csv` is the address of a REST route; unless `csv_follows` is off it gets search and filters. `empty` is a key of the catalogue."""
    more = {"on_row": on_row} if on_row is not None else {}
    return AdminTable.create(
        columns=rx.Var.create(list(columns)),
        filter_spec=rx.Var.create(list(filters)),
        rows=state.rows,
        status=state.status,
        problem=state.problem,
        search=state.search,
        sort=state.sort,
        filters=state.filters,
        page=state.page,
        has_next=state.has_next,
        csv=csv,
        csv_follows=csv_follows,
        empty_text=t(empty) if empty else "",
        testid=testid,
        labels=list_labels(search),
        on_query=on_query,
        **more,
    )


def list_labels(search: str) -> rx.Var[dict[str, str]]:
    """The words of every table; `search` is the key of what can be searched for, empty where nothing can."""
    plain = texts(
        clear="admin_list.clear", csv="admin_list.csv", nothing="admin_list.nothing", empty="admin_list.empty",
        pages="admin_list.pages", previous="admin_list.previous", next="admin_list.next", sort="admin_list.sort", retry="admin_list.retry",
    )  # fmt: skip
    return plain.merge(rx.Var.create({"page": t("admin_list.page", page="{page}"), "search": t(search) if search else ""}))
