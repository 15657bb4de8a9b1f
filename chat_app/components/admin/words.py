"""The words of a page's JavaScript, as one object."""

import reflex as rx

from chat_app.components.ui.text import t
from chat_app.i18n import DEFAULT_LANGUAGE, catalogue, placeholders


def words(area: str, names: tuple[str, ...]) -> rx.Var[dict[str, str]]:
    """The texts `area`.`name` by name; their placeholders stay for the browser to fill."""
    labels = {name: t(f"{area}.{name}", **_kept(f"{area}.{name}")) for name in names}
    return rx.Var.create(labels)  # pyright: ignore[reportReturnType]  (Vars within a Var)


def _kept(key: str) -> dict[str, str]:
    return {name: f"{{{name}}}" for name in placeholders(catalogue()[key][DEFAULT_LANGUAGE])}
