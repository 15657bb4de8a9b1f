"""Figures, checks of health against real servers, and the book of jobs."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from chat_app.errors import NotFoundError
from chat_app.i18n import translate
from chat_app.integrations.files.disk_blobs import DiskBlobs
from chat_app.services.kernel.actor import Actor
from chat_app.services.operations import OperationsService
from chat_app.services.operations.checks import check_disk
from chat_app.services.operations.dto import Check
from chat_app.services.operations.errors import JobNotFoundError, JobRunningError
from chat_app.services.operations.job_book import JobBook
from chat_app.settings import Settings
from tests.services.house import House
from tests.waiting import eventually


@pytest.fixture
def admin(house: House) -> Actor:
    return house.person("Root", "admin")


def operations(house: House, folder: Path, book: JobBook | None = None, **settings: object) -> OperationsService:
    made = Settings(data_dir=folder, **settings)  # type: ignore[arg-type]
    return OperationsService(house.db, house.audit, made, DiskBlobs(folder / "blobs"), book or JobBook(house.clock), house.clock)


async def check(service: OperationsService, admin: Actor, name: str) -> Check:
    return next(each for each in await service.health(admin) if each.name == name)


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("no redis-server here")
    port = free_port()
    server = subprocess.Popen([binary, "--port", str(port), "--dir", str(tmp_path), "--save", ""], stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


class TestOverview:
    async def test_counts_people_chats_and_sizes(self, house: House, admin: Actor, tmp_path: Path) -> None:
        house.person("Bob", "manager", suspended_at=house.now)
        ada = house.person()
        house.chat(ada)
        house.login(ada)
        found = await operations(house, tmp_path).overview(admin)
        figures = found.figures
        assert (figures.people, figures.people_by_role, figures.suspended, figures.active_today) == (2, {"admin": 1, "user": 1}, 1, 1)
        assert (figures.chats, figures.chats_today, figures.messages_today, figures.turns_running) == (1, 1, 1, 0)
        assert found.storage.database_bytes > 100_000
        assert found.storage.database.startswith("SQLite 3" if house.db.is_sqlite else "PostgreSQL ")
        assert 0 < found.storage.disk_free_bytes < found.storage.disk_total_bytes
        assert found.version

    async def test_yesterday_does_not_count(self, house: House, admin: Actor, tmp_path: Path) -> None:
        house.chat(house.person())
        house.wait(days=1)
        assert (await operations(house, tmp_path).overview(admin)).figures.chats_today == 0


class TestHealth:
    async def test_says_what_is_not_set_up(self, house: House, admin: Actor, tmp_path: Path) -> None:
        states = {each.name: each.state for each in await operations(house, tmp_path).health(admin)}
        assert states["redis"] == states["mail"] == "unused"
        assert states["database"] == states["files"] == states["jobs"] == "good"

    async def test_redis_that_answers_and_that_does_not(self, house: House, admin: Actor, tmp_path: Path, redis_url: str) -> None:
        async def is_good() -> bool:
            return (await check(operations(house, tmp_path, redis_url=redis_url), admin, "redis")).state == "good"

        await eventually(is_good)
        silent = await check(operations(house, tmp_path, redis_url=f"redis://:hunter2@127.0.0.1:{free_port()}"), admin, "redis")
        assert silent.state == "failed"
        assert "hunter2" not in translate(silent.key, "en", **silent.params)

    async def test_mail_that_answers_and_that_does_not(self, house: House, admin: Actor, tmp_path: Path) -> None:
        server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
        server.start()
        try:
            assert (await check(operations(house, tmp_path, smtp_url=f"smtp://127.0.0.1:{server.port}"), admin, "mail")).state == "good"
        finally:
            server.stop()
        assert (await check(operations(house, tmp_path, smtp_url=f"smtp://127.0.0.1:{server.port}"), admin, "mail")).state == "failed"

    async def test_a_store_of_files_that_cannot_be_reached(self, house: House, admin: Actor, tmp_path: Path) -> None:
        class Broken(DiskBlobs):
            async def list(self):
                raise PermissionError(13, "Permission denied")
                yield

        service = operations(house, tmp_path)
        service._blobs = Broken(tmp_path)
        found = await check(service, admin, "files")
        assert found.state == "failed"
        assert found.params["reason"] == "Permission denied"

    @pytest.mark.parametrize(("free", "state"), [(100, "failed"), (1_000_000_000, "warning"), (50_000_000_000, "good")])
    def test_the_disk_by_what_is_left(self, free: int, state: str) -> None:
        found = check_disk(free, 100_000_000_000, "de")
        assert found.state == state
        assert "." not in str(found.params["free"])


class TestJobs:
    async def test_each_run_is_written_down(self, house: House) -> None:
        book, fails = JobBook(house.clock), [False, True]

        async def work() -> None:
            if fails.pop(0):
                raise ValueError("canary")

        book.enter("sweep", work, timedelta(seconds=10))
        assert book.jobs()[0].outcome == "never"
        await book.run("sweep")
        job = book.jobs()[0]
        assert (job.outcome, job.runs, job.failures, job.last_started_at) == ("done", 1, 0, house.now)
        await book.run("sweep")
        job = book.jobs()[0]
        assert (job.outcome, job.runs, job.failures, job.last_error) == ("failed", 2, 1, "ValueError")
        assert "canary" not in repr(job)

    async def test_by_hand_only_what_does_no_harm_and_once_at_a_time(self, house: House, admin: Actor, tmp_path: Path) -> None:
        book, go, count = JobBook(house.clock), asyncio.Event(), []

        async def slow() -> None:
            count.append(1)
            await go.wait()

        book.enter("slow", slow, timedelta(seconds=10), by_hand=True)
        book.enter("purge", slow, timedelta(seconds=10))
        service = operations(house, tmp_path, book)
        for name in ("purge", "nonsense"):
            with pytest.raises(JobNotFoundError):
                await service.run_job(admin, name)
        running = asyncio.create_task(service.run_job(admin, "slow"))
        await eventually(lambda: count)
        with pytest.raises(JobRunningError):
            await service.run_job(admin, "slow")
        await book.run("slow")
        go.set()
        assert (await running).outcome == "done"
        assert count == [1]
        assert [(entry.action, entry.object_id) for entry in house.acts()] == [("job.run", "slow")]

    async def test_a_failed_one_shows_in_health(self, house: House, admin: Actor, tmp_path: Path) -> None:
        book = JobBook(house.clock)

        async def fails() -> None:
            raise OSError

        book.enter("fails", fails, timedelta(seconds=10))
        service = operations(house, tmp_path, book)
        await book.run("fails")
        assert (await check(service, admin, "jobs")).state == "warning"
        assert (await service.overview(admin)).failed_jobs == 1


@pytest.mark.parametrize("role", ["user", "manager"])
async def test_for_others_there_is_nothing(house: House, tmp_path: Path, role: str) -> None:
    other, service = house.person("Other", role), operations(house, tmp_path)
    for call in (service.overview(other), service.health(other), service.storage(other), service.jobs(other), service.run_job(other, "x")):
        with pytest.raises(NotFoundError) as error:
            await call
        assert error.value.key == "error.not_found"
