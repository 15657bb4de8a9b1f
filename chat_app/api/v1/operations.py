"""How the house runs, over REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path

from chat_app.api.auth import CurrentActor, permitted
from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.operations.dto import Check, Job, Overview, Storage

router = APIRouter(prefix="/admin", tags=["administration"])

JobName = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found, with a sentence in the reader's language."""

    name: str
    state: str
    text: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Health:
    """What Parley depends on, and how much room there is."""

    checks: list[CheckResult]
    storage: Storage


@router.get("/overview", dependencies=[permitted("admin.overview")])
async def overview(actor: CurrentActor) -> Overview:
    """The state of the house now."""
    return await services().operations.overview(actor)


@router.get("/health", dependencies=[permitted("admin.health")])
async def health(actor: CurrentActor) -> Health:
    """Ask everything that Parley depends on."""
    checks = [_result(check, actor.language) for check in await services().operations.health(actor)]
    return Health(checks, await services().operations.storage(actor))


@router.get("/jobs", dependencies=[permitted("admin.jobs")])
async def list_jobs(actor: CurrentActor) -> list[Job]:
    """All scheduled work with how it went the last time."""
    return await services().operations.jobs(actor)


@router.post("/jobs/{name}/run", dependencies=[permitted("admin.jobs")])
async def run_job(actor: CurrentActor, name: JobName) -> Job:
    """Let a harmless job run now."""
    return await services().operations.run_job(actor, name)


def _result(check: Check, language: str) -> CheckResult:
    return CheckResult(check.name, check.state, translate(check.key, language, **check.params), check.milliseconds)
