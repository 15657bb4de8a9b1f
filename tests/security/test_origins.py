"""X9 and X10: other websites in the owner's browser, and names that are not ours."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.security.conftest import LOCAL

DATABASES = ("sqlite",)

EVIL = [
    "https://evil.test",
    "null",
    "http://localhost:3000.evil.test",
    "https://localhost:3000",
    "http://sub.localhost:3000",
    "http://localhost:9999",
]


class TestHost:
    @pytest.mark.parametrize(
        "host", ["evil.test", "evil.test:3000", "localhost.evil.test:3000", "localhost:9999", "localhost.", "", "127.0.0.1.nip.io:3000"]
    )
    async def test_refuses_names_that_are_not_ours(self, local, browser, host):
        answer = await browser(local, Host=host).get("/api/v1/me")
        assert answer.status_code == 421
        assert local.settings.origin in answer.text

    @pytest.mark.parametrize("host", ["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST:3000"])
    async def test_answers_to_this_machines_names(self, local, browser, host):
        assert (await browser(local, Host=host).get("/api/v1/me")).status_code == 200

    async def test_health_is_for_load_balancers_too(self, local, browser):
        answer = await browser(local, Host="10.0.0.7").get("/health")
        assert answer.json() == {"status": "ok"}


class TestForeignOrigin:
    @pytest.mark.parametrize("origin", EVIL)
    @pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
    async def test_may_not_change_anything(self, local, browser, origin, method):
        answer = await browser(local).request(method, "/api/v1/me", headers={"Origin": origin}, json={"theme": "dark"})
        assert answer.status_code == 403
        assert (await local.accounts.preferences(await local.accounts.owner())).theme == "system"

    @pytest.mark.parametrize("origin", EVIL)
    @pytest.mark.parametrize("path", ["/ping", "/api/v1/me", "/_event", "/_upload", "/auth/login", "/health"])
    async def test_gets_no_permission_to_read(self, local, browser, origin, path):
        client = browser(local)
        for answer in (
            await client.get(path, headers={"Origin": origin}),
            await client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
        ):
            assert "access-control-allow-origin" not in answer.headers
            assert answer.headers["cross-origin-resource-policy"] == "same-origin"

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    async def test_is_known_by_what_the_browser_says(self, local, browser, site):
        client = browser(local, **{"Sec-Fetch-Site": site})
        assert (await client.get("/api/v1/conversations")).status_code == 403
        assert (await client.post("/api/v1/conversations")).status_code == 403
        assert (await client.post("/auth/logout")).status_code == 403

    async def test_text_plain_forms_carry_no_json_in(self, local, browser):
        answer = await browser(local, Origin="https://evil.test").post(
            "/api/v1/conversations", content='{"model_id": ""}', headers={"Content-Type": "text/plain"}
        )
        assert answer.status_code == 403

    async def test_a_header_cannot_rename_the_method(self, local, browser):
        client = browser(local)
        made = (await client.post("/api/v1/conversations")).json()
        path = f"/api/v1/conversations/{made['id']}"
        await client.get(path, headers={"X-HTTP-Method-Override": "DELETE", "X-Original-URL": "/api/v1/me"})
        assert (await client.get(path)).status_code == 200

    async def test_our_own_page_may(self, local, browser):
        answer = await browser(local, Origin=LOCAL, **{"Sec-Fetch-Site": "same-origin"}).patch("/api/v1/me", json={"theme": "dark"})
        assert answer.json()["theme"] == "dark"


class TestLocalOwner:
    """Without a login only this machine is the owner, and nothing that somebody else passes on."""

    @pytest.mark.parametrize("peer", ["192.168.1.7", "10.0.0.1", "8.8.8.8", "fd00::2", "169.254.1.1", ""])
    async def test_is_nobody_from_elsewhere(self, local, browser, peer):
        assert (await browser(local, peer=peer).get("/api/v1/me")).status_code == 401

    @pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
    async def test_is_whoever_is_here(self, local, browser, peer):
        assert (await browser(local, peer=peer).get("/api/v1/me")).status_code == 200

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP", "Via"])
    async def test_does_not_come_through_a_tunnel(self, local, browser, header):
        assert (await browser(local, **{header: "127.0.0.1"}).get("/api/v1/me")).status_code == 401

    async def test_needs_a_password_once_others_can_reach_us(self, networked, browser):
        assert (await browser(networked, base_url=LOCAL).get("/api/v1/me")).status_code == 401

    async def test_a_stranger_sees_a_page_that_says_so(self, local, browser):
        answer = await browser(local, peer="192.168.1.7", **{"Accept-Language": "de"}).get("/")
        assert answer.status_code == 403
        assert "nur auf dem Rechner" in answer.text


class TestComingBackFromPaying:
    """Where nobody signs in, the payment provider leads back to one page, and to nothing else."""

    COMING: ClassVar = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

    @pytest.mark.parametrize("path", ["/billing?order=1", "/billing/"])
    async def test_opens_the_page_of_credit(self, local, browser, path):
        for origin in ({}, {"Origin": "null"}, {"Origin": "https://checkout.stripe.com"}):
            assert (await browser(local).get(path, headers=self.COMING | origin)).status_code != 403

    @pytest.mark.parametrize(
        ("path", "changed"),
        [
            ("/settings", {}),
            ("/billing/other", {}),
            ("/api/v1/billing", {}),
            ("/billing", {"Sec-Fetch-Dest": "iframe"}),
            ("/billing", {"Sec-Fetch-Mode": "cors"}),
        ],
    )
    async def test_and_nothing_else(self, local, browser, path, changed):
        assert (await browser(local).get(path, headers=self.COMING | changed)).status_code == 403
