"""The part "gateway": what reading one chunk costs through each adapter, beside a client that only takes the bytes apart.

All read the same stream of the same local upstream, which runs in a process of its own. CPU counts, not the clock: a busy
machine makes an answer late, but no chunk dearer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp
import orjson
from pydantic import SecretStr

from bench import figures, machine
from bench.servers import upstream
from bench.upstream.model_name import model_name
from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway
from chat_app.integrations.llm.openai_compatible import OpenAiCompatibleGateway
from chat_app.integrations.llm.port import LlmGateway, LlmMessage, LlmRequest, Role, TextDelta
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind

CHUNKS = 2_000
ANSWERS = 3
WARM_UP = 200

Reader = Callable[[str, int], Awaitable[int]]
"""Reads an answer of so many chunks at this address; returns how many it got."""


def measure(runs: int = 5, patience: float = 20) -> None:
    """Measure and keep `gateway.json`: microseconds of CPU per chunk, and the ratios to the direct read."""
    rows = []
    with upstream() as server:
        for _ in range(runs):
            machine.wait_until_quiet(patience)
            rows.append(asyncio.run(_row(f"{server.url}/v1")))
            print(rows[-1], flush=True)
    figures.save("gateway", {"chunks": CHUNKS * ANSWERS, **figures.median_row(rows)})


async def _row(url: str) -> dict[str, object]:
    costs = {name: await _microseconds(read, url) for name, read in READERS.items()}
    found: dict[str, object] = {f"{name}_us": round(cost, 2) for name, cost in costs.items()}
    return found | {f"{name}_ratio": round(cost / costs["direct"], 2) for name, cost in costs.items() if name != "direct"}


async def _microseconds(read: Reader, url: str) -> float:
    """CPU per chunk of this process, after a first answer that loads what is loaded late."""
    await read(url, WARM_UP)
    began = time.process_time()
    got = [await read(url, CHUNKS) for _ in range(ANSWERS)]
    used = time.process_time() - began
    if got != [CHUNKS] * ANSWERS:
        raise RuntimeError(f"chunks are missing: {got} of {CHUNKS} each")
    return used / (CHUNKS * ANSWERS) * 1e6


async def _direct(url: str, chunks: int) -> int:
    """The least that any client does: lines out of bytes, JSON out of lines."""
    body = {"model": model_name(tokens=chunks), "messages": [{"role": "user", "content": "Go."}], "stream": True}
    count = 0
    async with aiohttp.ClientSession() as session, session.post(f"{url}/chat/completions", json=body) as response:
        async for line in response.content:
            if line.startswith(b"data: {"):
                choices = orjson.loads(line[6:])["choices"]
                count += bool(choices and choices[0]["delta"].get("content"))
    return count


async def _through(gateway: LlmGateway, chunks: int) -> int:
    request = LlmRequest(model_name(tokens=chunks), (LlmMessage.of_text(Role.USER, "Go."),))
    try:
        return sum([isinstance(event, TextDelta) async for event in gateway.stream(request)])
    finally:
        await gateway.close()


def _config(url: str, kind: ProviderKind) -> ProviderConfig:
    return ProviderConfig("openai", "Upstream", kind, url, SecretStr("sk-bench"))


async def _thin(url: str, chunks: int) -> int:
    return await _through(OpenAiCompatibleGateway(_config(url, ProviderKind.OPENAI_COMPATIBLE)), chunks)


async def _litellm(url: str, chunks: int) -> int:
    return await _through(LiteLlmGateway(_config(url, ProviderKind.LITELLM)), chunks)


READERS: dict[str, Reader] = {"direct": _direct, "thin": _thin, "litellm": _litellm}
