"""Preferences: checked on their way in, forgiving on their way out, kept in memory in between."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.accounts.dto import Preferences
from chat_app.services.accounts.preferences import PreferenceStore, checked
from chat_app.services.accounts.shortcut_keys import valid_keys
from chat_app.services.kernel.actor import Actor
from tests.services.chat.conftest import make_user

FOLDER = "01900000-0000-7000-8000-000000000001"
ALL: dict[str, object] = {
    "language": "de", "theme": "dark", "default_model_id": "openai/gpt-5", "font_size": 125, "density": "compact", "enter_sends": False,
    "notifications": "sound", "currency": "EUR", "exchange_rate": 920_000, "date_format": "iso", "sidebar_width": 300, "sidebar_open": False,
    "panel_width": 600, "open_folder_ids": (FOLDER,), "favourite_model_ids": ("a/b",), "recent_model_ids": ("c/d",),
    "shortcuts": {"palette.open": "Ctrl+P", "chat.new": ""}, "split_conversation_id": FOLDER, "redact": True, "keep_chats_days": 30,
    "fallback_model_ids": ("e/f", "g/h"), "hedge_seconds": 5, "local_only": True,
}  # fmt: skip


@pytest.fixture
def store(db: Database) -> PreferenceStore:
    return PreferenceStore(db)


@pytest.fixture
def actor(db: Database) -> Actor:
    return make_user(db)


def settings_of(db: Database, actor: Actor) -> str:
    return db.read_now(lambda session: session.get_one(models.User, actor.user_id).settings)


def set_settings(db: Database, actor: Actor, text: str) -> None:
    def write(session):
        session.get_one(models.User, actor.user_id).settings = text

    db.write_now(write)


class TestStore:
    async def test_everything_is_kept(self, db: Database, store: PreferenceStore, actor: Actor) -> None:
        assert set(ALL) == {field.name for field in fields(Preferences)}
        assert asdict(await store.save(actor, ALL)) == ALL
        assert asdict(await PreferenceStore(db).load(actor)) == ALL

    async def test_what_is_left_out_stays(self, store: PreferenceStore, actor: Actor) -> None:
        await store.save(actor, ALL)
        saved = await store.save(actor, {"density": "comfortable", "theme": None})
        assert asdict(saved) == {**ALL, "density": "comfortable"}

    async def test_is_read_once(self, db: Database, store: PreferenceStore, actor: Actor) -> None:
        first = await store.load(actor)
        set_settings(db, actor, '{"density": "compact"}')
        assert await store.load(actor) is first

    async def test_a_change_is_seen_at_once(self, store: PreferenceStore, actor: Actor) -> None:
        await store.load(actor)
        await store.save(actor, {"density": "compact"})
        assert (await store.load(actor)).density == "compact"

    async def test_changes_at_the_same_time_are_all_kept(self, db: Database, actor: Actor) -> None:
        stores = [PreferenceStore(db) for _ in range(4)]
        changes = [{"density": "compact"}, {"font_size": 110}, {"sidebar_width": 333}, {"date_format": "iso"}]
        await asyncio.gather(*(one.save(actor, change) for one, change in zip(stores, changes, strict=True)))
        saved = await PreferenceStore(db).load(actor)
        assert (saved.density, saved.font_size, saved.sidebar_width, saved.date_format) == ("compact", 110, 333, "iso")

    @pytest.mark.parametrize("stored", ["", "[]", "null", '{"density": "tiny", "unknown": 1, "font_size": "100"}', '{"shortcuts": [1]}'])
    async def test_what_cannot_be_read_counts_as_not_chosen(self, db: Database, store: PreferenceStore, actor: Actor, stored: str) -> None:
        set_settings(db, actor, stored)
        assert await store.load(actor) == Preferences()

    async def test_what_another_version_wrote_survives_a_change(self, db: Database, store: PreferenceStore, actor: Actor) -> None:
        set_settings(db, actor, '{"from_tomorrow": 1}')
        await store.save(actor, {"density": "compact"})
        assert json.loads(settings_of(db, actor)) == {"from_tomorrow": 1, "density": "compact"}

    async def test_nobody_elses_are_touched(self, db: Database, store: PreferenceStore, actor: Actor) -> None:
        await store.save(actor, ALL)
        assert await store.load(make_user(db, "Bob")) == Preferences()


class TestRules:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("font_size", 99), ("font_size", True), ("density", "tiny"), ("enter_sends", 1), ("notifications", "loud"), ("currency", "XXX"),
            ("currency", "EURO"), ("exchange_rate", 999), ("exchange_rate", -1), ("exchange_rate", 0.92), ("exchange_rate", 10**14), ("date_format", "us"), ("sidebar_width", 5),
            ("panel_width", 10_000), ("open_folder_ids", ("x",)), ("favourite_model_ids", ("x" * 301,)), ("favourite_model_ids", ("a",) * 201),
            ("shortcuts", {"palette.open": "Meta+K"}), ("shortcuts", {"<b>": "Ctrl+K"}),
            ("split_conversation_id", "x"),
        ],
    )  # fmt: skip
    def test_refused_with_the_name_of_what_is_wrong(self, name: str, value: object) -> None:
        with pytest.raises(InvalidInputError) as refused:
            checked({name: value})
        assert (refused.value.key, refused.value.params) == ("error.preference", {"name": name})

    def test_unknown_names_are_refused(self) -> None:
        with pytest.raises(InvalidInputError):
            checked({"role": "admin"})

    def test_a_dollar_is_a_dollar(self) -> None:
        assert checked({"currency": "USD", "exchange_rate": 920_000})["exchange_rate"] == 0

    @given(
        st.dictionaries(
            st.sampled_from(sorted(ALL)), st.from_type(object).flatmap(lambda _: st.one_of(st.text(), st.integers(), st.none()))
        )
    )
    def test_never_breaks(self, changes: dict[str, object]) -> None:
        try:
            assert set(changes) <= set(checked(changes))
        except InvalidInputError as error:
            assert error.params["name"] in changes


class TestKeys:
    @pytest.mark.parametrize(
        "keys", ["", "/", "?", "Ctrl+K", "Ctrl+Alt+N Ctrl+Shift+O", "Ctrl++", "Ctrl+,", "Escape", "Ctrl+Alt+ArrowLeft", "F2", "Alt+Ä"]
    )
    def test_accepted(self, keys: str) -> None:
        assert valid_keys(keys) == keys

    @pytest.mark.parametrize(
        "keys", ["Ctrl", "k", "Ctrl+k", "Alt+Ctrl+K", "Ctrl+Ctrl+K", "Meta+K", "Ctrl+", " ", "A B C D", "<b>", "Ctrl+ K", "\t"]
    )
    def test_refused(self, keys: str) -> None:
        with pytest.raises(ValueError, match="write keys"):
            valid_keys(keys)
