"""Whether what Parley depends on works, in words for whoever has to mend it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from chat_app.integrations.files.port import BlobStore
from chat_app.integrations.reachability.probes import blobs_answer, redis_answers, smtp_answers
from chat_app.services.operations.dto import Check, Job
from chat_app.settings import Settings

LIMIT_SECONDS = 8.0
LOW_DISK = 2_000_000_000
"""Free bytes below which the disk is mentioned."""
FULL_DISK = 300_000_000

Probe = Callable[[], Awaitable[None]]


async def check_redis(settings: Settings) -> Check:
    if settings.redis_url is None:
        return Check("redis", "unused", "operations.check.redis_unused")
    url = settings.redis_url.get_secret_value()
    return await probed("redis", lambda: redis_answers(url), "operations.check.redis_good", "operations.check.redis_failed")


async def check_mail(settings: Settings) -> Check:
    if settings.smtp_url is None:
        return Check("mail", "unused", "operations.check.mail_unused")
    url = settings.smtp_url.get_secret_value()
    return await probed("mail", lambda: smtp_answers(url), "operations.check.mail_good", "operations.check.mail_failed")


async def check_files(settings: Settings, blobs: BlobStore) -> Check:
    good = "operations.check.files_bucket" if settings.s3_bucket else "operations.check.files_disk"
    return await probed("files", lambda: blobs_answer(blobs), good, "operations.check.files_failed")


def check_disk(free: int, total: int, language: str) -> Check:
    """By what is left in the data folder's file system."""
    params: dict[str, str | int] = {"free": _gigabytes(free, language), "total": _gigabytes(total, language)}
    if free < FULL_DISK:
        return Check("disk", "failed", "operations.check.disk_full", params)
    return (
        Check("disk", "warning", "operations.check.disk_low", params)
        if free < LOW_DISK
        else Check("disk", "good", "operations.check.disk_good", params)
    )


def check_jobs(jobs: list[Job]) -> Check:
    """By how each went the last time."""
    failed = [job.name for job in jobs if job.outcome == "failed"]
    if failed:
        return Check("jobs", "warning", "operations.check.jobs_failed", {"count": len(failed)})
    return Check("jobs", "good", "operations.check.jobs_good", {"count": len(jobs)})


async def probed(name: str, probe: Probe, good: str, failed: str) -> Check:
    """The result of a question that may fail or get no answer; the reason is told by kind only."""
    begun = time.perf_counter()
    try:
        await asyncio.wait_for(probe(), LIMIT_SECONDS)
        check = Check(name, "good", good)
    except TimeoutError:
        check = Check(name, "failed", failed, {"reason": "timeout"})
    except OSError as error:
        check = Check(name, "failed", failed, {"reason": _reason(error)})
    return replace(check, milliseconds=round((time.perf_counter() - begun) * 1000))


def _reason(error: OSError) -> str:
    """What an administrator can search for; no addresses, no passwords."""
    return error.strerror or (str(error) if str(error).isidentifier() else type(error).__name__)


def _gigabytes(size: int, language: str) -> str:
    written = f"{size / 1e9:.1f}" if size < 10e9 else f"{size / 1e9:.0f}"
    return written.replace(".", ",") if language == "de" else written
