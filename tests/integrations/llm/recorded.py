"""Recorded answers of real providers, as scripts for the fault server.

The corpus lies beside the repository (`PARLEY_TEST_CORPUS`, default `../shared/data`); a few small
recordings of our own are in `recordings/`, so that a checkout alone tests something as well.
"""

from __future__ import annotations

import base64
import gzip
import os
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from tests.fakes.fault_server import Script, answer

OWN = Path(__file__).parent / "recordings"
CORPUS = Path(os.environ.get("PARLEY_TEST_CORPUS") or Path(__file__).parents[4] / "shared" / "data") / "7_llm" / "recorded"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no recorded answers at {CORPUS}; set PARLEY_TEST_CORPUS")

_DROPPED = {"transfer-encoding", "content-length", "connection", "content-encoding"}


class _Loader(yaml.SafeLoader):
    """Ruby's cassettes write `!binary` where others write `!!binary`."""


_Loader.add_constructor("!binary", lambda loader, node: base64.b64decode(loader.construct_scalar(node)))  # type: ignore[arg-type]


def recording(name: str, number: int = 0) -> Script:
    """Return answer `number` of a recording as a script; `name` may be the beginning of a file's name."""
    path = _path(name)
    if path.suffix in {".yml", ".yaml"}:
        return _from_cassette(path, number)
    body = path.read_bytes()
    if path.name.endswith(".chunks.txt"):
        return answer(*_events(body))
    kind = {".json": "application/json", ".ndjson": "application/x-ndjson"}.get(path.suffix, "text/event-stream")
    return answer(*body.splitlines(keepends=True), content_type=kind)


def body_of(name: str, number: int = 0) -> bytes:
    """Return the plain body of a recorded answer."""
    path = _path(name)
    if path.suffix in {".yml", ".yaml"}:
        return _body(_interactions(path)[number]["response"])
    return b"".join(_events(path.read_bytes())) if path.name.endswith(".chunks.txt") else path.read_bytes()


def _path(name: str) -> Path:
    folder = OWN if (OWN / name).exists() else CORPUS
    return next(iter(sorted(folder.glob(f"{name}*"))))


def _interactions(path: Path) -> list[dict[str, Any]]:
    cassette = yaml.load(path.read_text(), _Loader)
    found: list[dict[str, Any]] = cassette.get("interactions") or cassette["http_interactions"]
    return found


def _from_cassette(path: Path, number: int) -> Script:
    response = _interactions(path)[number]["response"]
    headers = {name.lower(): value[0] for name, value in response["headers"].items()}
    body = _body(response)
    kind = headers.get("content-type", "application/json")
    kept = {name: value for name, value in headers.items() if name not in _DROPPED | {"content-type"} and name.startswith("retry")}
    pieces = body.splitlines(keepends=True) if "event-stream" in kind else [body]
    return answer(*pieces, status=response["status"]["code"], content_type=kind, headers=kept)


def _body(response: dict[str, Any]) -> bytes:
    if (parsed := response.get("parsed_body")) is not None:
        return orjson.dumps(parsed)
    body = response["body"]["string"]
    raw = body if isinstance(body, bytes) else body.encode()
    return gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw


def _events(lines: bytes) -> list[bytes]:
    """One JSON object per line, as the events they were cut from."""
    found: list[bytes] = []
    for line in lines.splitlines():
        kind = orjson.loads(line).get("type") if line else None
        name = f"event: {kind}\n".encode() if kind else b""
        found += [name + b"data: " + line + b"\n\n"] if line else []
    return [*found, b"data: [DONE]\n\n"] if b"chat.completion" in lines else found


def anthropic_stream(message: dict[str, Any]) -> Script:
    """Return the stream that carries this whole message."""
    events: list[dict[str, Any]] = [{"type": "message_start", "message": {**message, "content": [], "stop_reason": None}}]
    for index, block in enumerate(message["content"]):
        body = (
            {"type": "input_json_delta", "partial_json": orjson.dumps(block["input"]).decode()}
            if "input" in block
            else {"type": "text_delta", "text": block.get("text", "")}
        )
        empty = {**block, "input": {}} if "input" in block else {**block, "text": ""}
        events.append({"type": "content_block_start", "index": index, "content_block": empty})
        events.append({"type": "content_block_delta", "index": index, "delta": body})
        events.append({"type": "content_block_stop", "index": index})
    events.append({"type": "message_delta", "delta": {"stop_reason": message["stop_reason"]}, "usage": message["usage"]})
    events.append({"type": "message_stop"})
    return answer(*(f"event: {event['type']}\n".encode() + b"data: " + orjson.dumps(event) + b"\n\n" for event in events))


def gemini_stream(answers: list[dict[str, Any]]) -> Script:
    """Return the event stream for answers that were recorded as one JSON array."""
    return answer(*(b"data: " + orjson.dumps(part) + b"\r\n\r\n" for part in answers))
