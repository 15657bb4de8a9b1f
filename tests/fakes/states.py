"""State trees for tests, as Reflex makes one per tab."""

from __future__ import annotations

import reflex as rx


def tab_state(*, headers: dict[str, str] | None = None, peer: str = "127.0.0.1", token: str = "a-tab") -> rx.State:
    """The root of a new tab's tree, with the handshake of a browser on this machine unless told otherwise."""
    root = rx.State(_reflex_internal_init=True)
    root.router_data = {"headers": headers or {"host": "localhost:3000"}, "ip": peer, "token": token}
    return root
