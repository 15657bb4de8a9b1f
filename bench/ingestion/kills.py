"""Kill -9 at each place between a file and its points, one process after the other, and what is left after the next start."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, func, select

from bench.failpoints.child import run_in_turn
from bench.ingestion.house import House, open_house
from chat_app import models
from chat_app.services.kernel.failpoints import arm

POINTS = (
    "ingestion.read",
    "ingestion.kept",
    "ingestion.cut",
    "ingestion.embedded",
    "ingestion.before_store",
    "ingestion.stored",
    "index.dropped",
    "index.put",
    "index.before_flush",
    "index.before_forget",
    "index.forgot",
    "ingestion.before_done",
)


@dataclass(frozen=True, slots=True)
class Left:
    """What is there after the next start; each document of a killed process must be there once and be found."""

    documents: int
    ready: int
    chunks: int
    points: int
    duplicates: int
    """Passages that stand twice at the same place."""
    orphans: int
    """Whatever the nightly check would have to mend."""
    tasks: int


def kill_at(url: str, folder: Path, points: Sequence[str]) -> tuple[int, Left]:
    """Let a process die at each of these points; how many did, and what the next one made of it."""
    command = [sys.executable, "-m", "bench.ingestion.kills", url, str(folder), *points]
    killed = int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return killed, asyncio.run(recover(url, folder))


async def act(url: str, folder: Path, point: str) -> None:
    """Repair what the process before left, read a document, and die while its next version is read."""
    arm("")
    house, name = open_house(url, folder), f"book/{os.getpid()}.txt"
    await start(house)
    await house.add(name, _text(name, "before"))
    await house.parts.worker.work()
    arm(point)
    await house.add(name, _text(name, "after"))
    await house.parts.worker.work()


async def start(house: House) -> None:
    """As the server does."""
    await house.parts.worker.recover(all_of_them=True)
    await house.parts.worker.work()
    await house.parts.reconciler.work()


async def recover(url: str, folder: Path) -> Left:
    house = open_house(url, folder)
    try:
        await start(house)
        report = await house.parts.orphans.run()
        index = (await house.parts.generations.live())[0].index
        points = sum((await index.all_documents()).values())
        wrong = report.surplus_points + report.missing_points + report.stale_points + report.contents + report.embeddings
        return house.db.read_now(lambda session: _left(session, points, wrong + report.stuck + len(report.missing_blobs)))
    finally:
        await house.close()


def _left(session: Session, points: int, orphans: int) -> Left:
    def count(*where: object) -> int:
        return session.exec(select(func.count()).select_from(models.Document).where(*where)).one()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    places = select(models.Chunk.document_id).group_by(models.Chunk.document_id, col(models.Chunk.number)).having(func.count() > 1)
    return Left(
        documents=count(),
        ready=count(models.Document.state == "ready"),
        chunks=session.exec(select(func.count()).select_from(models.Chunk)).one(),
        points=points,
        duplicates=len(session.exec(places).all()),
        orphans=orphans,
        tasks=session.exec(select(func.count()).select_from(models.IndexTask)).one(),
    )


def _text(name: str, version: str) -> bytes:
    """Two versions of a document, of which the second half is another."""
    same = " ".join(f"{name} says in sentence {number} what stays." for number in range(120))
    other = " ".join(f"{name} says in sentence {number} what was {version}." for number in range(120))
    return f"{same}\n\n{other}".encode()


if __name__ == "__main__":
    url, folder, *points = sys.argv[1:]
    # One after the other: a server works alone in its folder.
    print(run_in_turn([(point, lambda point=point: act(url, Path(folder), point)) for point in points]))
