"""What is kept for a time only, and goes by itself."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from datetime import timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.audit.keeping import AuditKeeper
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.clock import Clock
from chat_app.services.privacy import retention_queries as queries
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Privacy

logger = logging.getLogger(__name__)

KEEP_ENDED = timedelta(days=30)
"""Login sessions and mailed links that open nothing any more; as long as a session can live."""


class RetentionService:
    """For the scheduled job. Chats go to the trash, from where they can be taken back as any other; the trash empties itself."""

    def __init__(self, db: Database, site: SiteService, keeper: AuditKeeper, changes: ChangeFeed, clock: Clock) -> None:
        self._db = db
        self._site = site
        self._keeper = keeper
        self._changes = changes
        self._clock = clock

    async def run(self) -> None:
        """Everything that is due."""
        privacy = await self._site.load(Privacy)
        await self._trash_chats(privacy.chat_days)
        if days := privacy.upload_days:
            before = self._clock() - timedelta(days=days)
            if count := await self._db.write(lambda session: queries.delete_uploads(session, before)):
                logger.info("%d files deleted that were older than %d days", count, days)
        ended = self._clock() - KEEP_ENDED
        await self._db.write(lambda session: (queries.delete_sessions(session, ended), queries.delete_tokens(session, ended)))
        await self._keeper.prune(privacy.audit_days)

    async def _trash_chats(self, site_days: int | None) -> None:
        """What administrators set holds for every chat; what people chose for themselves leaves their favourites alone."""

        def trash(session: Session) -> set[str]:
            now, owners = self._clock(), set[str]()
            if site_days:
                owners |= queries.trash_untouched(session, None, now - timedelta(days=site_days), now, favourites=True)
            for days, people in _chosen(session).items():
                owners |= queries.trash_untouched(session, people, now - timedelta(days=days), now, favourites=False)
            return owners

        for owner_id in await self._db.write(trash):
            self._changes.publish(owner_id, ConversationChange("", "folders"))


def _chosen(session: Session) -> dict[int, list[str]]:
    """Who chose how many days."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for user_id, text in queries.list_settings(session):
        days = json.loads(text).get("keep_chats_days")
        if isinstance(days, int) and days > 0:
            found[days].append(user_id)
    return found
