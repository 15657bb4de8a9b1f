"""Why a job does not run now."""

from __future__ import annotations

from chat_app.errors import ConflictError, NotFoundError


class JobNotFoundError(NotFoundError):
    """There is no such job, or it is none that may be started by hand."""

    default_key = "operations.error.job_not_found"


class JobRunningError(ConflictError):
    default_key = "operations.error.job_running"
