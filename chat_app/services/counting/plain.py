"""No tokenizers at all: everything is estimated."""

from __future__ import annotations

from collections.abc import Sequence

from chat_app.integrations.tokenizers.port import TextCount


class NoTokenizers:
    """For services that are made without them."""

    async def count(self, _encoding: str, _texts: Sequence[str], /) -> list[TextCount] | None:
        """Nothing is here."""
        return None

    async def close(self) -> None:
        """Nothing to let go."""

    def is_missing(self, _encoding: str, /) -> bool:
        """All of them."""
        return True

    def known(self, _encoding: str, _text: str, /) -> TextCount | None:
        """Nothing is known."""
        return None
