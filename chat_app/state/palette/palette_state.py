"""What the command palette finds on the server: chats by title, models."""

from dataclasses import dataclass

import reflex as rx

from chat_app.container import services
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.catalogue.selection import shortlist
from chat_app.state.shared.guards import current_actor, signed_in

MOST_CHATS = 20
MAX_QUERY = 200


@dataclass(frozen=True)
class PaletteItem:
    """A line of the palette. `words` is what it is found by besides its title; `at_ms` a Unix time or 0."""

    id: str
    title: str
    hint: str = ""
    words: str = ""
    at_ms: int = 0


class PaletteState(rx.State):
    """The browser ranks and shows; the server brings what the page does not have."""

    chats: rx.Field[list[PaletteItem]] = rx.field(default_factory=list)
    """Chats for `query`, the latest ones for an empty query."""
    query: rx.Field[str] = rx.field("")
    models: rx.Field[list[PaletteItem]] = rx.field(default_factory=list)

    @rx.event
    @signed_in
    async def open(self):
        """The palette was opened: the latest chats and all models."""
        await self._find("")
        actor = await current_actor(self)
        recent = (await services().accounts.preferences(actor)).recent_model_ids
        self.models = model_items(shortlist(await services().catalogue.models(actor), recent), recent)

    @rx.event
    @signed_in
    async def search(self, query: str):
        """Find chats by what is typed."""
        await self._find(" ".join(query[:MAX_QUERY].split()))

    async def _find(self, query: str) -> None:
        actor = await current_actor(self)
        if query:
            found = [(hit.conversation_id, hit.title, hit.at) for hit in await services().search.quick(actor, query, MOST_CHATS)]
        else:
            page = await services().conversations.list(actor, "", MOST_CHATS)
            found = [(row.id, row.title, row.updated_at) for row in page.items]
        self.chats = [PaletteItem(chat_id, title, at_ms=int(at.timestamp() * 1000)) for chat_id, title, at in found]
        self.query = query


def model_items(cards: list[ModelCard], recent: tuple[str, ...]) -> list[PaletteItem]:
    """The models, those used last before the others."""
    places = {model_id: place for place, model_id in enumerate(recent)}
    ordered = sorted(cards, key=lambda card: places.get(card.id, len(places)))
    return [PaletteItem(card.id, card.label, hint=card.provider_label, words=card.id) for card in ordered]
