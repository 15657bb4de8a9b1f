"""The published lists: how each is read, and whose models it speaks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from chat_app.integrations.llm.price_lists import litellm_map, openrouter
from chat_app.integrations.llm.price_lists.facts import Listing
from chat_app.services.site.sections import PriceLists

SourceName = Literal["litellm", "openrouter"]


@dataclass(frozen=True, slots=True)
class Source:
    """A list. Every vendor has one list that speaks for it, or two would change its prices back and forth."""

    name: SourceName
    url: Callable[[PriceLists], str]
    parse: Callable[[bytes], Listing]
    brands: frozenset[str]


def _litellm(body: bytes) -> Listing:
    listing = litellm_map.parse(body)
    listing.pop(openrouter.BRAND, None)
    return listing


SOURCES = (
    Source("litellm", lambda wish: wish.litellm_url, _litellm, frozenset(litellm_map.BRANDS.values()) - {openrouter.BRAND}),
    Source("openrouter", lambda wish: wish.openrouter_url, openrouter.parse, frozenset({openrouter.BRAND})),
)
