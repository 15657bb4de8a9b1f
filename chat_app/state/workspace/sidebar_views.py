"""What the sidebar shows: plain records, and how they are made from the services' records."""

from collections.abc import Iterable
from dataclasses import dataclass

from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.workspace.dto import Folder, Tag
from chat_app.state.chat.opening import model_label


@dataclass(frozen=True)
class ChatRowView:
    """A chat in the sidebar. `updated_ms` is a Unix time; the browser groups by its own calendar."""

    id: str
    title: str
    updated_ms: int
    running: bool = False
    unread: bool = False
    favourite: bool = False
    archived: bool = False
    folder_id: str = ""
    model: str = ""
    """Name of the model that answers in it."""
    tag_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class FolderView:
    """A folder in the sidebar; siblings come in their order."""

    id: str
    parent_id: str
    name: str
    color: str = ""
    role: str = "owner"
    """What the reader may do in it; other than "owner": it is somebody else's."""
    shared: bool = False
    """Whether others are in it."""


@dataclass(frozen=True)
class TagView:
    """A tag that chats can carry."""

    id: str
    name: str
    color: str = ""


async def chat_rows(items: Iterable[ConversationSummary]) -> list[ChatRowView]:
    """Rows of a list."""
    items = list(items)
    labels = {model_id: await model_label(model_id) for model_id in {item.model_id for item in items}}
    return [_chat_row(item, labels[item.model_id]) for item in items]


def _chat_row(item: ConversationSummary, label: str) -> ChatRowView:
    return ChatRowView(
        id=item.id,
        title=item.title,
        updated_ms=int(item.updated_at.timestamp() * 1000),
        running=item.running,
        unread=item.unread,
        favourite=item.favourite,
        archived=item.archived,
        folder_id=item.folder_id,
        model=label,
        tag_ids=item.tag_ids,
    )


def folder_view(folder: Folder) -> FolderView:
    """A row of the tree."""
    return FolderView(folder.id, folder.parent_id, folder.name, folder.color, folder.role, folder.shared)


def tag_view(tag: Tag) -> TagView:
    """A tag as chips and dialogs show it."""
    return TagView(tag.id, tag.name, tag.color)
