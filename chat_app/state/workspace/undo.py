"""What takes back something done to chats and folders, kept on the server for the notice's button."""

from collections.abc import Iterable

from pydantic import TypeAdapter

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.workspace.dto import BulkAction, FolderRemoval

_ACTIONS = TypeAdapter(tuple[BulkAction, ...])
_REMOVAL = TypeAdapter(FolderRemoval)


def packed(actions: Iterable[BulkAction]) -> str:
    """As text, for `show_undo(…, "chats", …)`."""
    return _ACTIONS.dump_json(tuple(actions)).decode()


def packed_removal(removal: FolderRemoval) -> str:
    """As text, for `show_undo(…, "folder", …)`."""
    return _REMOVAL.dump_json(removal).decode()


async def take_back(actor: Actor, kind: str, text: str) -> None:
    """Do what was packed."""
    if kind == "folder":
        await services().folders.restore(actor, _REMOVAL.validate_json(text))
    else:
        await services().bulk.apply(actor, *_ACTIONS.validate_json(text))
