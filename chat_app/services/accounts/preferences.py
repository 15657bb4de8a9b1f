"""What a person has chosen: language, theme, the model of new chats."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.i18n import LANGUAGES
from chat_app.services.accounts import queries
from chat_app.services.accounts.dto import Preferences
from chat_app.services.kernel.actor import Actor

THEMES = ("system", "light", "dark")
MAX_MODEL_ID = 300


class PreferenceStore:
    """Reads and writes the preferences in a person's row."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def load(self, actor: Actor) -> Preferences:
        return await self._db.read(lambda session: _preferences(session, actor))

    async def save(self, actor: Actor, *, language: str | None, theme: str | None, default_model_id: str | None) -> Preferences:
        """Change what is given, keep the rest; raises `InvalidInputError`."""
        changes = {"language": language, "theme": theme, "default_model_id": default_model_id}
        wanted = {name: value for name, value in changes.items() if value is not None}
        _check(wanted)

        def write(session: Session) -> Preferences:
            row = queries.find_user(session, actor.user_id)
            for name, value in wanted.items():
                setattr(row, name, value)
            session.flush()
            return _preferences(session, actor)

        return await self._db.write(write)


def _preferences(session: Session, actor: Actor) -> Preferences:
    row = queries.find_user(session, actor.user_id)
    if row is None:
        raise NotFoundError
    return Preferences(row.language, row.theme, row.default_model_id)


def _check(wanted: dict[str, str]) -> None:
    if wanted.get("language", "") not in {"", *LANGUAGES} or wanted.get("theme", "system") not in THEMES:
        raise InvalidInputError
    if len(wanted.get("default_model_id", "")) > MAX_MODEL_ID:
        raise InvalidInputError
