"""X19 and X3 at the providers: no key and no connection goes where somebody else points, and nobody sees another's."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable

import pytest
from sqlmodel import Session, select

from chat_app.models import AuditEntry
from chat_app.wiring import Services
from tests.fakes.listener import Listener, listening

KEY = "sk-canary-0123456789"


@pytest.fixture
async def evil() -> AsyncIterator[tuple[Listener, int]]:
    async with listening() as found:
        yield found


def resolves_to(monkeypatch: pytest.MonkeyPatch, parts: Services, *answers: list[str]) -> None:
    """Every name is at these addresses, one answer after the other; the last one stays."""
    asked = iter(answers)
    last = [answers[-1]]

    async def resolve(_host: str, _port: int) -> list[str]:
        last[0] = next(asked, last[0])
        return last[0]

    for guard in (parts.outbound.for_people, parts.outbound.for_administrators):
        monkeypatch.setattr(guard, "_resolve", resolve)


def audited(parts: Services) -> list[AuditEntry]:
    return parts.db.read_now(lambda session: list(session.exec(select(AuditEntry))))


async def close(parts: Services) -> None:
    """End answers and connections."""
    await parts.turns.close()
    await parts.catalogue.close()


NOT_PARAMETERS = (
    "api_base", "base_url", "api_key", "organization", "extra_headers", "extra_body", "custom_llm_provider", "fallbacks", "metadata", "user_config", "model",
)  # fmt: skip
PUBLIC = "93.184.215.14"
HOSTILE = [
    "http://127.0.0.1:{port}/v1", "https://127.0.0.1:{port}/v1", "https://[::1]:{port}/", "https://[::ffff:127.0.0.1]:{port}/", "https://[::ffff:a9fe:a9fe]/",
    "https://0:{port}/", "https://2130706433:{port}/", "https://0x7f.1:{port}/", "https://127.1:{port}/", "https://169.254.169.254/", "https://100.64.0.1/",
    "https://[fd00::1]/", "https://[64:ff9b::7f00:1]:{port}/", "https://localhost:{port}/", "https://localhost.:{port}/", "https://evil@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\@example.com/", "https://example.com#@127.0.0.1:{port}/", "file:///etc/passwd", "gopher://127.0.0.1:{port}/",
    "ftp://127.0.0.1:{port}/",
]  # fmt: skip


class TestAddresses:
    """X3 with the base URL of a provider, for people and for administrators alike."""

    @pytest.mark.parametrize("path", ["providers", "admin/providers"])
    async def test_are_refused_with_the_same_words_before_anything_connects(self, local, browser, evil, monkeypatch, path):
        server, port = evil
        resolves_to(monkeypatch, local, ["127.0.0.1"])
        client, said = browser(local), set()
        for url in HOSTILE:
            body = {"vendor": "openai_compatible", "base_url": url.format(port=port), "key": KEY}
            answer = await client.post(f"/api/v1/{path}", json=body)
            said.add((answer.status_code, answer.json()["detail"]))
        assert [status for status, _words in said] == [422]
        assert server.connections == 0
        assert (await client.get(f"/api/v1/{path}")).json()["items"] == []
        noted = [entry for entry in audited(local) if entry.action == "access.refuse"]
        assert [(entry.outcome, "error.address_refused" in entry.details, "127" in entry.details) for entry in noted] == [
            ("refused", True, False)
        ]

    async def test_a_name_with_one_private_address(self, local, browser, evil, monkeypatch):
        server, port = evil
        body = {"vendor": "openai_compatible", "base_url": f"https://mixed.test:{port}/v1"}
        for found in ([PUBLIC, "127.0.0.1"], ["::1", PUBLIC], ["fd00::1", PUBLIC], []):
            resolves_to(monkeypatch, local, found)
            assert (await browser(local).post("/api/v1/providers", json=body)).status_code == 422
        assert server.connections == 0

    async def test_a_name_that_changes_its_mind(self, local, browser, evil, monkeypatch):
        """Rebinding: public when it is stored, this machine at the test, the list of models and the chat."""
        server, port = evil
        resolves_to(monkeypatch, local, [PUBLIC], ["127.0.0.1"])
        client = browser(local)
        made = (
            await client.post(
                "/api/v1/providers", json={"vendor": "openai_compatible", "base_url": f"https://rebind.test:{port}/v1", "key": KEY}
            )
        ).json()
        tested = (await client.post(f"/api/v1/providers/{made['id']}/test")).json()
        assert (tested["models"], tested["provider"]["state"]) == (0, "failing")
        assert "127" not in json.dumps(tested)
        await client.get("/api/v1/models")
        await asyncio.sleep(0.2)
        chat = (await client.post("/api/v1/conversations")).json()
        turn = await client.post(
            f"/api/v1/conversations/{chat['id']}/messages", json={"text": "hello", "model_id": f"{made['slug']}/gpt-5"}
        )
        assert turn.status_code != 500
        await asyncio.sleep(1)
        await close(local)
        assert server.connections == 0

    async def test_what_was_written_past_us_is_not_connected_to(self, local, browser, evil, monkeypatch):
        """A literal address in the row itself: refused at the socket, where no name is resolved."""
        from chat_app.models import Provider

        server, port = evil
        resolves_to(monkeypatch, local, [PUBLIC])
        client = browser(local)
        made = (
            await client.post("/api/v1/providers", json={"vendor": "openai_compatible", "base_url": f"https://fine.test:{port}/v1"})
        ).json()

        def tamper(session: Session) -> None:
            row = session.get(Provider, made["id"])
            assert row
            row.base_url = f"http://127.0.0.1:{port}/v1"

        local.db.write_now(tamper)
        tested = (await client.post(f"/api/v1/providers/{made['id']}/test")).json()
        assert (tested["provider"]["state"], server.connections) == ("failing", 0)

    async def test_an_open_port_takes_as_long_as_a_closed_one(self, local, browser, evil, monkeypatch):
        _, port = evil
        resolves_to(monkeypatch, local, ["127.0.0.1"])
        client = browser(local)

        async def seconds(port: int) -> float:
            began = time.perf_counter()
            await client.post("/api/v1/providers", json={"vendor": "openai_compatible", "base_url": f"https://inner.test:{port}/"})
            return time.perf_counter() - began

        took = [(await seconds(port), await seconds(1)) for _ in range(12)]
        # By turns, and the quickest of each: what else the machine does only ever adds.
        assert abs(min(one for one, _ in took) - min(other for _, other in took)) < 0.05

    async def test_a_redirect_is_not_followed(self, build, browser, evil):
        """Also one that an allowed server gives."""
        server, port = evil
        async with listening() as (inner, other):
            parts = build(outbound_allow=f"127.0.0.1:{port}")
            client = browser(parts)
            server.answer = f"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:{other}/\r\nContent-Length: 0\r\n\r\n".encode()
            body = {"vendor": "openai_compatible", "base_url": f"http://127.0.0.1:{port}/v1", "key": KEY}
            made = (await client.post("/api/v1/admin/providers", json=body)).json()
            tested = (await client.post(f"/api/v1/admin/providers/{made['id']}/test")).json()
            assert tested["provider"]["state"] == "failing"
            assert (server.connections, inner.connections) == (1, 0)


SMUGGLED = [
    {"api_base": "URL"}, {"api_key": "x"}, {"organization": "x"}, {"extra_headers": {"x": "y"}}, {"extra_body": {}}, {"custom_llm_provider": "openai"},
    {"fallbacks": ["x"]}, {"metadata": {}}, {"slug": "openai"}, {"owner_id": None}, {"secret_id": "x"}, {"key_hint": "x"}, {"tested_at": None}, {"state": "ok"},
]  # fmt: skip


class TestFields:
    """X19: nothing but the listed fields, and nothing at all where a test or a call is asked for."""

    async def test_no_other_field_is_taken(self, local, browser):
        client = browser(local)
        made = (await client.post("/api/v1/providers", json={"vendor": "openai", "key": KEY})).json()
        for extra in SMUGGLED:
            assert (await client.post("/api/v1/providers", json={"vendor": "openai", "key": KEY, **extra})).status_code == 422
            assert (await client.patch(f"/api/v1/providers/{made['id']}", json=extra)).status_code == 422
        assert [item["id"] for item in (await client.get("/api/v1/providers")).json()["items"]] == [made["id"]]

    async def test_a_test_goes_to_the_stored_address_whatever_is_sent(self, build, browser, evil):
        server, port = evil
        async with listening() as (house, own):
            house.answer = (
                b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n{"data": [{"id": "model-one"}]}'[:-1]
                + b" "
            )
            client = browser(build(outbound_allow=f"127.0.0.1:{own},127.0.0.1:{port}"))
            body = {"vendor": "openai_compatible", "base_url": f"http://127.0.0.1:{own}/v1", "key": KEY}
            made = (await client.post("/api/v1/admin/providers", json=body)).json()
            evil_url = f"http://127.0.0.1:{port}/v1"
            await client.post(
                f"/api/v1/admin/providers/{made['id']}/test?base_url={evil_url}", json={"base_url": evil_url, "api_base": evil_url}
            )
            assert house.connections == 1
            assert f"authorization: bearer {KEY}" in house.requests[0].lower()
        assert server.connections == 0

    async def test_a_changed_address_never_gets_the_stored_key(self, build, browser, evil):
        server, port = evil
        async with listening() as (_, own):
            client = browser(build(outbound_allow=f"127.0.0.1:{own},127.0.0.1:{port}"))
            body = {"vendor": "openai_compatible", "base_url": f"http://127.0.0.1:{own}/v1", "key": KEY}
            made = (await client.post("/api/v1/admin/providers", json=body)).json()
            path = f"/api/v1/admin/providers/{made['id']}"
            moved = (await client.patch(path, json={"base_url": f"http://127.0.0.1:{port}/v1"})).json()
            assert moved["key_hint"] == ""
            await client.post(f"{path}/test")
        assert server.connections == 1
        assert KEY not in server.requests[0]

    async def test_the_name_of_a_model_is_no_address(self, build, browser, evil):
        server, port = evil
        parts = build(openai_base_url=f"http://127.0.0.1:{port}/v1")
        client = browser(parts)
        chat = (await client.post("/api/v1/conversations")).json()
        before = server.connections
        for name in ("gpt-5@http://evil.test", "http://evil.test/", "../../v1/files", "a//b", "openai/…@http://evil"):
            answer = await client.post(f"/api/v1/conversations/{chat['id']}/messages", json={"text": "hello", "model_id": f"openai/{name}"})
            assert answer.status_code == 404
        await close(parts)
        assert server.connections == before

    async def test_nor_is_any_a_parameter(self, local, browser):
        client = browser(local)
        chat = (await client.post("/api/v1/conversations")).json()
        for name in NOT_PARAMETERS:
            answer = await client.put(f"/api/v1/conversations/{chat['id']}/parameters", json={"parameters": {name: "http://evil.test"}})
            assert answer.status_code == 422


async def test_the_key_is_in_no_answer_and_no_row(local: Services, browser: Callable):
    client = browser(local)
    made = await client.post("/api/v1/providers", json={"vendor": "openai", "key": KEY})
    path = f"/api/v1/providers/{made.json()['id']}"
    answers = [made, await client.get("/api/v1/providers"), await client.get(path), await client.patch(path, json={"label": "x"})]
    assert all(KEY not in answer.text for answer in answers)
    rows = [entry.details for entry in audited(local)]
    assert rows
    assert all("canary" not in details for details in rows)
