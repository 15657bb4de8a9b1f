"""Links and scripts in the head of every page: icons, the web app, its worker."""

import reflex as rx

STYLES = (
    "tokens",
    "base",
    "controls",
    "layout",
    "panel",
    "tabs",
    "sidebar",
    "search",
    "palette",
    "chat",
    "message",
    "models",
    "compare",
    "tree",
    "attachments",
    "library",
    "artifacts",
    "canvas",
    "sharing",
    "settings",
    "account",
    "providers",
    "temporary",
)


def stylesheets() -> list[str]:
    """Our style sheets in the order in which they build on each other."""
    return [f"/styles/{name}.css" for name in STYLES]


def head_components() -> list[rx.Component]:
    """What makes the page an app that can be installed."""
    return [
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
        rx.el.link(rel="icon", href="/favicon.ico", sizes="32x32"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.meta(name="theme-color", content="#fbfaf8", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#151614", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
        rx.el.meta(name="color-scheme", content="light dark"),
        rx.el.script(src="/register-sw.js", custom_attrs={"async": True}),
    ]
