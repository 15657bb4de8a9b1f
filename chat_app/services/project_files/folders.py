"""Folders, notes, assistants and tags of the ZIP become the actor's own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.project_files import import_queries as queries
from chat_app.services.project_files.errors import NoProjectFileError
from chat_app.services.project_files.parsing import Values
from chat_app.services.project_files.run import Row, Run
from chat_app.services.workspace import folder_rules
from chat_app.services.workspace.queries import list_folders
from chat_app.services.workspace.tags import MAX_TAGS

MAX_NOTES = 20_000


def write_folders(session: Session, run: Run, rows: Sequence[Row]) -> None:
    """The tree with what is set in it; raises `NoProjectFileError` without a folder, `TooManyFoldersError`, `FolderTooDeepError`."""
    of = {kind: [values for each, values, _ in rows if each == kind] for kind in ("assistant", "folder", "note", "tag")}
    if not of["folder"] or len(of["note"]) > MAX_NOTES:
        raise NoProjectFileError
    _write_assistants(session, run, of["assistant"])
    _write_tags(session, run, of["tag"])
    run.renew(values["id"] for values in of["folder"])
    siblings = list_folders(session, run.actor)
    made: list[models.Folder] = []
    last = max((row.position for row in siblings if row.parent_id is None), default=0)
    for values in of["folder"]:
        parent_id = run.new(values["parent_id"]) if made else None
        if made and parent_id not in run.folder_ids:
            raise NoProjectFileError
        folder_rules.check_room([*siblings, *made], parent_id or "")
        made.append(_folder(run, values, parent_id, last))
        session.add(made[-1])
        session.flush()
        run.folder_ids.append(made[-1].id)
    run.top_id = made[0].id
    _write_notes(session, run, of["note"])


def _folder(run: Run, values: Values, parent_id: str | None, last: int) -> models.Folder:
    own: Values = {"id": run.ids[values["id"]], "parent_id": parent_id, "assistant_id": run.new(values["assistant_id"])}
    if parent_id is None:
        own["position"] = last
    return models.Folder(**(values | own), owner_id=run.actor.user_id, deleted_at=run.now)


def _write_notes(session: Session, run: Run, notes: Sequence[Values]) -> None:
    run.renew(values["id"] for values in notes)
    rows = []
    for values in notes:
        if folder_id := run.new(values["folder_id"]):
            own: Values = {"id": run.ids[values["id"]], "folder_id": folder_id, "author_id": run.actor.user_id}
            rows.append(values | own)
    queries.add_rows(session, models.ProjectNote, rows)


def _write_assistants(session: Session, run: Run, assistants: Sequence[Values]) -> None:
    """One of the same name that says the same is the same."""
    known = {(row.name, row.system_prompt): row.id for row in queries.list_assistants(session, run.actor)}
    for values in assistants:
        found = known.get((values["name"], values["system_prompt"]))
        if found is None:
            found = new_id()
            own: Values = {"id": found, "owner_id": run.actor.user_id, "created_at": run.now, "updated_at": run.now}
            session.add(models.Assistant(**(values | own)))
        run.ids[values["id"]] = found
    session.flush()


def _write_tags(session: Session, run: Run, tags: Sequence[Values]) -> None:
    """Tags are of persons, too: those of the same name are the same, and what is beyond the limit is left out."""
    known = {row.name.lower(): row.id for row in queries.list_tags(session, run.actor)}
    for values in tags:
        found = known.get(values["name"].lower())
        if found is None and len(known) < MAX_TAGS:
            found = known[values["name"].lower()] = new_id()
            session.add(models.Tag(**(values | {"id": found}), owner_id=run.actor.user_id))
        if found is not None:
            run.ids[values["id"]] = found
    session.flush()
