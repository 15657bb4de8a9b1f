"""Which folders of the server may be watched: those below the places that whoever runs it named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chat_app.services.watching.errors import PlaceRefusedError


class Places:
    """`PARLEY_WATCH_FOLDERS`, without what is Parley's own. Looks at the disk: not on the event loop."""

    def __init__(self, allowed: Sequence[Path], own: Path) -> None:
        self._allowed = tuple(allowed)
        self._own = own

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(str(place) for place in self._allowed)

    def checked(self, path: str) -> Path:
        """The folder as it is really called. Raises `PlaceRefusedError`, with the same sentence for what is elsewhere and what is not there."""
        if not self._allowed:
            raise PlaceRefusedError("watching.no_places")
        try:
            real = Path(path).resolve(strict=True)
            places = [place.resolve() for place in self._allowed]
        except (OSError, ValueError, RuntimeError) as error:
            raise PlaceRefusedError(places=", ".join(self.names)) from error
        if not Path(path).is_absolute() or not real.is_dir() or not any(real.is_relative_to(place) for place in places):
            raise PlaceRefusedError(places=", ".join(self.names))
        own = self._own.resolve()
        if real.is_relative_to(own) or own.is_relative_to(real):
            raise PlaceRefusedError("watching.own")
        return real
