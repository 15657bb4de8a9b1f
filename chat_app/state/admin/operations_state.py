"""The pages of jobs and of health."""

from dataclasses import dataclass

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.i18n import catalogue, translate
from chat_app.services.operations.dto import Check, Job
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.shared.formats import seconds
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language

OUTCOMES = {
    "never": ("admin_jobs.never", ""),
    "running": ("admin_jobs.running", "accent"),
    "done": ("admin_jobs.done", "good"),
    "failed": ("admin_jobs.failed", "danger"),
}
CHECKS = {
    "database": "admin_health.database",
    "disk": "admin_health.disk",
    "files": "admin_health.files",
    "redis": "admin_health.redis",
    "mail": "admin_health.mail",
    "jobs": "admin_health.jobs",
    "books": "admin_health.books",
}


@dataclass(frozen=True)
class JobView:
    """A job as its row shows it: finished words, and the moment of the last run (ISO)."""

    name: str
    label: str
    every: str
    outcome: str
    tone: str
    last: str
    took: str
    note: str
    by_hand: bool


@dataclass(frozen=True)
class CheckView:
    """What a check found: "good", "warning", "failed" or "unused", and a sentence."""

    name: str
    label: str
    state: str
    text: str
    took: str


class JobsState(rx.State):
    """`note` says how a job went that was started here."""

    jobs: rx.Field[list[JobView]] = rx.field(default_factory=list)
    ready: rx.Field[bool] = rx.field(False)
    note: rx.Field[str] = rx.field("")
    tone: rx.Field[str] = rx.field("")

    @rx.event
    @for_admins("admin.jobs")
    async def load(self):
        """Read how all jobs went."""
        language = await reader_language(self)
        self.jobs = [_job(job, language) for job in await services().operations.jobs(await current_actor(self))]
        self.ready = True

    @rx.event
    @for_admins("admin.jobs")
    async def run(self, name: str):
        """Let a harmless job run now."""
        actor, language = await current_actor(self), await reader_language(self)
        try:
            job = await services().operations.run_job(actor, name)
            key = "admin_jobs.ran" if job.outcome == "done" else "admin_jobs.ran_badly"
            self.note, self.tone = translate(key, language, name=_label(name, language)), OUTCOMES[job.outcome][1]
        except AppError as error:
            self.note, self.tone = error_sentence(error.key, language, **error.params), "danger"
        self.jobs = [_job(each, language) for each in await services().operations.jobs(actor)]


class HealthState(rx.State):
    """What was found when somebody last asked."""

    checks: rx.Field[list[CheckView]] = rx.field(default_factory=list)
    storage: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """In bytes, as text; `database` and `blobs` are words."""
    ready: rx.Field[bool] = rx.field(False)

    @rx.event
    @for_admins("admin.health")
    async def load(self):
        """Ask everything that Parley depends on."""
        actor, language = await current_actor(self), await reader_language(self)
        self.checks = [_check(check, language) for check in await services().operations.health(actor)]
        found = await services().operations.storage(actor)
        sizes = {
            "database": found.database_bytes,
            "files": found.blobs_bytes,
            "free": found.disk_free_bytes,
            "total": found.disk_total_bytes,
        }
        self.storage = {name: size_text(size, language) for name, size in sizes.items()}
        self.ready = True


def _job(job: Job, language: str) -> JobView:
    key, tone = OUTCOMES[job.outcome]
    note = translate("admin_jobs.failures", language, count=job.failures, error=job.last_error) if job.failures else ""
    took = seconds(job.last_ms, language) if job.last_ms is not None else ""
    last = job.last_started_at.isoformat() if job.last_started_at else ""
    return JobView(
        job.name,
        _label(job.name, language),
        every_text(job.every_seconds, language),
        translate(key, language),
        tone,
        last,
        took,
        note,
        job.by_hand,
    )


def _label(name: str, language: str) -> str:
    """The job's name in words; its own name as long as nobody has given it one."""
    key = f"job_names.{name}"
    return translate(key, language) if key in catalogue() else name


def _check(check: Check, language: str) -> CheckView:
    return CheckView(
        check.name,
        translate(CHECKS[check.name], language),
        check.state,
        translate(check.key, language, **check.params),
        seconds(check.milliseconds, language) if check.milliseconds else "",
    )


def every_text(every: int, language: str) -> str:
    """How often: "every 10 s", "every 6 h"."""
    for size, key in ((86_400, "admin_jobs.every_days"), (3_600, "admin_jobs.every_hours"), (60, "admin_jobs.every_minutes")):
        if every % size == 0:
            return translate(key, language, count=every // size)
    return translate("admin_jobs.every_seconds", language, count=every)


def size_text(size: int, language: str) -> str:
    """A size of data: "651 kB", "1.2 GB"."""
    amount, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):  # noqa: B007  (the last one is needed)
        if amount < 1000:
            break
        amount /= 1000
    text = f"{amount:.1f}" if amount < 10 and unit != "B" else f"{amount:.0f}"
    return f"{text.replace('.', ',') if language == 'de' else text}\u00a0{unit}"
