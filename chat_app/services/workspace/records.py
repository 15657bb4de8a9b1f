"""From rows to the records that leave the domain."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Row

from chat_app import models
from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.projects.rights import FolderRole
from chat_app.services.workspace import dto


def folder_record(row: models.Folder, role: FolderRole = FolderRole.OWNER, *, shared: bool = False) -> dto.Folder:
    local_only: dto.LocalRule = "inherit" if row.local_only is None else "on" if row.local_only else "off"
    return dto.Folder(
        id=row.id,
        parent_id=row.parent_id or "",
        name=row.name,
        color=row.color,
        position=row.position,
        model_id=row.model_id,
        instructions=row.instructions,
        created_at=row.created_at,
        local_only=local_only,
        payer=cast("dto.PayerRule", row.payer or "inherit"),
        description=row.description,
        assistant_id=row.assistant_id or "",
        is_template=row.is_template,
        archived_at=row.archived_at,
        role=role.name.lower(),
        shared=shared,
    )


def tag_record(row: models.Tag) -> dto.Tag:
    return dto.Tag(row.id, row.name, row.color)


def summary(row: Row[Any], tag_ids: tuple[str, ...], marks: tuple[bool, bool] | None = None) -> ConversationSummary:
    """`row`: the columns of `queries.SUMMARY`; `marks`: of somebody else's chat what its reader has of `queries.marks_of`."""
    favourite, unread = marks or (row.favourite, bool(row.unread))
    return ConversationSummary(
        id=row.id,
        title=row.title,
        model_id=row.model_id,
        updated_at=row.updated_at,
        running=bool(row.running),
        unread=unread,
        folder_id=row.folder_id or "",
        favourite=favourite,
        archived=row.archived_at is not None,
        tag_ids=tag_ids,
    )
