"""Short questions to servers: each raises `OSError` with what went wrong, or returns."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from urllib.parse import unquote, urlsplit

from chat_app.integrations.files.port import BlobStore

SECONDS = 5.0


async def redis_answers(url: str) -> None:
    """Ask the Redis server of this address for a sign of life."""
    from redis.asyncio import Redis  # noqa: PLC0415  (only who has a Redis needs it)
    from redis.exceptions import RedisError  # noqa: PLC0415

    client = Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
    try:
        await client.execute_command("PING")
    except RedisError as error:
        raise OSError(type(error).__name__) from error
    finally:
        await client.aclose()


async def smtp_answers(url: str) -> None:
    """Greet the mail server of this address and sign in where the address says as whom; send nothing."""
    await asyncio.to_thread(_greet, url)


async def blobs_answer(blobs: BlobStore) -> None:
    """Look at the beginning of the store."""
    async for _blob in blobs.list():
        return


def _greet(url: str) -> None:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port
    try:
        with _connected(parts.scheme, host, port) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.noop()
    except smtplib.SMTPException as error:
        raise OSError(type(error).__name__) from error


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, port or 587, timeout=SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    return server
