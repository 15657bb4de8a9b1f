"""The outbound client beyond plain fetching: bodies, keys, redirects, and what the operator allowed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.outbound import OutboundClient
from tests.fakes.listener import Listener, listening

KEY = {"Authorization": "Bearer sk-secret", "X-Api-Key": "sk-secret"}


@pytest.fixture
async def listener() -> AsyncIterator[tuple[Listener, int]]:
    async with listening() as found:
        yield found


async def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def client(*allowed: tuple[str, int], **limits: float) -> OutboundClient:
    return OutboundClient(here, allowed=allowed, **limits)  # type: ignore[arg-type]


def redirect(status: int, location: str) -> bytes:
    return f"HTTP/1.1 {status} Go\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


class TestAllowList:
    """`PARLEY_OUTBOUND_ALLOW`: exact, and for administrators alone."""

    async def test_opens_what_the_operator_named(self, listener):
        server, port = listener
        fetched = await client(("inner.lan", port)).get(f"http://inner.lan:{port}/", set_by_admin=True)
        assert (fetched.status, fetched.body, server.connections) == (200, b"hi", 1)

    async def test_opens_an_address_that_is_written_out(self, listener):
        _, port = listener
        assert (await client(("127.0.0.1", port)).get(f"http://127.0.0.1:{port}/", set_by_admin=True)).status == 200

    async def test_never_for_a_persons_url(self, listener):
        server, port = listener
        with pytest.raises(AddressRefusedError):
            await client(("inner.lan", port)).get(f"http://inner.lan:{port}/")
        assert server.connections == 0

    @pytest.mark.parametrize("url", ["http://other.lan:{port}/", "http://inner.lan.evil.test:{port}/", "http://127.0.0.1:{port}/", "http://inner.lan:{other}/"])  # fmt: skip
    async def test_nothing_beside_it(self, listener, url):
        server, port = listener
        with pytest.raises(AddressRefusedError):
            await client(("inner.lan", port)).get(url.format(port=port, other=port + 1), set_by_admin=True)
        assert server.connections == 0

    async def test_a_redirect_leads_out_of_it(self, listener):
        server, port = listener
        async with listening() as (inner, other):
            server.answer = redirect(302, f"http://127.0.0.1:{other}/")
            with pytest.raises(AddressRefusedError):
                await client(("inner.lan", port)).get(f"http://inner.lan:{port}/", set_by_admin=True)
        assert (server.connections, inner.connections) == (1, 0)


class TestCheck:
    """Asked before an address is stored; nothing connects."""

    async def test_refuses_without_connecting(self, listener):
        server, port = listener
        with pytest.raises(AddressRefusedError):
            await client().check(f"http://inner.lan:{port}/")
        assert await client(("inner.lan", port)).check(f"http://inner.lan:{port}/v1", set_by_admin=True) == f"http://inner.lan:{port}/v1"
        assert server.connections == 0


class TestPost:
    async def test_sends_a_body(self, listener):
        server, port = listener
        fetched = await client(("a.lan", port)).post(
            f"http://a.lan:{port}/token", b"a=b", content_type="application/x-www-form-urlencoded", headers=KEY, set_by_admin=True
        )
        assert (fetched.status, server.bodies) == (200, [b"a=b"])
        assert server.requests[0].startswith("POST /token HTTP/1.1\r\n")
        assert "Content-Type: application/x-www-form-urlencoded" in server.requests[0]
        assert "Authorization: Bearer sk-secret" in server.requests[0]

    @pytest.mark.parametrize("status", [307, 308])
    async def test_is_not_handed_to_another_origin(self, listener, status):
        server, port = listener
        async with listening() as (other, elsewhere):
            server.answer = redirect(status, f"http://b.lan:{elsewhere}/")
            both = client(("a.lan", port), ("b.lan", elsewhere))
            with pytest.raises(AddressRefusedError):
                await both.post(f"http://a.lan:{port}/", b"secret", content_type="text/plain", set_by_admin=True)
        assert (server.connections, other.connections) == (1, 0)

    @pytest.mark.parametrize("status", [301, 302, 303])
    async def test_becomes_a_get_without_body_and_key(self, listener, status):
        server, port = listener
        async with listening() as (other, elsewhere):
            server.answer = redirect(status, f"http://b.lan:{elsewhere}/")
            both = client(("a.lan", port), ("b.lan", elsewhere))
            await both.post(f"http://a.lan:{port}/", b"secret", content_type="text/plain", headers=KEY, set_by_admin=True)
        assert other.requests[0].startswith("GET / HTTP/1.1\r\n")
        assert (other.bodies, "secret" in other.requests[0], "text/plain" in other.requests[0]) == ([], False, False)

    async def test_is_sent_again_to_the_same_origin(self, listener):
        server, port = listener
        server.answer = redirect(307, "/again")
        with pytest.raises(AddressRefusedError):
            await client(("a.lan", port)).post(f"http://a.lan:{port}/", b"x", content_type="text/plain", headers=KEY, set_by_admin=True)
        assert server.bodies == [b"x"] * 6
        assert all("sk-secret" in request for request in server.requests)


class TestKeys:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    async def test_no_key_goes_to_another_origin(self, listener, status):
        server, port = listener
        async with listening() as (other, elsewhere):
            server.answer = redirect(status, f"http://a.lan:{elsewhere}/")
            both = client(("a.lan", port), ("a.lan", elsewhere))
            await both.get(f"http://a.lan:{port}/", headers=KEY, set_by_admin=True)
        assert "sk-secret" in server.requests[0]
        assert "sk-secret" not in other.requests[0]

    async def test_nor_back_from_there(self, listener):
        """Once out, a key stays out: the other origin chose where to go next."""
        server, port = listener
        async with listening() as (other, elsewhere):
            server.answer = redirect(302, f"http://a.lan:{elsewhere}/")
            other.answer = redirect(302, f"http://a.lan:{port}/stolen")
            both = client(("a.lan", port), ("a.lan", elsewhere))
            with pytest.raises(AddressRefusedError):
                await both.get(f"http://a.lan:{port}/", headers=KEY, set_by_admin=True)
        assert ["sk-secret" in request for request in server.requests] == [True, False, False]


async def test_head_reads_no_body(listener):
    server, port = listener
    server.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\nX-Part: 1\r\n\r\n"
    fetched = await client(("a.lan", port)).request("HEAD", f"http://a.lan:{port}/", set_by_admin=True)
    assert (fetched.status, fetched.body, fetched.headers["x-part"]) == (200, b"", "1")
