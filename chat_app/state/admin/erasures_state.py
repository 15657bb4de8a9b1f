"""Reports of erased accounts, below the settings of privacy."""

from __future__ import annotations

import reflex as rx

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page
from chat_app.services.privacy.erasure import ErasureRecord
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.listing import ListMixin, Reader, Row, Wish
from chat_app.state.shared.guards import current_actor

KINDS = {"conversations": "chats", "messages": "messages", "attachments": "files"}
"""Tables with a column of their own; the rest is summed."""
NOT_ROWS = {"blobs", "files"}
"""What lay on the disk: the files that the table of files spoke of."""
SHOWN_HASH = 12


class ErasuresState(ListMixin, rx.State):
    """The latest first; nothing to search for, since nobody's name is in it."""

    @rx.event
    @for_admins("admin.users")
    async def load(self):
        """The first page."""
        await self._read(_reader(await current_actor(self)), "", "", {})

    @rx.event
    @for_admins("admin.users")
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        await self._read(_reader(await current_actor(self)), search, sort, filters, step)


def _reader(actor: Actor) -> Reader:
    async def read(wish: Wish) -> Page[Row]:
        page = await services().erasure.list(actor, wish.cursor)
        return Page([erasure_row(record) for record in page.items], page.next_cursor)

    return read


def erasure_row(record: ErasureRecord) -> Row:
    """A report in figures: chats, messages, files, and how many rows of anything else."""
    named = {key: str(record.counts.get(table, 0)) for table, key in KINDS.items()}
    other = sum(count for table, count in record.counts.items() if table not in KINDS and table not in NOT_ROWS)
    cells = {"at": record.erased_at.isoformat(), "person": record.subject_hash[:SHOWN_HASH], **named, "other": str(other)}
    return Row(record.id, cells)
