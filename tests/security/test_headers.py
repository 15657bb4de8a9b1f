"""The same headers on every answer, whatever made it; and what is not there at all (X7, X16, X28)."""

from __future__ import annotations

import json

import httpx
import pytest
from starlette.responses import PlainTextResponse

from chat_app.api.csp import ContentPolicy, inline_script_hashes, load_script_hashes
from chat_app.api.request_rules import cache_control, is_closed
from chat_app.api.security import SecurityWrapper

DATABASES = ("sqlite",)

EVERY = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
PATHS = [
    "/health",
    "/api/v1/me",
    "/api/v1/models",
    "/api/v1/openapi.json",
    "/api/v1/docs",
    "/api/v1/nothing",
    "/auth/login",
    "/_upload",
    "/nothing/here",
]


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_has_them(local, browser, path):
    answer = await browser(local).get(path)
    expected = EVERY | ({"referrer-policy": "same-origin"} if path == "/auth/login" and answer.status_code == 200 else {})
    assert {name: answer.headers.get(name) for name in expected} == expected
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "server" not in answer.headers
    assert "strict-transport-security" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' 'sha256-abc';" in policy
    assert "connect-src 'self' ws://localhost:3000;" in policy
    for part in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


async def test_a_bug_in_a_route_has_them_and_tells_only_a_reference(local, browser, monkeypatch):
    async def broken(actor):
        raise RuntimeError("CANARY")

    monkeypatch.setattr("chat_app.services.accounts.service.AccountService.preferences", lambda self, actor: broken(actor))
    answer = await browser(local).get("/api/v1/me")
    assert answer.status_code == 500
    assert "CANARY" not in answer.text
    assert answer.json()["reference"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_over_https_browsers_are_told_to_stay_there(build, browser):
    parts = build(host="0.0.0.0", public_url="https://parley.test")
    answer = await browser(parts).get("/auth/login")
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "wss://parley.test;" in answer.headers["content-security-policy"]


async def test_the_scheme_is_believed_from_our_own_proxy_only(build, browser):
    parts = build(host="0.0.0.0", public_url="http://parley.test")
    answer = await browser(parts).get("/auth/login", headers={"X-Forwarded-Proto": "https"})
    assert "strict-transport-security" not in answer.headers


async def test_an_unknown_host_is_not_repeated_in_the_policy(local, browser):
    answer = await browser(local, Host="evil.test; script-src *").get("/")
    assert "evil" not in answer.headers["content-security-policy"]


class TestFrames:
    """Two chats side by side: a page of ours in a page of ours. Nobody else frames anything of us."""

    @pytest.mark.parametrize("path", ["/", "/c/01a1fde7-2120-7f22-86f2-3cdd0fff4877"])
    async def test_a_page_may_be_framed_by_us_alone(self, local, path):
        wrapped = SecurityWrapper(PlainTextResponse("a page"), local.settings, ContentPolicy(()))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(wrapped), base_url=local.settings.origin) as client:
            answer = await client.get(path)
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert "frame-src 'self'" in answer.headers["content-security-policy"]

    @pytest.mark.parametrize("path", ["/auth/login", "/api/v1/me", "/api/v1/docs", "/health", "/sw.js"])
    async def test_nothing_else_is_framed_at_all(self, local, browser, path):
        answer = await browser(local).get(path)
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]

    async def test_a_page_under_a_strange_name_neither(self, local, browser):
        answer = await browser(local, Host="evil.test").get("/")
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]

    async def test_before_the_login_neither(self, networked, browser):
        answer = await browser(networked).get("/auth/login?next=/")
        assert answer.headers["x-frame-options"] == "DENY"


class TestClosedPaths:
    @pytest.mark.parametrize(
        "path",
        ["/_upload", "/_upload/x", "//_upload", "/./_upload", "/_UPLOAD", "/_upload;x", "/\\_upload", "/_all_routes", "/_health", "/ping", "/auth-codespace"],
    )  # fmt: skip
    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_are_not_there(self, local, browser, path, method):
        assert (await browser(local).request(method, path)).status_code == 404
        assert is_closed(path)

    def test_reflex_brings_no_administration_of_its_own(self):
        from chat_app.chat_app import app

        assert app.admin_dash is None

    def test_do_not_hide_our_own(self):
        assert not any(is_closed(path) for path in ("/", "/c/ping", "/api/v1/me", "/health", "/_event/", "/admin", "/administration"))

    @pytest.mark.parametrize("path", ["//api/v1/me", "/API/v1/me", "/api/./v1/me", "/api/v1/me;x", "/api/v1/../v1/me", "/%2Fapi/v1/me"])
    async def test_other_spellings_do_not_pass_the_login_by(self, networked, browser, path):
        answer = await browser(networked).get(path)
        assert answer.status_code in {303, 401, 404}


