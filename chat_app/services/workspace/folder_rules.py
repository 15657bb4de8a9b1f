"""What a folder may be: names, colours, lengths, how many and how deep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, get_args

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.services.workspace import tree
from chat_app.services.workspace.dto import COLORS, FolderChanges, PayerRule
from chat_app.services.workspace.errors import FolderNotFoundError, FolderTooDeepError, NameLengthError, TooManyFoldersError

MAX_NAME = 100
MAX_INSTRUCTIONS = 50_000
MAX_MODEL_ID = 300
MAX_DESCRIPTION = 2_000
MAX_FOLDERS = 1_000


LOCAL_RULES = {"inherit": None, "on": True, "off": False}


def checked(changes: FolderChanges) -> dict[str, Any]:
    """What is given, tidied, as columns; raises `InvalidInputError` for what cannot be."""
    values: dict[str, Any] = {name: value for name, value in asdict(changes).items() if value is not None}
    if "name" in values:
        values["name"] = clean_name(values["name"], MAX_NAME)
    if values.get("color", "") not in COLORS or len(values.get("model_id", "")) > MAX_MODEL_ID:
        raise InvalidInputError
    if len(values.get("instructions", "")) > MAX_INSTRUCTIONS:
        raise InvalidInputError("error.instructions_length", max=MAX_INSTRUCTIONS)
    if "local_only" in values:
        if values["local_only"] not in LOCAL_RULES:
            raise InvalidInputError
        values["local_only"] = LOCAL_RULES[values["local_only"]]
    if len(values.get("description", "")) > MAX_DESCRIPTION:
        raise InvalidInputError("project.error.description_length", max=MAX_DESCRIPTION)
    if "assistant_id" in values:
        values["assistant_id"] = values["assistant_id"] or None
    if "payer" in values:
        values["payer"] = _payer(values["payer"])
    return values


def _payer(rule: str) -> str:
    """As it is stored; raises `InvalidInputError`."""
    if rule not in get_args(PayerRule):
        raise InvalidInputError
    return "" if rule == "inherit" else rule


def clean_name(name: str, longest: int) -> str:
    """A name on one line; raises `NameLengthError`."""
    clean = " ".join(name.split())
    if not clean or len(clean) > longest:
        raise NameLengthError(max=longest)
    return clean


def check_room(rows: Iterable[models.Folder], parent_id: str) -> None:
    """Whether one more folder may be made in `parent_id`; raises what speaks against it."""
    parents = {row.id: row.parent_id or "" for row in rows}
    if parent_id and parent_id not in parents:
        raise FolderNotFoundError
    if len(parents) >= MAX_FOLDERS:
        raise TooManyFoldersError(max=MAX_FOLDERS)
    if len(tree.path_to(parents, parent_id)) >= tree.MAX_DEPTH:
        raise FolderTooDeepError(max=tree.MAX_DEPTH)
