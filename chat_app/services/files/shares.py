"""What another app hands over: kept until the page has fetched it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chat_app.errors import AppError, NotFoundError
from chat_app.services.files.dto import Attachment, SharedContent
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import is_id, new_id

MAX_TEXT = 100_000


class ShareInbox:
    """Texts and files of the system's share sheet. Files wait as they do in the composer of the new chat."""

    def __init__(self, files: FileService) -> None:
        self._files = files

    async def put(self, actor: Actor, text: str, attachment_ids: Sequence[str], problems: Sequence[str] = ()) -> str:
        """Keep what was shared; the id under which the page fetches it."""
        share_id = new_id()
        kept = {"owner_id": actor.user_id, "text": text[:MAX_TEXT], "attachment_ids": [*attachment_ids], "problems": [*problems]}
        await asyncio.to_thread(_write, self._path(share_id), json.dumps(kept))
        return share_id

    async def take(self, actor: Actor, share_id: str) -> SharedContent:
        """Hand out what was shared, once; raises `NotFoundError`."""
        path = self._path(share_id) if is_id(share_id) else None
        kept = await asyncio.to_thread(_read, path) if path else None
        if path is None or kept is None or kept["owner_id"] != actor.user_id:
            raise NotFoundError
        await asyncio.to_thread(path.unlink, missing_ok=True)
        found = [await self._find(actor, attachment_id) for attachment_id in kept["attachment_ids"]]
        return SharedContent(kept["text"], tuple(file for file in found if file), tuple(kept["problems"]))

    async def _find(self, actor: Actor, attachment_id: str) -> Attachment | None:
        try:
            return await self._files.get(actor, attachment_id)
        except AppError:
            return None

    def _path(self, share_id: str) -> Path:
        return self._files.folder / f"{share_id}.share"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
