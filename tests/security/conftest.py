"""The app behind its doors: as ASGI for requests, on a port for websockets; local, or open to a network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from weakref import WeakKeyDictionary

import httpx
import pytest
from fastapi import FastAPI

from chat_app.api.app import create_api
from chat_app.api.csp import ContentPolicy
from chat_app.api.security import SecurityWrapper
from chat_app.container import override_services
from chat_app.services.accounts import Knock
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.canaries import PASSWORD
from tests.databases import empty_postgres
from tests.fakes.app_server import built_app, serving

LOCAL = "http://localhost:3000"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Attacks run on both databases, except in modules that say `DATABASES = ("sqlite",)`: theirs never reach it."""
    if "database_url" in metafunc.fixturenames:
        metafunc.parametrize("database_url", getattr(metafunc.module, "DATABASES", ("sqlite", "postgres")), indirect=True)


@pytest.fixture(autouse=True)
def short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks every route for its whole answer would wait a minute for the one that tells of downloads."""
    monkeypatch.setattr("chat_app.api.v1.ollama.FOLLOW_SECONDS", 0.1)


@pytest.fixture(autouse=True)
def full_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test takes from the limits that the API keeps in memory is not missing in the next."""
    rates: WeakKeyDictionary[TokenBuckets, TokenBuckets] = WeakKeyDictionary()
    take = TokenBuckets.take

    def take_of_this_test(self: TokenBuckets, key: str) -> bool:
        if self not in rates:
            rates[self] = TokenBuckets(self._rate, self._burst, max_keys=self._max_keys, now=self._now)
        return take(rates[self], key)

    monkeypatch.setattr(TokenBuckets, "take", take_of_this_test)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path) -> str:
    """An empty database of one kind."""
    if request.param == "sqlite":
        (tmp_path / "parley.db").write_bytes(empty_database.read_bytes())
        return ""
    url = request.getfixturevalue("postgres_database")
    empty_postgres(url)
    return url


@pytest.fixture
def build(tmp_path: Path, database_url: str) -> Iterator[Callable[..., Services]]:
    """Services on an empty database, with the given settings, current until the test ends."""
    with ExitStack() as stack:

        def make(**settings: object) -> Services:
            base = build_services(Settings(**{"data_dir": tmp_path, "database_url": database_url} | settings))
            stack.callback(base.db.close)
            return stack.enter_context(override_services(base=base))

        yield make


@pytest.fixture
def local(build: Callable[..., Services]) -> Services:
    """As on a desktop: one owner, this machine only."""
    return build()


@pytest.fixture
def networked(build: Callable[..., Services]) -> Services:
    """As on a server: reached over a network under a name, plain http behind nothing."""
    return build(host="0.0.0.0", public_url="http://parley.test")


@pytest.fixture
def shared(build: Callable[..., Services]) -> Services:
    """As on a server of many people."""
    return build(host="0.0.0.0", public_url="http://parley.test", mode="multi")


@pytest.fixture(scope="session")
def api() -> FastAPI:
    """The API, made once: with all its routes that takes longer than most tests."""
    return create_api()


@pytest.fixture
async def browser(api: FastAPI) -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """Make clients of the API behind the door, coming from `peer` to `base_url`."""
    opened: list[httpx.AsyncClient] = []

    def make(parts: Services, *, peer: str = "127.0.0.1", base_url: str = "", **headers: str) -> httpx.AsyncClient:
        wrapped = SecurityWrapper(api, parts.settings, ContentPolicy(("sha256-abc",)))
        transport = httpx.ASGITransport(app=wrapped, client=(peer, 50_000))
        client = httpx.AsyncClient(transport=transport, base_url=base_url or parts.settings.origin, headers=headers)
        opened.append(client)
        return client

    yield make
    for client in opened:
        await client.aclose()


@pytest.fixture(scope="session")
def app_port(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[int]:
    """The port of the whole app. Its lifespan has services of its own; requests use those of the test."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "parley.db").write_bytes(empty_database.read_bytes())
    with override_services(base=build_services(Settings(data_dir=folder))), serving(built_app()) as port:
        yield port


def visit(peer: str, **headers: str) -> Knock:
    """A request from `peer`."""
    return Knock({name.replace("_", "-"): value for name, value in headers.items()}, peer)


async def password_set(parts: Services) -> None:
    """Give the owner a password, as the set-up link does."""
    token = parts.accounts.make_setup_link().partition("token=")[2]
    await parts.accounts.set_up(token, PASSWORD)
