"""Reading the log: people see their own calls, administrators everybody's, and neither sees what is not theirs."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.integrations.llm.port import TokenUsage
from chat_app.integrations.llm.rates import Rates
from chat_app.models import ApiKey, Folder, Turn, UsageCall
from chat_app.services.audit import AuditLog
from chat_app.services.catalogue.dto import Price
from chat_app.services.catalogue.pricing import with_margin
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.usage import UsageService, records
from chat_app.services.usage import export as usage_export
from chat_app.services.usage.charging import charge
from chat_app.services.usage.dto import Call, FailedTry, LoggedCall, ShownLine, UsageFilter
from chat_app.services.usage.export import UsageExport
from chat_app.services.usage.recording import record_call
from tests.services.chat.conftest import make_user

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRICE = Price(Rates(1_000_000, 0), "v1")
ALL = UsageFilter()


def record(
    db: Database,
    actor: Actor,
    *,
    margin: int = 1_000,
    own_key: bool = False,
    price: Price | None = PRICE,
    tokens: int = 100,
    **more: object,
) -> None:
    """A call of so many tokens, at a nano-dollar each."""
    usage = TokenUsage(input=tokens)
    charged = charge(price, with_margin(price, margin) if price and not own_key else price, usage, own_key=own_key)
    call = Call(actor.user_id, "send", "complete", "openai/gpt", usage, "provider", charged, NOON, "")
    db.write_now(lambda session: record_call(session, replace(call, **more)))  # type: ignore[arg-type]


@pytest.fixture
def ada(db: Database) -> Actor:
    return make_user(db, "Ada")


@pytest.fixture
def bob(db: Database) -> Actor:
    return make_user(db, "Bob")


def folder(db: Database, actor: Actor, name: str, parent_id: str | None = None) -> str:
    row = Folder(id=new_id(), owner_id=actor.user_id, name=name, parent_id=parent_id, created_at=utc_now())
    db.write_now(lambda session: session.add(row))
    return row.id


class TestOwn:
    async def test_are_shown_with_what_their_person_pays(self, db: Database, usage: UsageService, ada: Actor) -> None:
        record(db, ada)
        (call,) = (await usage.calls(ada, ALL)).items
        assert (call.amount_nano, call.lines, call.price_version) == (110, (ShownLine("input", 100, 1_100_000, 110),), "v1")

    async def test_never_show_what_the_platform_pays(self, db: Database, usage: UsageService, ada: Actor) -> None:
        """It pays 7,778 nano-dollars, 7,777,777 per million; they pay 8,556."""
        record(db, ada, tokens=1_000, price=Price(Rates(7_777_777, 0), "v1"))
        log = UsageExport(usage, AuditLog(db, utc_now)).own(ada, ALL)
        table = b"".join([piece async for piece in log]).decode()
        shown = f"{await usage.calls(ada, ALL)} {await usage.total(ada, ALL)} {await usage.sums(ada, ALL, 'model')} {table}"
        assert re.search(r"\b8556\b", shown)
        assert '"0.000008556"' in table
        assert not re.search(r"\b(0000)?07778\b|\b7778\b|7777777", shown)

    async def test_with_an_own_key_show_the_vendors_price(self, db: Database, usage: UsageService, ada: Actor) -> None:
        record(db, ada, own_key=True)
        (call,) = (await usage.calls(ada, ALL)).items
        total = await usage.total(ada, ALL)
        assert (call.own_key, call.amount_nano, call.lines) == (True, 100, (ShownLine("input", 100, 1_000_000, 100),))
        assert (total.paid_nano, total.own_key_nano) == (0, 100)

    async def test_of_somebody_else_are_not_there(self, db: Database, usage: UsageService, ada: Actor, bob: Actor) -> None:
        record(db, bob)
        assert (await usage.calls(ada, UsageFilter(person_id=bob.user_id))).items == []
        assert (await usage.total(ada, ALL)).calls == 0
        assert await usage.sums(ada, ALL, "person") == []

    async def test_come_latest_first_page_by_page_while_more_are_made(self, db: Database, usage: UsageService, ada: Actor) -> None:
        for minute in range(7):
            record(db, ada, tokens=minute, at=NOON + timedelta(minutes=minute // 2))
        seen, cursor = [], ""
        while True:
            page = await usage.calls(ada, ALL, cursor, 2)
            seen += [call.tokens_in for call in page.items]
            record(db, ada, tokens=99, at=NOON + timedelta(hours=1))
            cursor = page.next_cursor
            if not cursor:
                break
        assert seen == [6, 5, 4, 3, 2, 1, 0]

    async def test_a_strange_cursor_is_refused(self, usage: UsageService, ada: Actor) -> None:
        for cursor in ("x", "WyJ4IiwieSJd", "WyJ4Il0"):
            with pytest.raises(InvalidInputError):
                await usage.calls(ada, ALL, cursor)


class TestFilter:
    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (UsageFilter(first_day=date(2026, 11, 20)), [1, 2]),
            (UsageFilter(last_day=date(2026, 11, 19)), [0]),
            (UsageFilter(first_day=date(2026, 11, 19), last_day=date(2026, 11, 20)), [0, 1]),
            (UsageFilter(model_id="mistral/large"), [2]),
            (UsageFilter(provider="openai"), [0, 1]),
            (UsageFilter(kind="title"), [1]),
            (UsageFilter(status="failed"), [2]),
            (UsageFilter(last_day=date.max, first_day=date.min), [0, 1, 2]),
        ],
    )
    async def test_by_day_model_provider_kind_and_status(
        self, db: Database, usage: UsageService, ada: Actor, admin: Actor, wanted: UsageFilter, found: list[int]
    ) -> None:
        record(db, ada, tokens=0, at=datetime(2026, 11, 19, 23, 59, 59, 999_999, tzinfo=UTC))
        record(db, ada, tokens=1, kind="title", at=datetime(2026, 11, 20, tzinfo=UTC))
        record(db, ada, tokens=2, model_id="mistral/large", status="failed", at=datetime(2026, 11, 21, 5, tzinfo=UTC))
        assert sorted(call.tokens_in for call in (await usage.calls(ada, wanted)).items) == found
        assert sorted(call.tokens_in for call in (await usage.all_calls(admin, wanted)).items) == found
        assert (await usage.total(ada, wanted)).calls == len(found)

    async def test_by_key(self, db: Database, usage: UsageService, ada: Actor) -> None:
        key = ApiKey(id=new_id(), owner_id=ada.user_id, name="=script", prefix="p", secret_hash="x", created_at=NOON)
        db.write_now(lambda session: session.add(key))
        record(db, ada, tokens=1, api_key_id=key.id)
        record(db, ada, tokens=2)
        assert [(call.tokens_in, call.key_name) for call in (await usage.calls(ada, UsageFilter(api_key_id=key.id))).items] == [
            (1, "=script")
        ]
        assert [call.tokens_in for call in (await usage.calls(ada, UsageFilter(api_key_id=""))).items] == [2]
        assert {one.label: one.tokens_in for one in await usage.sums(ada, ALL, "key")} == {"=script": 1, "": 2}

    async def test_by_chat(self, db: Database, usage: UsageService, ada: Actor, bob: Actor) -> None:
        chat = new_id()
        record(db, ada, tokens=1, conversation_id=chat)
        record(db, ada, tokens=2, conversation_id=new_id())
        record(db, bob, tokens=3, conversation_id=chat)
        wanted = UsageFilter(conversation_id=chat)
        assert [call.tokens_in for call in (await usage.calls(ada, wanted)).items] == [1]
        assert (await usage.total(ada, wanted)).tokens_in == 1

    async def test_by_project_with_the_folders_inside(self, db: Database, usage: UsageService, ada: Actor, bob: Actor) -> None:
        outer = folder(db, ada, "Thesis")
        inner, other, bobs = folder(db, ada, "Sources", outer), folder(db, ada, "Else"), folder(db, bob, "Bob's", outer)
        for tokens, place in enumerate((outer, inner, other, "")):
            self.record_in(db, ada, place, tokens)
        self.record_in(db, ada, bobs, 9)
        assert sorted(call.tokens_in for call in (await usage.calls(ada, UsageFilter(folder_id=outer))).items) == [0, 1]
        assert [call.tokens_in for call in (await usage.calls(ada, UsageFilter(folder_id=""))).items] == [3]
        names = {one.key: one.label for one in await usage.sums(ada, ALL, "project")}
        assert names == {outer: "Thesis", inner: "Sources", other: "Else", "": "", bobs: ""}

    def record_in(self, db: Database, actor: Actor, folder_id: str, tokens: int) -> None:
        """As if its chat had been there."""
        record(db, actor, tokens=tokens)

        def move(session: Session) -> None:
            row = session.exec(select(UsageCall).where(UsageCall.tokens_in == tokens)).one()
            row.folder_id = folder_id

        db.write_now(move)


class TestSums:
    async def test_are_the_sums_of_the_calls(self, db: Database, usage: UsageService, ada: Actor) -> None:
        record(db, ada, tokens=10, at=NOON)
        record(db, ada, tokens=20, at=NOON + timedelta(days=1))
        record(db, ada, tokens=40, own_key=True, at=NOON + timedelta(days=1))
        record(db, ada, tokens=80, price=None, at=NOON + timedelta(days=1))
        days = await usage.sums(ada, ALL, "day")
        assert [(one.key, one.calls, one.tokens_in, one.paid_nano, one.own_key_nano, one.unpriced) for one in days] == [
            ("2026-11-20", 1, 10, 11, 0, 0),
            ("2026-11-21", 3, 140, 22, 40, 1),
        ]
        total = await usage.total(ada, ALL)
        assert (total.calls, total.tokens_in, total.paid_nano, total.own_key_nano, total.unpriced) == (4, 150, 33, 40, 1)

    async def test_what_cost_most_comes_first(self, db: Database, usage: UsageService, ada: Actor) -> None:
        record(db, ada, tokens=10, model_id="a/cheap")
        record(db, ada, tokens=20, model_id="b/dear")
        assert [one.key for one in await usage.sums(ada, ALL, "model")] == ["b/dear", "a/cheap"]

    async def test_of_nothing_are_zero(self, usage: UsageService, ada: Actor) -> None:
        assert ((await usage.total(ada, ALL)).calls, await usage.sums(ada, ALL, "day")) == (0, [])


class TestAdministration:
    async def test_sees_cost_sale_and_margin_of_everybody(
        self, db: Database, usage: UsageService, ada: Actor, bob: Actor, admin: Actor
    ) -> None:
        record(db, ada, tokens=100)
        record(db, bob, tokens=200, own_key=True)
        calls = (await usage.all_calls(admin, ALL)).items
        assert {call.person_name: (call.cost_nano, call.sale_nano, call.margin_nano) for call in calls} == {
            "Ada": (100, 110, 10),
            "Bob": (200, 0, None),
        }
        total = await usage.all_total(admin, ALL)
        assert (total.cost_nano, total.used.paid_nano, total.margin_nano, total.used.own_key_nano) == (100, 110, 10, 200)
        people = await usage.all_sums(admin, ALL, "person")
        assert {one.used.label: (one.used.paid_nano, one.cost_nano, one.margin_nano) for one in people} == {
            "Ada": (110, 100, 10),
            "Bob": (0, 0, 0),
        }
        assert [call.person_name for call in (await usage.all_calls(admin, UsageFilter(person_id=bob.user_id))).items] == ["Bob"]

    async def test_sees_nothing_of_where_it_was(self, db: Database, usage: UsageService, ada: Actor, admin: Actor) -> None:
        place = folder(db, ada, "secret project")
        record(db, ada, conversation_id=new_id(), turn_id=new_id())
        (call,) = (await usage.all_calls(admin, UsageFilter(folder_id=place))).items
        assert not {"conversation_id", "turn_id", "folder_id", "folder_name", "key_name"} & set(asdict(call))
        assert [one.used.label for one in await usage.all_sums(admin, ALL, "project")] == [""]

    async def test_is_not_there_for_anybody_else(self, usage: UsageService, ada: Actor, db: Database) -> None:
        export = UsageExport(usage, AuditLog(db, utc_now))
        for call in (usage.all_calls(ada, ALL), usage.all_total(ada, ALL), usage.all_sums(ada, ALL, "day"), export.all(ada, ALL)):
            with pytest.raises(NotFoundError):
                await call


class TestCostOfATurn:
    async def test_names_what_failed_before_and_who_answered(self) -> None:
        turn = Turn(
            id="t",
            owner_id="o",
            conversation_id="c",
            kind="send",
            status="complete",
            model_id="a/one",
            idempotency_key="k",
            created_at=NOON,
        )
        turn.answered_by, turn.tries = "b/two", '[["a/one","error.upstream_busy"]]'
        cost = records.cost_record([turn], [])
        record = (UsageCall(id=str(at), owner_id="o", day=NOON.date(), created_at=NOON, kind="send", status="complete", turn_id="t", provider="x", model_id=model, sale_nano=nano, lines=f'[["input",5,1,2,3,{nano}]]') for at, (model, nano) in enumerate((("a/one", 0), ("b/two", 7))))  # fmt: skip
        charged = records.cost_record([turn], list(record))
        assert (charged.amount_nano, charged.lines, charged.calls) == (7, (ShownLine("input", 5, 3, 7),), 1)
        assert (cost.answered_by, cost.tries, cost.calls) == ("b/two", (FailedTry("a/one", "error.upstream_busy"),), 0)


class TestTable:
    async def test_streams_all_of_it_and_no_cell_is_a_formula(
        self, db: Database, usage: UsageService, ada: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(usage_export, "MOST", 2)
        for number, name in enumerate(("=1+1", "+1", "-1+1", "@a", "\tx", "\rx")):
            record(db, ada, tokens=number, model_id=name, margin=0)
        pieces = [piece async for piece in UsageExport(usage, AuditLog(db, utc_now)).own(ada, ALL)]
        lines = b"".join(pieces).decode().removeprefix("\ufeff").split("\r\n")
        assert len(pieces) == 4
        assert lines[0].startswith('"at","kind","status","model_id"')
        models = [line.split(",")[3] for line in lines[1:7]]
        assert sorted(models) == sorted(f'"\'{name}"' for name in ("=1+1", "+1", "-1+1", "@a", "\tx", "\rx"))
        assert '"0.000000005"' in lines[1]

    async def test_of_everybody_is_noted(self, db: Database, usage: UsageService, ada: Actor, admin: Actor) -> None:
        record(db, ada)
        audit = AuditLog(db, utc_now)
        table = b"".join([piece async for piece in await UsageExport(usage, audit).all(admin, ALL)]).decode()
        assert '"0.000000100","0.000000110","0.000000010"' in table
        acts = db.read_now(lambda session: session.connection().exec_driver_sql("SELECT action, object_kind FROM audit_entries").all())
        assert [tuple(act) for act in acts] == [("export.make", "usage")]


def test_a_logged_call_has_no_field_for_what_the_platform_pays() -> None:
    assert not {"cost_nano", "sale_nano", "margin_nano"} & set(LoggedCall.__dataclass_fields__)
