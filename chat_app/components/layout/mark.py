"""Parley's mark: two overlapping speech shapes that share one edge. The same drawing as assets/icon.svg."""

import reflex as rx

BACK = "M5 3.5h9.5A3.5 3.5 0 0 1 18 7v1.5h-5.5A3.5 3.5 0 0 0 9 12v3.6L4.6 18v-2.7A3.5 3.5 0 0 1 1.5 11.8V7A3.5 3.5 0 0 1 5 3.5Z"
FRONT = "M12.5 8.5H19a3.5 3.5 0 0 1 3.5 3.5v3.6a3.5 3.5 0 0 1-3.1 3.5v2.4L15 19.1h-2.5A3.5 3.5 0 0 1 9 15.6V12a3.5 3.5 0 0 1 3.5-3.5Z"


def mark(size: int) -> rx.Component:
    """The mark in the colour of the text around it, `size` pixels wide."""
    return rx.el.svg(
        rx.el.svg.path(d=BACK, fill="currentColor", opacity="0.45"),
        rx.el.svg.path(d=FRONT, fill="currentColor"),
        custom_attrs={"viewBox": "0 0 24 24", "aria-hidden": "true"},
        width=size,
        height=size,
    )
