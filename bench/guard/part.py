"""Sends events down one websocket as fast as they are answered, with the guard and without, in turns."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time

import websockets

from bench import figures, machine
from bench.servers import PROJECT, free_port

EVENTS = 2_000
WAITING = 20
"""Events under way at once: as from several busy tabs."""
EVENT = "reflex___state____state.set_is_hydrated"
"""Reflex's own and the cheapest there is: it changes one var, so what is measured is the way there and back."""


def measure(runs: int = 5, patience: float = 20) -> None:
    """Measure and keep `guard.json`: events per second, and their ratio."""
    rows = []
    for _ in range(runs):
        machine.wait_until_quiet(patience)
        rates = {guard: _rate(guard) for guard in ("off", "on")}
        rows.append({"off_per_s": round(rates["off"]), "on_per_s": round(rates["on"]), "ratio": round(rates["on"] / rates["off"], 3)})
        print(rows[-1], flush=True)
    figures.save("guard", figures.median_row(rows))


def _rate(guard: str) -> float:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PARLEY_DATA_DIR": folder, "PARLEY_MODE": "multi", "PARLEY_PORT": str(port)}
        command = [sys.executable, "-m", "bench.guard.server", str(port), guard]
        with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout
                return asyncio.run(_measure(port, server.stdout.readline().strip()))
            finally:
                server.terminate()


async def _measure(port: int, cookie: str) -> float:
    headers = {"Origin": f"http://localhost:{port}", "Cookie": f"parley_session={cookie}"}
    address = f"ws://localhost:{port}/_event/?EIO=4&transport=websocket&token=bench"
    async with await _connected(address, headers) as socket:
        await socket.recv()
        await socket.send("40/_event,{}")
        await socket.recv()
        await _answered(socket, 200)
        begun = time.perf_counter()
        await _answered(socket, EVENTS)
        return EVENTS / (time.perf_counter() - begun)


async def _connected(address: str, headers: dict[str, str]) -> websockets.ClientConnection:
    for _ in range(200):
        try:
            return await websockets.connect(
                address, host="127.0.0.1", subprotocols=[websockets.Subprotocol("0.10.1")], additional_headers=headers, max_size=None
            )
        except OSError:
            await asyncio.sleep(0.1)
    raise RuntimeError("the server did not start")


async def _answered(socket: websockets.ClientConnection, count: int) -> None:
    """Send `count` events, at most `WAITING` of them unanswered, and wait for all answers."""
    sent = answered = 0
    while answered < count:
        while sent < count and sent - answered < WAITING:
            await socket.send(_frame(value=bool(sent % 2)))
            sent += 1
        text = str(await asyncio.wait_for(socket.recv(), 20))
        if text == "2":
            await socket.send("3")
        elif "is_hydrated" in text:
            answered += 1


def _frame(*, value: bool) -> str:
    router = {"pathname": "/", "asPath": "/", "query": {}}
    return "42/_event," + json.dumps(["event", {"name": EVENT, "payload": {"value": value}, "router_data": router}])
