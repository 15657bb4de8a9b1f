"""Where a phone's share sheet sends texts and files to: they are kept, and the page puts them into a new chat."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.files import pieces_of
from chat_app.container import services
from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.kernel.actor import Actor

router = APIRouter(include_in_schema=False)

TEXT_FIELDS = ("title", "text", "url")
MAX_FIELDS = 10


@router.post("/share-target")
async def share(request: Request, actor: CurrentActor) -> Response:
    """Keep what was shared and go to the new chat."""
    parts = services()
    async with request.form(max_files=parts.files.limits.message_files, max_fields=MAX_FIELDS) as form:
        attachment_ids, problems = await _files(actor, form)
        share_id = await parts.share_inbox.put(actor, shared_text(form), attachment_ids, problems)
    return RedirectResponse(f"/?shared={share_id}", 303)


def shared_text(form: FormData) -> str:
    """Title, text and address in lines of their own, each once: apps put the same into several fields."""
    lines: list[str] = []
    for field in TEXT_FIELDS:
        value = form.get(field)
        if isinstance(value, str) and (line := value.strip()) and not any(line in other for other in lines):
            lines.append(line)
    return "\n\n".join(lines)


async def _files(actor: Actor, form: FormData) -> tuple[list[str], list[str]]:
    """The ids of the files that were taken, and a sentence for each that was not."""
    taken: list[str] = []
    problems: list[str] = []
    for _, value in form.multi_items():
        if isinstance(value, UploadFile) and value.filename:
            try:
                taken.append((await services().files.add(actor, pieces_of(value), value.filename)).id)
            except AppError as error:
                problems.append(f"{value.filename}: {translate(error.key, actor.language, **error.params)}")
    return taken, problems
