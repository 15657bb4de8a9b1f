"""Images of other websites, shown through us after a click."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sqlmodel import select

from chat_app.api.v1.remote_images import image_type
from chat_app.container import override_services
from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.outbound import Fetched
from chat_app.models import AuditEntry

DATABASES = ("sqlite",)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@dataclass
class Outbound:
    """Answers like the real client, without a network."""

    body: bytes = PNG
    status: int = 200
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)

    async def get(self, url: str, *, accept: str = "*/*") -> Fetched:
        self.asked.append(url)
        if self.error:
            raise self.error
        return Fetched(url, self.status, "image/svg+xml", self.body)


@pytest.fixture
def outbound(local):
    fake = Outbound()
    with override_services(outbound=fake):
        yield fake


URL = {"url": "https://example.com/cat.png"}


async def test_serves_what_is_an_image_as_nothing_but_that(local, outbound, browser):
    answer = await browser(local).get("/api/v1/remote-image", params=URL)
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("body", [b"", b"<svg onload=alert(1)>", b"<html>", b"%PDF-1.7", b"GIF", b"\0\0\0\x20ftypmp42", b"RIFF1234WAVE"])
async def test_serves_nothing_else(local, outbound, browser, body):
    outbound.body = body
    answer = await browser(local).get("/api/v1/remote-image", params=URL)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_serves_no_error_pages(local, outbound, browser):
    outbound.status = 404
    assert (await browser(local).get("/api/v1/remote-image", params=URL)).status_code == 422


async def test_says_nothing_about_why_an_address_was_refused(local, outbound, browser):
    outbound.error = AddressRefusedError()
    answer = await browser(local).get("/api/v1/remote-image", params={"url": "http://169.254.169.254/"})
    assert answer.status_code == 422
    assert "169" not in answer.text
    rows = local.db.read_now(lambda session: [(entry.action, entry.outcome) for entry in session.exec(select(AuditEntry))])
    assert rows == [("access.refuse", "refused")]


async def test_is_for_the_signed_in_and_for_our_own_pages(networked, browser):
    fake = Outbound()
    with override_services(outbound=fake):
        assert (await browser(networked).get("/api/v1/remote-image", params=URL)).status_code == 401
        assert (await browser(networked, **{"Sec-Fetch-Site": "none"}).get("/api/v1/remote-image", params=URL)).status_code in {401, 403}
    assert fake.asked == []


async def test_a_link_or_another_website_fetches_nothing(local, outbound, browser):
    for site in ("none", "same-site", "cross-site"):
        assert (await browser(local, **{"Sec-Fetch-Site": site}).get("/api/v1/remote-image", params=URL)).status_code == 403
    assert outbound.asked == []


async def test_is_limited(local, outbound, browser):
    client = browser(local)
    codes = [(await client.get("/api/v1/remote-image", params=URL)).status_code for _ in range(25)]
    assert codes.count(200) <= 21
    assert codes[-1] == 429


@pytest.mark.parametrize(
    ("body", "expected"),
    [(PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"GIF89a", "image/gif"), (b"RIFF0000WEBPVP8 ", "image/webp"), (b"\0\0\0\x1cftypavif", "image/avif")],
)  # fmt: skip
def test_types_are_told_by_content(body, expected):
    assert image_type(body) == expected
