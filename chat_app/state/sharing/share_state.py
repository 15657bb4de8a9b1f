"""Links to the chat on show: make, list, revoke."""

from dataclasses import dataclass
from typing import Literal

import reflex as rx

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.sharing.dto import Share
from chat_app.state.shared.formats import date
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language


@dataclass(frozen=True)
class ShareView:
    """A link in the list."""

    id: str
    scope: str
    made_label: str
    ends_label: str
    active: bool


class ShareState(rx.State):
    """What the dialog shows. The address of a new link is told once and not kept."""

    shares: rx.Field[list[ShareView]] = rx.field(default_factory=list)
    new_path: rx.Field[str] = rx.field("")
    _conversation_id: str = ""

    @rx.event
    @signed_in(permission="sharing", quiet=True)
    async def load(self, conversation_id: str):
        """Read the links of a chat."""
        self._conversation_id, self.new_path = conversation_id, ""
        await self._refresh(await current_actor(self))

    @rx.event
    @signed_in(permission="sharing")
    async def create(self, conversation_id: str, scope: Literal["branch", "all"], days: int):
        """Make a link; 0 days stand for "without end"."""
        actor = await current_actor(self)
        self._conversation_id = conversation_id
        made = await services().shares.create(actor, conversation_id, scope, days or None)
        self.new_path = made.path
        await self._refresh(actor)

    @rx.event
    @signed_in
    async def revoke(self, share_id: str):
        """End a link at once."""
        actor = await current_actor(self)
        await services().shares.revoke(actor, share_id)
        self.new_path = ""
        await self._refresh(actor)

    @rx.event
    @signed_in(permission="sharing", quiet=True)
    async def follow(self):
        """Links changed elsewhere: matters only while the list is open."""
        if self._conversation_id:
            await self._refresh(await current_actor(self))

    async def _refresh(self, actor: Actor) -> None:
        language = await reader_language(self)
        shares = await services().shares.list(actor, self._conversation_id)
        views = [share_view(share, language) for share in shares]
        if self.shares != views:
            self.shares = views


def share_view(share: Share, language: str) -> ShareView:
    """A row of the list."""
    return ShareView(
        id=share.id,
        scope=share.scope,
        made_label=translate("share.made", language, date=date(share.created_at, language)),
        ends_label=_end(share, language),
        active=share.active,
    )


def _end(share: Share, language: str) -> str:
    if share.revoked_at is not None:
        return translate("share.revoked", language)
    if share.expires_at is None:
        return translate("share.endless", language)
    key = "share.until" if share.expires_at > utc_now() else "share.expired"
    return translate(key, language, date=date(share.expires_at, language))
