"""A provider whose interface lists 4,000 models: what an aggregator of all vendors and sizes has."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODELS = 4_000
FAMILIES = ("llama", "qwen", "mistral", "gemma", "phi", "command", "falcon", "granite", "olmo", "nova")
SIZES = ("1b", "3b", "8b", "14b", "32b", "70b")


def names(count: int = MODELS) -> list[str]:
    """Names as vendors make them, each once."""
    return [f"{FAMILIES[at % 10]}-{at // 10 % 50}.{at % 7}-{SIZES[at % 6]}-r{at:04}" for at in range(count)]


@contextmanager
def listing_provider() -> Iterator[str]:
    """A server that answers `/v1/models`; its address."""
    data = [{"id": name, "object": "model", "owned_by": "bench", "max_model_len": 4_096 << at % 6} for at, name in enumerate(names())]
    body = json.dumps({"object": "list", "data": data}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
