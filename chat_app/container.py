"""Everything the edges call, built once per process on first use.

Handlers, routes, jobs and commands say `services().turns.begin(…)`; nothing else in the code base is global.
Tests replace parts with `override_services`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chat_app.settings import get_settings

if TYPE_CHECKING:
    from chat_app.wiring import Services

_current: Services | None = None


def services() -> Services:
    """The services of this process."""
    global _current
    if _current is None:
        from chat_app.wiring import build_services

        _current = build_services(get_settings())
    return _current


@contextmanager
def override_services(base: Services | None = None, **parts: Any) -> Iterator[Services]:
    """Use other services inside the block: `base` (default: the current ones) with `parts` replaced."""
    global _current
    before = _current
    _current = replace(base or services(), **parts)
    try:
        yield _current
    finally:
        _current = before
