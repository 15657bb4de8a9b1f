"""X3: what the one outbound client opens. A listener on this machine must never see a connection."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from chat_app.integrations.http import outbound
from chat_app.integrations.http.addresses import AddressRefusedError, checked_url, public_addresses
from chat_app.integrations.http.outbound import OutboundClient
from tests.fakes.listener import Listener, listening

DATABASES = ("sqlite",)

PUBLIC = "93.184.215.14"


@pytest.fixture
async def listener() -> AsyncIterator[tuple[Listener, int]]:
    async with listening() as (server, port):
        yield server, port


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine count as public, so that what comes after the check can be shown on a real connection."""
    monkeypatch.setattr("chat_app.integrations.http.addresses.is_public", lambda address: str(address) != "127.0.0.2")


async def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


HOSTILE = [
    "http://127.0.0.1:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://0:{port}/",
    "http://0.0.0.0:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://0177.0.0.1:{port}/", "http://127.1:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/", "http://[2002:7f00:1::]:{port}/", "http://[::7f00:1]:{port}/", "http://localhost:{port}/", "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/", "http://evil@127.0.0.1:{port}/", "http://user:pass@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@example.com/",
    "http://example.com#@127.0.0.1:{port}/", "http://①②⑦.⓪.⓪.①:{port}/", "http://127。0。0。1:{port}/", " http://127.0.0.1:{port}/", "http://127.0.0.1%09:{port}/",
    "http:127.0.0.1:{port}/", "//127.0.0.1:{port}/", "http://[::]:{port}/", "http://[::ffff:0:127.0.0.1]:{port}/", "http://127.0.0.1:{port}@/",
]  # fmt: skip
NOT_OURS_TO_OPEN = [
    "http://[::ffff:a9fe:a9fe]/", "http://169.254.169.254/", "http://100.64.0.1/", "http://[fd00::1]/", "http://[fe80::1]/", "http://10.0.0.1/",
    "http://192.168.0.1/", "http://172.16.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/", "http://192.0.2.1/",
    "file:///etc/passwd", "gopher://127.0.0.1/", "ftp://example.com/", "javascript:alert(1)", "data:text/html,x", "http://", "http://example.com:0/",
    "http://example.com:99999/", "", "x", "http://exa mple.com/", "http://example.com/\r\nHost: evil", "http://" + "a" * 3_000,
]  # fmt: skip


