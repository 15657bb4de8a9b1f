"""The list of scheduled work."""

from __future__ import annotations

from pathlib import Path

from chat_app.i18n import catalogue
from chat_app.jobs.schedule import enter_jobs
from chat_app.settings import Settings
from chat_app.wiring import build_services


def test_every_job_has_a_name_in_words(tmp_path: Path):
    parts = build_services(Settings(data_dir=tmp_path))
    enter_jobs(parts)
    jobs = parts.operations.book.jobs()
    parts.db.close()

    assert {f"job_names.{job.name}" for job in jobs} == {key for key in catalogue() if key.startswith("job_names.")}
    assert not any(job.by_hand for job in jobs if job.name in {"purge_trash", "erase_accounts", "retention"})
