"""X9 in a real browser: the owner of a local Parley visits a hostile website."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS

DATABASES = ("sqlite",)

APP = "http://localhost:3000"

ATTACKS = """
async (app) => {
  const heard = [];
  const hear = (what) => heard.push(what);
  const json = JSON.stringify({theme: "dark", model_id: ""});
  const tries = [
    fetch(app + "/api/v1/conversations", {method: "POST", mode: "no-cors", body: json, headers: {"Content-Type": "text/plain"}}),
    fetch(app + "/api/v1/conversations", {method: "POST", mode: "no-cors", credentials: "include"}),
    fetch(app + "/api/v1/me", {method: "PATCH", body: json, headers: {"Content-Type": "application/json"}}).then((a) => hear("patched " + a.status)),
    fetch(app + "/api/v1/me", {credentials: "include"}).then(async (a) => hear("read " + await a.text())),
    fetch(app + "/auth/logout", {method: "POST", mode: "no-cors"}),
    navigator.sendBeacon(app + "/api/v1/conversations", json),
  ];
  await Promise.allSettled(tries);
  for (const path of ["/_event/?EIO=4&transport=websocket&token=evil", "/ws/v1/x"]) {
    await new Promise((done) => {
      const socket = new WebSocket(app.replace("http", "ws") + path);
      socket.onopen = () => { hear("socket " + path); socket.close(); };
      socket.onclose = socket.onerror = done;
    });
  }
  await fetch(app + "/_event/?EIO=4&transport=polling").then(async (a) => hear("polled " + await a.text())).catch(() => {});
  await new Promise((done) => {
    const events = new EventSource(app + "/api/v1/turns/x/events");
    events.onmessage = events.onopen = () => hear("events");
    events.onerror = () => { events.close(); done(); };
  });
  for (const kind of ["img", "script", "iframe"]) {
    await new Promise((done) => {
      const element = document.createElement(kind);
      element.onload = () => { if (kind !== "iframe") hear(kind); done(); };
      element.onerror = done;
      element.src = app + (kind === "iframe" ? "/" : "/api/v1/me");
      document.body.append(element);
    });
  }
  return heard;
}
"""


@pytest.fixture
async def page(app_port) -> AsyncIterator[Page]:
    """A tab on the hostile website, in a browser for which the names lead to this machine."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = b"<!doctype html><title>evil</title><body>"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    evil = await asyncio.start_server(answer, "127.0.0.1", 0)
    evil_port = evil.sockets[0].getsockname()[1]
    rules = f"MAP localhost:3000 127.0.0.1:{app_port}, MAP localhost:9999 127.0.0.1:{evil_port}, MAP evil.test 127.0.0.1:{evil_port}, MAP rebound.test 127.0.0.1:{app_port}"
    async with evil, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, f"--host-resolver-rules={rules}"])
        yield await chromium.new_page()
        await chromium.close()


@pytest.mark.parametrize("website", ["http://evil.test/", "http://localhost:9999/"])
async def test_a_hostile_website_changes_and_learns_nothing(local, page, website):
    owner = await local.accounts.owner()
    await page.goto(website)
    assert await page.evaluate(ATTACKS, APP) == []
    await page.evaluate(
        """(app) => { document.body.innerHTML = `<form method=post action="${app}/api/v1/conversations" enctype="text/plain"><input name='{"model_id":"' value='"}'></form>`;
        document.forms[0].submit(); }""",
        APP,
    )
    await page.wait_for_url(f"{APP}/**")
    assert "foreign_origin" in await page.content()
    assert (await local.conversations.list(owner)).items == []
    assert (await local.accounts.preferences(owner)).theme == "system"


@pytest.mark.parametrize("website", ["http://evil.test/", "http://localhost:9999/"])
@pytest.mark.parametrize("attributes", ["", "sandbox='allow-scripts'"])
async def test_a_hostile_website_frames_no_page_of_ours(local, page, website, attributes):
    """Clickjacking: pages of ours frame each other, and nobody else frames them."""
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    await page.goto(website)
    for path in ("/", "/c/01a1fde7-2120-7f22-86f2-3cdd0fff4877", "/auth/login"):
        await page.evaluate(
            """([app, path, attributes]) => new Promise((done) => { document.body.innerHTML = `<iframe src="${app}${path}" ${attributes}></iframe>`;
            document.querySelector("iframe").onload = done; })""",
            [APP, path, attributes],
        )
    assert len([text for text in refused if "frame-ancestors" in text or "X-Frame-Options" in text]) >= 3
    assert all("localhost:3000" not in frame.url for frame in page.frames)


async def test_a_rebound_name_is_not_ours(local, page):
    """DNS rebinding: the website's own name now leads to this machine, so its scripts would be "same origin"."""
    answer = await page.goto("http://rebound.test/api/v1/me")
    assert answer.status == 421


async def test_our_own_page_can_do_all_that(local, page):
    """Without this, the test above would also pass when nothing works at all."""
    await page.goto(f"{APP}/health")
    made = await page.evaluate("fetch('/api/v1/conversations', {method: 'POST'}).then((a) => a.status)")
    opened = await page.evaluate(
        """() => new Promise((done) => { const socket = new WebSocket('ws://localhost:3000/_event/?EIO=4&transport=websocket&token=x');
        socket.onopen = () => done(true); socket.onerror = () => done(false); })"""
    )
    assert (made, opened) == (201, True)