class TestBodies:
    async def test_a_large_body_is_refused_by_its_length(self, local, browser):
        answer = await browser(local).post("/api/v1/conversations", content=b"x" * 2_000_001)
        assert answer.status_code == 413

    async def test_and_by_counting_when_it_does_not_say(self, local, browser):
        async def chunks():
            for _ in range(40):
                yield b"x" * 65_536

        answer = await browser(local).post("/api/v1/conversations", content=chunks(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 413

    @pytest.mark.parametrize("length", ["-1", "1e3", "abc", "9" * 30])
    async def test_a_length_that_is_none_is_refused(self, local, browser, length):
        answer = await browser(local).post("/api/v1/conversations", headers={"Content-Length": length})
        assert answer.status_code == 413

    @pytest.mark.parametrize("body", [b"[" * 100_000, b"null", b"[]", b'{"theme": []}', b'{"theme": null, "x": 1}', b"\xff", b""])
    async def test_nonsense_is_a_clear_error(self, local, browser, body):
        answer = await browser(local).patch("/api/v1/me", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in {400, 422}

    @pytest.mark.parametrize("extra", [{"role": "admin"}, {"password_hash": "x"}, {"id": "x"}, {"created_at": "2020-01-01T00:00:00Z"}])
    async def test_only_listed_fields_can_be_written(self, local, browser, extra):
        answer = await browser(local).patch("/api/v1/me", json={"theme": "dark", **extra})
        assert answer.status_code == 422
        assert (await local.accounts.preferences(await local.accounts.owner())).theme == "system"


class TestCacheControl:
    def test_only_files_with_a_hash_stay(self):
        assert "immutable" in cache_control("/assets/root-Dk3_9aZx.js", 200, "")
        assert cache_control("/assets/root-Dk3_9aZx.js", 404, "") == "no-store"
        assert cache_control("/sw.js", 200, "") == "no-cache"
        assert cache_control("/icon-192.png", 200, "") == cache_control("/icon.svg", 304, "") == "public, max-age=86400"
        assert cache_control("/assets/plain.js", 200, "") == "no-store"
        for path in ("/", "/c/abc", "/api/v1/models", "/api/v1/x.js", "/auth/login", "/api/assets/root-Dk3_9aZx.js"):
            assert cache_control(path, 200, "public, max-age=60") == "no-store"


class TestScriptHashes:
    PAGE = "<script>a()</script><script src=x.js></script><script type=module>b&amp;c</script><script type='application/json'>{}</script>"

    def test_are_those_of_inline_scripts(self):
        assert inline_script_hashes("<script>alert('Hello, world.');</script>") == ["sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="]
        assert len(inline_script_hashes(self.PAGE)) == 2

    def test_come_from_the_build_or_from_its_pages(self, tmp_path):
        (tmp_path / "client" / "deep").mkdir(parents=True)
        (tmp_path / "client" / "index.html").write_text("<script>1</script>")
        (tmp_path / "client" / "deep" / "404.html").write_text("<script>1</script><script>2</script>")
        assert len(load_script_hashes(tmp_path)) == 2
        (tmp_path / "csp.json").write_text(json.dumps({"script_hashes": ["sha256-x"]}))
        assert load_script_hashes(tmp_path) == ("sha256-x",)

    def test_no_build_allows_no_inline_script(self, tmp_path):
        assert "script-src 'self';" in ContentPolicy(load_script_hashes(tmp_path)).header("localhost:3000", "http")


async def test_the_docs_load_nothing_from_elsewhere(local, browser):
    page = (await browser(local).get("/api/v1/docs")).text
    assert "/api/v1/me" in page
    assert "<script" not in page
    assert "https://" not in page
    assert "http://" not in page
