"""What takes back something done to chats and folders, kept on the server for the notice's button."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.workspace.dto import BulkAction, FolderRemoval


def packed(actions: Iterable[BulkAction]) -> str:
    """As text, for `show_undo(…, "chats", …)`."""
    return json.dumps([asdict(action) for action in actions])


def packed_removal(removal: FolderRemoval) -> str:
    """As text, for `show_undo(…, "folder", …)`."""
    return json.dumps(asdict(removal))


async def take_back(actor: Actor, kind: str, text: str) -> None:
    """Do what was packed."""
    stored = json.loads(text)
    if kind == "folder":
        chats = tuple(_action(each) for each in stored.pop("chats"))
        lists = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
        await services().folders.restore(actor, FolderRemoval(chats=chats, **lists))
    else:
        await services().bulk.apply(actor, *(_action(each) for each in stored))


def _action(stored: dict) -> BulkAction:
    return BulkAction(**{**stored, "ids": tuple(stored["ids"])})
