"""The pages of jobs and of health."""

import reflex as rx

from chat_app.components.admin.frame import page_head
from chat_app.components.admin.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.admin.operations_state import CheckView, HealthState, JobsState, JobView


class JobList(rx.Component):
    """Scheduled work; `on_run` gets the name of a job."""

    library = module("jobs.jsx")
    tag = "JobList"
    lib_dependencies: list[str] = [LUCIDE]
    jobs: rx.Var[list[JobView]]
    ready: rx.Var[bool]
    labels: rx.Var[dict[str, str]]
    on_refresh: rx.EventHandler[rx.event.no_args_event_spec]
    on_run: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class HealthList(rx.Component):
    """What was found, and where the room goes."""

    library = module("health.jsx")
    tag = "HealthList"
    lib_dependencies: list[str] = [LUCIDE]
    checks: rx.Var[list[CheckView]]
    storage: rx.Var[dict[str, str]]
    ready: rx.Var[bool]
    labels: rx.Var[dict[str, str]]


def jobs_page() -> rx.Component:
    return rx.fragment(
        page_head("admin_nav.jobs", text="admin_jobs.text"),
        rx.el.p(
            JobsState.note, class_name="admin-note", role="status", custom_attrs={"data-tone": JobsState.tone, "data-testid": "job-note"}
        ),
        JobList.create(
            jobs=JobsState.jobs,
            ready=JobsState.ready,
            labels=texts(
                name="admin_jobs.column_name",
                every="admin_jobs.column_every",
                last="admin_jobs.column_last",
                outcome="admin_jobs.column_outcome",
                took="admin_jobs.column_took",
                run="admin_jobs.run",
            ),
            on_refresh=JobsState.load,
            on_run=JobsState.run,
        ),
    )


def health_page() -> rx.Component:
    again = rx.el.button(
        t("admin_health.again"), type="button", class_name="button", on_click=HealthState.load, custom_attrs={"data-testid": "check-again"}
    )
    return rx.fragment(
        page_head("admin_nav.health", again, text="admin_health.text"),
        HealthList.create(
            checks=HealthState.checks,
            storage=HealthState.storage,
            ready=HealthState.ready,
            labels=texts(
                good="admin_health.good",
                warning="admin_health.warning",
                failed="admin_health.failed",
                unused="admin_health.unused",
                storage="admin_health.storage",
                database="admin_health.database",
                files="admin_health.files",
                free="admin_health.free",
                total="admin_health.total",
            ),
        ),
    )
