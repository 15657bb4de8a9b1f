"""Files come in, one by one, as folders, in archives or with mails. What came is kept at once and read in its turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from chat_app.errors import AppError
from chat_app.integrations.files.port import FileRefusedError
from chat_app.services.files.incoming import work_folder, write_pieces
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.dto import Added, Document, Incoming, Refused
from chat_app.services.knowledge.keeping import Keeper
from chat_app.services.knowledge.unpacking import opened


class Adding:
    """Takes files in. Each of several stands for itself: what is refused keeps nothing else out."""

    def __init__(self, files: FileService, keeper: Keeper) -> None:
        self._files = files
        self._keeper = keeper

    async def add(self, actor: Actor, pieces: AsyncIterator[bytes], name: str, folder_id: str = "", *, replace: bool = False) -> Added:
        """Take a file in, or each file of a ZIP or mailbox, and what is attached to a mail. A path as `name` (of an uploaded folder) tells the file again when it comes anew.

        With `replace` a document of the same name becomes a new version. Raises `NotFoundError` for a foreign folder.
        """
        await self._keeper.check(actor, folder_id)
        async with work_folder(self._files.folder) as folder:
            path = folder / "original"
            try:
                size = await write_pieces(path, pieces, self._files.check_size)
                await self._files.rates.upload(actor, size)
                found = await asyncio.to_thread(opened, path, name, folder, self._files.limits.file_bytes)
            except (AppError, FileRefusedError) as error:
                return Added(refused=(Refused(name, error.key, dict(error.params)),))
            return await self.add_files(actor, found, folder_id, replace=replace)

    async def add_files(self, actor: Actor, incoming: Sequence[Incoming], folder_id: str = "", *, replace: bool = False) -> Added:
        """Take files in that lie on the disk; they are gone afterwards."""
        documents, refused = list[Document](), list[Refused]()
        for each in incoming:
            try:
                documents.append(await self._keeper.keep(actor, each, folder_id, replace=replace))
            except AppError as error:
                refused.append(Refused(each.name, error.key, dict(error.params)))
        await self._keeper.wake([document.id for document in documents])
        return Added(tuple(documents), tuple(refused))
