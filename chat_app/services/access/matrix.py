"""Reads the permission matrix, and asks it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from chat_app.errors import NotAllowedError, NotFoundError
from chat_app.services.kernel.actor import Actor

Role = Literal["user", "manager", "admin"]
ROLES: tuple[Role, ...] = ("user", "manager", "admin")

_PATH = Path(__file__).with_name("matrix.toml")


@cache
def matrix() -> dict[str, dict[str, object]]:
    """The file: action → its row."""
    return tomllib.loads(_PATH.read_text(encoding="utf-8"))


@cache
def permissions_of(role: str) -> frozenset[str]:
    """What a role may do; nothing for a role that does not exist."""
    return frozenset(action for action, row in matrix().items() if role in _list(row.get("roles")))


@cache
def features() -> frozenset[str]:
    """The actions that a group may switch off."""
    return frozenset(action for action, row in matrix().items() if row.get("feature"))


@cache
def scopes() -> frozenset[str]:
    """The actions that a program's key may be given."""
    return frozenset(action for action, row in matrix().items() if row.get("scope"))


def require(actor: Actor, permission: str) -> None:
    """Raise `NotAllowedError` unless `actor` may do this; for administration `NotFoundError`, as if there were none."""
    if permission in actor.permissions:
        return
    raise NotFoundError if permission.startswith("admin.") else NotAllowedError


def require_person(actor: Actor, permission: str) -> None:
    """`require`, and raise `NotAllowedError` for programs: what their keys must not be able to do, whatever they may."""
    require(actor, permission)
    if actor.api_key_id:
        raise NotAllowedError


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
