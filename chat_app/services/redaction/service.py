"""Who wants personal data to stay, and the gateways that see to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.crypto.sealing import derive_key
from chat_app.integrations.llm.port import EmbedRequest, LlmGateway, LlmRequest
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.services.catalogue.cards import is_local
from chat_app.services.kernel.actor import Actor
from chat_app.services.redaction import queries
from chat_app.services.redaction.gateway import RedactingGateway
from chat_app.services.redaction.placeholders import Placeholders
from chat_app.services.site.sections import Privacy
from chat_app.services.site.service import SiteService

PURPOSE = "parley/redaction/1"

DecidedBy = Literal["site", "chat", "folder", "person", ""]


class RedactionService:
    """Decides anew for each request: site before chat, chat before folder, folder before person."""

    def __init__(self, db: Database, site: SiteService, secret: Callable[[], bytes]) -> None:
        """`secret` gives the master secret; what placeholders are derived from is derived from it."""
        self._db = db
        self._site = site
        self._secret = secret

    def around(self, make: Callable[[ProviderConfig], LlmGateway]) -> Callable[[ProviderConfig], LlmGateway]:
        """`make`, with personal data taken out of what goes to its gateways."""
        return lambda config: self.guard(make(config), local=is_local(config))

    def guard(self, gateway: LlmGateway, *, local: bool) -> RedactingGateway:
        """A gateway through which personal data does not go. Own servers (`local`) get it unless the site says otherwise."""

        async def hiding(request: LlmRequest | EmbedRequest) -> Placeholders | None:
            if not await self._is_wanted(request.person, request.chat, local=local):
                return None
            return Placeholders(derive_key(self._secret(), PURPOSE), f"{request.person}|{request.chat}")

        return RedactingGateway(gateway, hiding)

    async def decided_by(self, actor: Actor, chat_id: str = "") -> DecidedBy:
        """Whether models of providers get placeholders in this chat, and who decided so; "" where they get all in clear."""
        return await self._decided_by(actor.user_id, chat_id)

    async def set_for_chat(self, actor: Actor, chat_id: str, wanted: bool | None) -> None:
        """Choose for one chat; None for what its folder or the person says. Raises `NotFoundError`."""

        def save(session: Session) -> None:
            queries.own_chat(session, actor, chat_id).redact = wanted

        await self._db.write(save)

    async def set_for_folder(self, actor: Actor, folder_id: str, wanted: bool | None) -> None:
        """Choose for the chats of a folder and of those below; None for what the folder above says. Raises `NotFoundError`."""

        def save(session: Session) -> None:
            queries.own_folder(session, actor, folder_id).redact = wanted

        await self._db.write(save)

    async def _is_wanted(self, person_id: str, chat_id: str, *, local: bool) -> bool:
        if local and not (await self._site.load(Privacy)).redact_for_local_models:
            return False
        return bool(await self._decided_by(person_id, chat_id))

    async def _decided_by(self, person_id: str, chat_id: str) -> DecidedBy:
        if (await self._site.load(Privacy)).redact_personal_data:
            return "site"
        found = await self._db.read(lambda session: queries.choices(session, person_id, chat_id))
        if found.chat is not None:
            return "chat" if found.chat else ""
        if found.folder is not None:
            return "folder" if found.folder else ""
        return "person" if found.person else ""
