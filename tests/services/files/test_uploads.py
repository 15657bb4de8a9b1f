"""Large files in pieces: resumed after whatever happened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError
from chat_app.services.files.errors import FileTooLargeError, UploadNotFoundError, WrongOffsetError
from chat_app.services.files.uploads import UploadService
from chat_app.services.kernel.ids import new_id
from tests.services.chat.conftest import make_user
from tests.services.files.conftest import Desk, in_pieces
from tests.waiting import eventually

CONTENT = b"line of text\n" * 50_000


async def broken_off(content: bytes) -> AsyncIterator[bytes]:
    yield content
    raise ConnectionResetError


async def test_in_two_pieces(desk: Desk) -> None:
    upload = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT))
    half = await desk.uploads.append(desk.actor, upload.id, 0, in_pieces(CONTENT[:300_000]))
    assert (half.offset, half.attachment) == (300_000, None)
    done = await desk.uploads.append(desk.actor, upload.id, 300_000, in_pieces(CONTENT[300_000:]))
    assert done.attachment is not None
    assert done.attachment.id == upload.id
    assert await desk.bytes_of(upload.id) == CONTENT
    assert desk.left_over() == []
    assert await desk.uploads.list(desk.actor) == []


async def test_what_came_before_the_connection_broke_is_kept(desk: Desk) -> None:
    upload = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT))
    with pytest.raises(ConnectionResetError):
        await desk.uploads.append(desk.actor, upload.id, 0, broken_off(CONTENT[:200_000]))
    assert (await desk.uploads.get(desk.actor, upload.id)).offset == 200_000
    # Another process, after a restart.
    again = UploadService(desk.db, desk.files)
    done = await again.append(desk.actor, upload.id, 200_000, in_pieces(CONTENT[200_000:]))
    assert done.attachment is not None


async def test_all_came_but_nobody_heard_of_it(desk: Desk) -> None:
    upload = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT))
    with pytest.raises(ConnectionResetError):
        await desk.uploads.append(desk.actor, upload.id, 0, broken_off(CONTENT))
    done = await desk.uploads.append(desk.actor, upload.id, len(CONTENT), in_pieces(b""))
    assert done.attachment is not None
    assert await desk.uploads.append(desk.actor, upload.id, len(CONTENT), in_pieces(b"")) == done
    assert await desk.uploads.get(desk.actor, upload.id) == done


@pytest.mark.parametrize("offset", [1, 199_999, 200_001, 10**9])
async def test_another_offset_says_where(desk: Desk, offset: int) -> None:
    upload = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT))
    await desk.uploads.append(desk.actor, upload.id, 0, in_pieces(CONTENT[:200_000]))
    with pytest.raises(WrongOffsetError) as wrong:
        await desk.uploads.append(desk.actor, upload.id, offset, in_pieces(b"x"))
    assert wrong.value.offset == 200_000


async def test_a_hanging_connection_makes_way_for_the_next_one(desk: Desk) -> None:
    upload, more, hangs = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT)), asyncio.Event(), asyncio.Event()

    async def hanging() -> AsyncIterator[bytes]:
        yield CONTENT[:100_000]
        hangs.set()
        await more.wait()
        yield b"too late"

    old = asyncio.create_task(desk.uploads.append(desk.actor, upload.id, 0, hanging()))
    await hangs.wait()
    desk_of_upload = desk.uploads._desks[upload.id]
    old_writer = desk_of_upload.writer
    new = asyncio.create_task(desk.uploads.append(desk.actor, upload.id, 100_000, in_pieces(CONTENT[100_000:])))
    await eventually(lambda: desk_of_upload.writer is not old_writer)
    more.set()
    with pytest.raises(WrongOffsetError):
        await old
    try:
        done = await new
    except WrongOffsetError as wrong:
        done = await desk.uploads.append(desk.actor, upload.id, wrong.offset, in_pieces(CONTENT[wrong.offset :]))
    assert done.attachment is not None
    assert await desk.bytes_of(upload.id) == CONTENT


async def test_the_same_file_goes_on_where_it_stood(desk: Desk) -> None:
    upload = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT), fingerprint="big.txt:1")
    await desk.uploads.append(desk.actor, upload.id, 0, in_pieces(CONTENT[:100_000]))
    again = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT), fingerprint="big.txt:1")
    assert (again.id, again.offset) == (upload.id, 100_000)
    other = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT), fingerprint="big.txt:2")
    assert other.offset == 0


async def test_limits(desk: Desk) -> None:
    with pytest.raises(FileTooLargeError):
        await desk.uploads.begin(desk.actor, "x", 3_000_000)
    with pytest.raises(InvalidInputError, match="empty"):
        await desk.uploads.begin(desk.actor, "x", 0)
    upload = await desk.uploads.begin(desk.actor, "x", 10)
    with pytest.raises(InvalidInputError, match="longer_than_said"):
        await desk.uploads.append(desk.actor, upload.id, 0, in_pieces(b"x" * 11))


async def test_a_refused_one_is_over(desk: Desk) -> None:
    upload = await desk.uploads.begin(desk.actor, "x.zip", 30)
    with pytest.raises(InvalidInputError, match="broken"):
        await desk.uploads.append(desk.actor, upload.id, 0, in_pieces(b"PK\x03\x04" + bytes(26)))
    assert desk.left_over() == []
    with pytest.raises(UploadNotFoundError):
        await desk.uploads.get(desk.actor, upload.id)


async def test_cancelled_is_gone(desk: Desk) -> None:
    upload = await desk.uploads.begin(desk.actor, "big.txt", len(CONTENT))
    await desk.uploads.append(desk.actor, upload.id, 0, in_pieces(CONTENT[:100_000]))
    await desk.uploads.cancel(desk.actor, upload.id)
    assert desk.left_over() == []
    with pytest.raises(UploadNotFoundError):
        await desk.uploads.append(desk.actor, upload.id, 100_000, in_pieces(b"x"))


async def test_others_do_not_see_it(desk: Desk) -> None:
    upload, eve = await desk.uploads.begin(desk.actor, "big.txt", 10, fingerprint="f"), make_user(desk.db, "Eve")
    for known in (upload.id, new_id()):
        for attempt in (desk.uploads.get(eve, known), desk.uploads.cancel(eve, known), desk.uploads.append(eve, known, 0, in_pieces(b"x"))):
            with pytest.raises(UploadNotFoundError):
                await attempt
    assert await desk.uploads.list(eve) == []
    assert (await desk.uploads.begin(eve, "big.txt", 10, fingerprint="f")).id != upload.id


@given(cuts=st.lists(st.integers(0, 3_000), max_size=5), lost=st.integers(0, 500))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_any_cuts_give_the_same_file(desk: Desk, cuts: list[int], lost: int) -> None:
    content = bytes(65 + number % 26 for number in range(3_000))
    upload = await desk.uploads.begin(desk.actor, "a.txt", len(content))
    progress = upload
    for end in (*sorted(cuts), len(content)):
        if progress.attachment is None and end >= progress.offset:
            piece = content[progress.offset : end]
            progress = replace(await desk.uploads.append(desk.actor, upload.id, progress.offset, in_pieces(piece, lost + 1)))
    assert progress.attachment is not None
    assert await desk.bytes_of(upload.id) == content
