"""The ZIP of a project comes in: kept on the disk, looked at, then taken over row by row beside everything else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

from chat_app.errors import AppError
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.files.incoming import work_folder, write_pieces
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.project_files.dto import ImportState
from chat_app.services.project_files.errors import ImportNotFoundError, ImportRunningError, TooLargeProjectFileError
from chat_app.services.project_files.taking_over import ImportDoors, TakingOver

logger = logging.getLogger(__name__)

LARGEST = 2_000_000_000
"""Bytes of a ZIP."""
AT_ONCE = 2
REMEMBERED = 200


class ProjectImport:
    """Imports go on when nobody waits for them any more; how they are is remembered as long as the process lives."""

    def __init__(self, doors: ImportDoors) -> None:
        self._doors = doors
        self._states: dict[str, tuple[str, ImportState]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)

    async def begin(self, actor: Actor, pieces: AsyncIterator[bytes]) -> ImportState:
        """Take the ZIP in. Raises `ImportRunningError` for a second one at once, and what `ProjectArchive` raises."""
        if any(owner == actor.user_id and state.state == "running" for owner, state in self._states.values()):
            raise ImportRunningError
        state = ImportState(new_id())
        self._note(actor, state)
        arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._work(actor, state, pieces, arrived))
        self._tasks[state.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(state.id, None))
        await asyncio.shield(arrived)
        return self._states[state.id][1]

    async def wait(self, actor: Actor, import_id: str, seconds: float) -> ImportState:
        """How it is, once it is done or the time is over; raises `ImportNotFoundError`."""
        self.get(actor, import_id)
        if task := self._tasks.get(import_id):
            await asyncio.wait([task], timeout=seconds)
        return self.get(actor, import_id)

    def get(self, actor: Actor, import_id: str) -> ImportState:
        """How it is; raises `ImportNotFoundError` for another's, and for one of a process that ended."""
        owner, state = self._states.get(import_id, ("", ImportState("")))
        if owner != actor.user_id:
            raise ImportNotFoundError
        return state

    async def close(self) -> None:
        """What is not finished stays in the trash, where nobody sees it, and goes with that."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, actor: Actor, state: ImportState, pieces: AsyncIterator[bytes], arrived: asyncio.Future[None]) -> None:
        try:
            async with work_folder(self._doors.files.folder) as folder:
                path = folder / "original"
                await write_pieces(path, pieces, _check_size)
                if not arrived.done():
                    arrived.set_result(None)
                async with self._room:
                    taking = TakingOver(self._doors, actor, lambda: self._went_on(actor, state.id))
                    made, left_out = await taking.run(path, folder)
            state = replace(self._states[state.id][1], state="done", folder=made, left_out=left_out)
            self._tell(actor)
        except AppError as error:
            state = replace(self._states[state.id][1], state="failed", problem=error.key, params=dict(error.params))
        except Exception:
            logger.exception("a project could not be imported")
            state = replace(self._states[state.id][1], state="failed", problem="error.unexpected")
        finally:
            self._note(actor, state if state.state != "running" else replace(state, state="failed", problem="error.unexpected"))
            if not arrived.done():
                arrived.set_result(None)

    def _tell(self, actor: Actor) -> None:
        self._doors.wake()
        for kind in ("folders", "list", "library"):
            self._doors.changes.publish(actor.user_id, ConversationChange("", kind))

    def _went_on(self, actor: Actor, import_id: str) -> None:
        now = self._states[import_id][1]
        self._note(actor, replace(now, done=now.done + 1))

    def _note(self, actor: Actor, state: ImportState) -> None:
        self._states[state.id] = (actor.user_id, state)
        ended = [id_ for id_, (_, each) in self._states.items() if each.state != "running"]
        for id_ in ended[: max(0, len(self._states) - REMEMBERED)]:
            del self._states[id_]


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise TooLargeProjectFileError