class TestRefuses:
    @pytest.mark.parametrize("url", HOSTILE)
    async def test_this_machine_in_every_spelling(self, listener, url):
        server, port = listener
        with pytest.raises(AddressRefusedError) as caught:
            await OutboundClient(here).get(url.format(port=port))
        assert str(caught.value) == "error.address_refused"
        assert server.connections == 0

    @pytest.mark.parametrize("url", NOT_OURS_TO_OPEN)
    async def test_other_networks_and_schemes(self, url):
        async def never(host: str, port: int) -> list[str]:
            return [PUBLIC] if host != "example.com" else []

        with pytest.raises(AddressRefusedError):
            await OutboundClient(never).get(url)

    @pytest.mark.parametrize("url", ["http://user@public.test/", "http://:pass@public.test/", "http://@public.test\\@example.com/"])
    def test_credentials_and_what_parsers_disagree_about(self, url):
        with pytest.raises(AddressRefusedError):
            checked_url(url)

    @pytest.mark.parametrize("found", [[PUBLIC, "127.0.0.1"], [PUBLIC, "::1"], ["fd00::1", PUBLIC], [PUBLIC, "fe80::1%eth0"], []])
    async def test_a_name_with_one_private_address(self, found):
        async def mixed(host: str, port: int) -> list[str]:
            return found

        with pytest.raises(AddressRefusedError):
            await public_addresses(URL("http://mixed.test/"), mixed)

    async def test_a_name_that_does_not_exist(self):
        async def missing(host: str, port: int) -> list[str]:
            raise OSError("no such name")

        with pytest.raises(AddressRefusedError):
            await OutboundClient(missing).get("http://missing.test/")

    async def test_a_name_that_changes_its_mind(self, listener, monkeypatch):
        """DNS rebinding: the second answer would be this machine, but nobody asks a second time."""
        server, port = listener
        asked: list[str] = []

        async def rebinding(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.2"] if len(asked) == 1 else ["127.0.0.1"]

        monkeypatch.setattr("chat_app.integrations.http.addresses.is_public", lambda address: str(address) == "127.0.0.2")
        with pytest.raises(AddressRefusedError):
            await OutboundClient(rebinding).get(f"http://rebinding.test:{port}/")
        assert (asked, server.connections) == (["rebinding.test"], 0)

    @pytest.mark.usefixtures("reachable")
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    async def test_a_redirect_to_where_we_do_not_go(self, listener, status):
        server, port = listener
        target = await asyncio.start_server(server.serve, "127.0.0.2", 0)
        async with target:
            inner = target.sockets[0].getsockname()[1]
            server.answer = f"HTTP/1.1 {status} Go\r\nLocation: http://127.0.0.2:{inner}/\r\nContent-Length: 0\r\n\r\n".encode()
            with pytest.raises(AddressRefusedError):
                await OutboundClient(here).get(f"http://public.test:{port}/")
        assert server.connections == 1

    @pytest.mark.usefixtures("reachable")
    @pytest.mark.parametrize("location", ["file:///etc/passwd", "http://user@public.test/", "gopher://x/", "http://a\\b/", ""])
    async def test_a_redirect_to_another_kind_of_url(self, listener, location):
        server, port = listener
        server.answer = f"HTTP/1.1 302 Go\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
        with pytest.raises(AddressRefusedError):
            await OutboundClient(here).get(f"http://public.test:{port}/")

    @pytest.mark.usefixtures("reachable")
    async def test_going_round_in_circles(self, listener):
        server, port = listener
        server.answer = b"HTTP/1.1 302 Go\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"
        with pytest.raises(AddressRefusedError):
            await OutboundClient(here).get(f"http://public.test:{port}/")
        assert server.connections == outbound.MAX_REDIRECTS + 1


@pytest.mark.usefixtures("reachable")
class TestLimits:
    async def test_ends_an_endless_body(self, listener):
        server, port = listener
        sent = 0

        async def pour(writer: asyncio.StreamWriter) -> None:
            nonlocal sent
            while True:
                writer.write(b"x" * 65_536)
                sent += 65_536
                await writer.drain()

        server.answer, server.writer = b"HTTP/1.1 200 OK\r\n\r\n", pour
        with pytest.raises(AddressRefusedError):
            await OutboundClient(here, max_bytes=300_000).get(f"http://public.test:{port}/")
        assert sent < 20_000_000

    async def test_ends_a_slow_body(self, listener):
        server, port = listener

        async def drip(writer: asyncio.StreamWriter) -> None:
            while True:
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)

        server.answer, server.writer = b"HTTP/1.1 200 OK\r\n\r\n", drip
        with pytest.raises(AddressRefusedError):
            await OutboundClient(here, timeout=0.3).get(f"http://public.test:{port}/")

    @pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
    async def test_ends_a_decompression_bomb(self, listener, encoding, pack):
        server, port = listener
        body = pack(b"\0" * 50_000_000)
        server.answer = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        with pytest.raises(AddressRefusedError):
            await OutboundClient(here).get(f"http://public.test:{port}/")

    async def test_takes_no_encoding_it_cannot_bound(self, listener):
        server, port = listener
        server.answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nhi"
        with pytest.raises(AddressRefusedError):
            await OutboundClient(here).get(f"http://public.test:{port}/")


@pytest.mark.usefixtures("reachable")
class TestGet:
    async def test_fetches_without_saying_who_we_are(self, listener, monkeypatch):
        server, port = listener
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        server.answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Type: image/png\r\nContent-Length: 2\r\n\r\nhi"
        client = OutboundClient(here)
        for _ in range(2):
            fetched = await client.get(f"http://public.test:{port}/x?y=z")
        assert (fetched.status, fetched.content_type, fetched.body) == (200, "image/png", b"hi")
        request = server.requests[1].lower()
        assert request.startswith("get /x?y=z http/1.1\r\n")
        assert f"host: public.test:{port}" in request
        assert "cookie" not in request
        assert "referer" not in request

    async def test_unpacks_what_a_server_packs_unasked(self, listener):
        server, port = listener
        body = gzip.compress(b"hello" * 1_000)
        server.answer = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        assert (await OutboundClient(here).get(f"http://public.test:{port}/")).body == b"hello" * 1_000

    def test_urls_are_parsed_once(self):
        assert checked_url("https://example.com/a?b#c").host == "example.com"
