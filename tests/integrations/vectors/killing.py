"""Kills a process that writes an index, and says what is missing afterwards. Used by the tests, and by `python -m bench vectors` for 100 times."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from tests.integrations.vectors.points import DIMENSIONS
from tests.integrations.vectors.writing import PASSAGES

PROJECT = Path(__file__).parents[3]


@dataclass
class Found:
    """What was confirmed and is not so, after all kills."""

    kills: int = 0
    confirmed: int = 0
    missing: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)
    torn: set[str] = field(default_factory=set)
    began_empty: int = 0


async def kill_and_look(folder: Path, runs: int, seed: int = 1) -> Found:
    """Kill the writer or its keeper by SIGKILL at a moment nobody chose, and open the index again; `runs` times on the same files."""
    found, there, chance = Found(), {}, random.Random(seed)
    for run in range(runs):
        lines = await asyncio.to_thread(_killed, folder, f"{seed}.{run}", chance.uniform(0.05, 0.8), keeper=run % 2 == 1)
        for line in lines:
            there[line[1:]] = line[0]
        found.kills += 1
        await _look(folder, there, found)
    found.confirmed = len(there)
    return found


def _killed(folder: Path, seed: str, seconds: float, *, keeper: bool) -> list[str]:
    command = [sys.executable, "-m", "tests.integrations.vectors.writing", str(folder), seed]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(seconds)
        victims = _children(writer.pid) if keeper else [writer.pid]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        if keeper:
            # The writer starts another keeper and goes on, until it is killed too.
            time.sleep(seconds)
            writer.kill()
        return [line.strip() for line in writer.stdout if line.endswith("\n") and line[0] in "+-?"]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


async def _look(folder: Path, there: dict[str, str], found: Found) -> None:
    indexes = EdgeIndexes(folder)
    index = await indexes.open("killed", DIMENSIONS)
    found.began_empty += index.to_fill
    counts = await index.all_documents()
    found.missing |= {name for name, state in there.items() if state == "+" and name not in counts}
    found.back |= {name for name, state in there.items() if state == "-" and name in counts}
    # One that was being put or dropped may be there or not, and in part: what was due is done again. Never more of it than there is.
    found.torn |= {name for name, number in counts.items() if number > PASSAGES or (number < PASSAGES and there.get(name) == "+")}
    await indexes.close()
