"""Files in a turn: how many may be sent, and what a model reads of them."""

from __future__ import annotations

from collections.abc import Sequence

from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.integrations.files.port import BlobStore
from chat_app.integrations.llm.port import Part
from chat_app.models import Message
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.files import queries
from chat_app.services.files.dto import MEGABYTE, FileLimits
from chat_app.services.files.parts import parts_of
from chat_app.services.kernel.actor import Actor

MOST_IMAGES = 20
"""So many pictures of a branch are sent, the newest ones: vendors take no more."""


class TurnFiles:
    """What turns ask about files. Whether a model sees pictures is asked by the fit check, within the same transaction."""

    def __init__(self, db: Database, blobs: BlobStore, limits: FileLimits) -> None:
        self._db = db
        self._blobs = blobs
        self._limits = limits

    async def check(self, actor: Actor, attachment_ids: Sequence[str]) -> None:
        """Raise `InvalidInputError` for files that are too many, or too large together, for one message."""
        if not attachment_ids:
            return
        if len(attachment_ids) > self._limits.message_files or len(set(attachment_ids)) < len(attachment_ids):
            raise InvalidInputError("attachment.too_many", max=self._limits.message_files)
        files = await self._db.read(lambda session: queries.list_claimable(session, actor, attachment_ids))
        if sum(file.size for file in files) > self._limits.message_bytes:
            raise InvalidInputError("attachment.message_too_large", max=self._limits.message_bytes // MEGABYTE)

    async def parts(self, messages: Sequence[Message], card: ModelCard) -> dict[str, tuple[Part, ...]]:
        """The parts of each of these messages that has files."""
        ids = [message.id for message in messages if message.role == "user"]
        files = await self._db.read(lambda session: queries.list_of_messages(session, ids, with_text=True))
        left, found = MOST_IMAGES, dict[str, tuple[Part, ...]]()
        for message_id in reversed([message_id for message_id in ids if message_id in files]):
            left -= sum(file.kind == "image" for file in files[message_id])
            found[message_id] = await parts_of(files[message_id], self._blobs, card.id, sees_images=card.vision and left >= 0)
        return found
