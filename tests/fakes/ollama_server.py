"""An Ollama server for tests, true to its protocol: what real clients need to list, show, pull, run, embed and delete.

What can be pulled stands in `REGISTRY`. `hold()` stops every pull before its next piece, `release()` lets them go on; a
pull that is given up keeps its layers, as the real server does. `fail` is said in the next pull, in Ollama's own words.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from tests.fakes.thread_server import served

VERSION = "0.12.6"
NO_SPACE = "write /root/.ollama/models/blobs/sha256-aabbcc-partial: no space left on device"
NO_NETWORK = (
    'pull model manifest: Get "https://registry.ollama.ai/v2/library/tiny/manifests/latest": '
    "dial tcp: lookup registry.ollama.ai on 127.0.0.53:53: no such host"
)
TOO_OLD = "pull model manifest: 412: \n\nThe model you are attempting to pull requires a newer version of Ollama."
UNKNOWN = "pull model manifest: file does not exist"
PIECE = 1_000_000
FOREVER = "2318-03-14T10:21:09.123456789Z"


@dataclass(frozen=True)
class Recipe:
    """A model of the registry: the sizes of its layers and what it can do."""

    layers: tuple[int, ...]
    family: str = "llama"
    parameters: str = "1.2B"
    quantisation: str = "Q8_0"
    capabilities: tuple[str, ...] = ("completion", "tools")
    context: int = 131_072

    @property
    def size(self) -> int:
        return sum(self.layers)


REGISTRY = {
    "llama3.2:1b": Recipe((20_000_000, 1_400, 7_700, 480)),
    "llama3.2:3b": Recipe((30_000_000, 1_400), parameters="3.2B", quantisation="Q4_K_M"),
    "qwen2.5vl:3b": Recipe((15_000_000, 5_000_000), "qwen25vl", "3.8B", "Q4_K_M", ("completion", "vision"), 128_000),
    "gemma3:4b": Recipe((15_000_000, 5_000_000), "gemma3", "4.3B", "Q4_K_M", ("completion", "vision"), 131_072),
    "nomic-embed-text:latest": Recipe((6_000_000, 420), "nomic-bert", "137M", "F16", ("embedding",), 2048),
    "hf.co/parley/tiny-GGUF:Q4_K_M": Recipe((2_000_000,), quantisation="Q4_K_M"),
}


@dataclass
class OllamaFake:
    """The server's state."""

    models: dict[str, Recipe] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)
    """Bytes that are there, by digest."""
    loaded: dict[str, str] = field(default_factory=dict)
    """Models in memory, and when they leave it."""
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    fail: str = ""
    cut: bool = False
    """End the next pull in its middle without a word, as a server does that is stopped."""
    pause: float = 0.0
    """Seconds between two pieces."""
    pulling: int = 0
    names_capabilities: bool = True
    """Servers before 0.6.4 do not."""
    port: int = 0
    _go: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._go.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def hold(self) -> None:
        self._go.clear()

    def release(self) -> None:
        self._go.set()

    def load(self, name: str, *, forever: bool = False) -> None:
        """Put a model into memory, as a chat would."""
        until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat().replace("+00:00", "123Z")
        self.loaded[name] = FOREVER if forever else until

    def asked(self, path: str) -> list[dict[str, Any]]:
        """The bodies of all requests to a path."""
        return [body for asked, body in self.requests if asked == path]

    def find(self, body: dict[str, Any]) -> str:
        """The model that a request names, with the tag that it may leave out; empty where it is not here."""
        name = tagged(str(body.get("model") or body.get("name") or ""))
        return name if name in self.models else ""

    async def pull(self, name: str) -> AsyncIterator[bytes]:
        self.pulling += 1
        try:
            async for line in self._pull(tagged(name)):
                yield json.dumps(line).encode() + b"\n"
        finally:
            self.pulling -= 1

    async def _pull(self, name: str) -> AsyncIterator[dict[str, Any]]:
        yield {"status": "pulling manifest"}
        await self._turn()
        if (recipe := REGISTRY.get(name)) is None:
            yield {"error": UNKNOWN}
            return
        for number, size in enumerate(recipe.layers):
            async for line in self._layer(digest_of(name, number), size):
                yield line
                if "error" in line:
                    return
        for status in ("verifying sha256 digest", "writing manifest", "success"):
            if status == "success":
                self.models[name] = recipe
            yield {"status": status}

    async def _layer(self, digest: str, size: int) -> AsyncIterator[dict[str, Any]]:
        line = {"status": f"pulling {digest[:12]}", "digest": f"sha256:{digest}", "total": size}
        yield line
        while True:
            here = self.layers.get(digest, 0)
            if here:
                yield {**line, "completed": here}
            if here >= size:
                return
            await self._turn()
            if self.fail:
                yield {"error": self.fail}
                self.fail = ""
                return
            if self.cut:
                self.cut = False
                raise ConnectionResetError
            self.layers[digest] = min(size, here + PIECE)

    async def _turn(self) -> None:
        await asyncio.sleep(self.pause)
        while not self._go.is_set():
            await asyncio.sleep(0.01)

    def app(self) -> FastAPI:
        app = FastAPI()
        for path, answer in (("/api/version", self._version), ("/api/tags", self._tags), ("/api/ps", self._ps)):
            app.get(path)(answer)
        for path, answer in (
            ("/api/show", self._show),
            ("/api/pull", self._pulled),
            ("/api/embed", self._embed),
            ("/api/generate", self._generate),
            ("/api/chat", self._chat),
        ):
            app.post(path)(answer)
        app.delete("/api/delete")(self._delete)
        return app

    def _version(self) -> dict:
        return {"version": VERSION}

    def _tags(self) -> dict:
        return {"models": [self._entry(name) | {"modified_at": "2026-11-20T14:56:49.277302595-07:00"} for name in self.models]}

    def _ps(self) -> dict:
        running = [name for name in self.loaded if name in self.models]
        facts = [{"expires_at": self.loaded[name], "size_vram": self.models[name].size // 2, "context_length": 4096} for name in running]
        return {"models": [self._entry(name) | fact for name, fact in zip(running, facts, strict=True)]}

    def _entry(self, name: str) -> dict[str, Any]:
        recipe = self.models[name]
        return {"name": name, "model": name, "size": recipe.size, "digest": digest_of(name, -1), "details": details_of(recipe)}

    async def _body(self, request: Request) -> dict[str, Any]:
        body = json.loads(await request.body() or b"{}")
        self.requests.append((request.url.path, body))
        return body

    async def _show(self, request: Request) -> Response:
        body = await self._body(request)
        if not (name := self.find(body)):
            return missing(body)
        recipe = self.models[name]
        facts = {
            "general.architecture": recipe.family,
            f"{recipe.family}.context_length": recipe.context,
            f"{recipe.family}.embedding_length": 8,
        }
        answer = {
            "license": "A licence.\n",
            "modelfile": f"FROM {name}\n",
            "parameters": 'stop                           "<|eot_id|>"',
            "template": "{{ .Prompt }}",
            "details": details_of(recipe),
            "model_info": facts,
            "modified_at": "2026-11-20T14:56:49.277302595-07:00",
        }
        return JSONResponse(answer | ({"capabilities": list(recipe.capabilities)} if self.names_capabilities else {}))

    async def _pulled(self, request: Request) -> Response:
        body = await self._body(request)
        name = str(body.get("model") or body.get("name") or "")
        if not name or " " in name:
            return JSONResponse({"error": "invalid model name"}, 400)
        if body.get("stream") is False:
            lines = [json.loads(line) async for line in self.pull(name)]
            return JSONResponse(lines[-1], 500 if "error" in lines[-1] else 200)
        return StreamingResponse(self.pull(name), media_type="application/x-ndjson")

    async def _delete(self, request: Request) -> Response:
        body = await self._body(request)
        if not (name := self.find(body)):
            return missing(body)
        for number in range(len(self.models.pop(name).layers)):
            self.layers.pop(digest_of(name, number), None)
        self.loaded.pop(name, None)
        return Response()

    async def _embed(self, request: Request) -> Response:
        body = await self._body(request)
        if not (name := self.find(body)):
            return missing(body)
        if "embedding" not in self.models[name].capabilities:
            return JSONResponse({"error": "this model does not support embeddings"}, 501)
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        self.load(name)
        return JSONResponse({"model": name, "embeddings": [vector_of(text) for text in texts], "prompt_eval_count": len(texts)})

    async def _generate(self, request: Request) -> Response:
        body = await self._body(request)
        if not (name := self.find(body)):
            return missing(body)
        unloads = not body.get("prompt") and body.get("keep_alive") == 0
        if unloads:
            self.loaded.pop(name, None)
        else:
            self.load(name)
        reason = "unload" if unloads else "stop"
        return JSONResponse(stamped(name) | {"response": "", "done": True, "done_reason": reason})

    async def _chat(self, request: Request) -> Response:
        body = await self._body(request)
        if not (name := self.find(body)):
            return missing(body)
        self.load(name)
        said = f"{name} heard: {body['messages'][-1]['content']}"
        end = {"done": True, "done_reason": "stop", "prompt_eval_count": 7, "eval_count": 3}
        if body.get("stream") is False:
            return JSONResponse(stamped(name) | {"message": {"role": "assistant", "content": said}} | end)
        lines = [
            {"message": {"role": "assistant", "content": said}, "done": False},
            {"message": {"role": "assistant", "content": ""}} | end,
        ]
        return StreamingResponse(iter(json.dumps(stamped(name) | line) + "\n" for line in lines), media_type="application/x-ndjson")


def tagged(name: str) -> str:
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def digest_of(name: str, number: int) -> str:
    return hashlib.sha256(f"{name} {number}".encode()).hexdigest()


def details_of(recipe: Recipe) -> dict[str, Any]:
    return {
        "parent_model": "",
        "format": "gguf",
        "family": recipe.family,
        "families": [recipe.family],
        "parameter_size": recipe.parameters,
        "quantization_level": recipe.quantisation,
    }


def vector_of(text: str) -> list[float]:
    """Eight numbers that depend on the text alone."""
    return [byte / 255 for byte in hashlib.sha256(text.encode()).digest()[:8]]


def stamped(name: str) -> dict[str, Any]:
    return {"model": name, "created_at": "2026-11-20T14:56:49.277302595Z"}


def missing(body: dict[str, Any]) -> JSONResponse:
    return JSONResponse({"error": f"model '{body.get('model') or body.get('name')}' not found"}, 404)


@contextmanager
def ollama_server(*models: str) -> Iterator[OllamaFake]:
    """Serve in a thread, on a free port, with these models pulled already."""
    state = OllamaFake({name: REGISTRY[name] for name in models})
    with served(state.app()) as state.port:
        try:
            yield state
        finally:
            state.release()
