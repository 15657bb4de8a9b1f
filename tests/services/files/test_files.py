"""Files are taken in, read, handed out, and belong to one person."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from chat_app.errors import ConflictError, InvalidInputError
from chat_app.services.files.errors import AttachmentNotFoundError, FileTooLargeError, StorageFullError
from chat_app.services.kernel.ids import new_id
from tests.services.chat.conftest import Chat, make_user
from tests.services.files.conftest import LIMITS, Desk, in_pieces


def picture(width: int = 2_000, height: int = 1_000) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width // 10, height // 10), 50).resize((width, height)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


async def test_a_text(desk: Desk) -> None:
    file = await desk.add(b"Some words.", "C:\\docs\\note.txt")
    assert (file.name, file.kind, file.size, file.tokens, file.problem) == ("note.txt", "text", 11, 3, "")
    assert await desk.files.get(desk.actor, file.id) == file
    assert (await desk.files.text(desk.actor, file.id)).text == "Some words."
    assert await desk.bytes_of(file.id) == b"Some words."
    assert desk.left_over() == []


async def test_an_image_has_three_blobs(desk: Desk) -> None:
    file = await desk.add(picture(), "photo.webp")
    assert (file.name, file.kind, file.width, file.height) == ("photo.jpg", "image", 2_000, 1_000)
    assert set(file.image_tokens) == {"openai", "anthropic", "google", "other"}
    assert file.tokens == max(file.image_tokens.values())
    assert len(await desk.kept()) == 3
    assert (await desk.bytes_of(file.id, thumbnail=True))[8:12] == b"WEBP"


async def test_the_same_content_is_kept_once(desk: Desk) -> None:
    first, second = await desk.add(), await desk.add(name="other.txt")
    assert first.id != second.id
    assert len(await desk.kept()) == 1


async def test_a_text_has_no_thumbnail(desk: Desk) -> None:
    with pytest.raises(AttachmentNotFoundError):
        await desk.bytes_of((await desk.add()).id, thumbnail=True)


@pytest.mark.parametrize(
    ("content", "key"), [(b"", "attachment.empty"), (b"PK\x03\x04junk", "attachment.broken"), (b"MZ" + bytes(99), "attachment.unsupported")]
)
async def test_what_is_refused_leaves_nothing(desk: Desk, content: bytes, key: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        await desk.add(content, "x")
    assert refused.value.key == key
    assert await desk.kept() == set()
    assert desk.left_over() == []


async def test_a_file_that_is_too_large_is_not_read_to_its_end(desk: Desk) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b"x" * 65_536

    with pytest.raises(FileTooLargeError):
        await desk.files.add(desk.actor, endless(), "x.txt")
    assert sent <= LIMITS.file_bytes + 1_000_000
    assert desk.left_over() == []


async def test_room_is_limited(desk: Desk) -> None:
    for number in range(10):
        await desk.add(f"{number} ".encode() * 950_000, f"{number}.txt")
    with pytest.raises(StorageFullError):
        await desk.add(b"x " * 900_000, "more.txt")


async def test_others_do_not_see_it(desk: Desk) -> None:
    file, other = await desk.add(), make_user(desk.db, "Eve")
    for look in (desk.files.get, desk.files.text, desk.files.delete, desk.files.content):
        for known in (file.id, new_id()):
            with pytest.raises(AttachmentNotFoundError):
                await look(other, known)
    assert (await desk.files.list(other)).items == []
    assert await desk.files.waiting(other, "") == []


async def test_lists_page_by_page(desk: Desk) -> None:
    made = [(await desk.add(str(number).encode())).id for number in range(5)]
    first = await desk.files.list(desk.actor, limit=3)
    second = await desk.files.list(desk.actor, first.next_cursor, limit=3)
    assert [file.id for file in (*first.items, *second.items)] == made[::-1]
    assert second.next_cursor == ""


async def test_each_chat_has_its_own_tray(desk: Desk, chat: Chat) -> None:
    conversation = await chat.conversations.create(desk.actor)
    here, new = await desk.add(conversation_id=conversation.id), await desk.add(b"new")
    assert [file.id for file in await desk.files.waiting(desk.actor, conversation.id)] == [here.id]
    assert [file.id for file in await desk.files.waiting(desk.actor, "")] == [new.id]


async def test_a_file_goes_to_no_foreign_chat(desk: Desk) -> None:
    eve = make_user(desk.db, "Eve")
    conversation = await make_chat_of(desk, eve)
    with pytest.raises(Exception, match="conversation_not_found"):
        await desk.add(conversation_id=conversation)


async def make_chat_of(desk: Desk, actor: object) -> str:
    from tests.services.chat.conftest import make_chat

    return (await make_chat(desk.db, actor).conversations.create(actor)).id  # type: ignore[arg-type]


async def test_a_sent_one_stays_with_its_message(desk: Desk, chat: Chat) -> None:
    file = await desk.add()
    await desk.files.delete(desk.actor, (await desk.add(b"unsent")).id)
    from tests.fakes.scripted_gateway import ScriptedGateway

    chat.model.gateway = ScriptedGateway()
    await chat.ask("Look", attachment_ids=(file.id,))  # type: ignore[arg-type]
    with pytest.raises(ConflictError, match=r"attachment\.sent"):
        await desk.files.delete(desk.actor, file.id)


async def test_many_at_once(desk: Desk) -> None:
    files = await asyncio.gather(*(desk.add(f"file {number}".encode(), f"{number}.txt") for number in range(6)))
    assert {file.name for file in await desk.files.waiting(desk.actor, "")} == {file.name for file in files}


async def test_shared_content_is_handed_out_once(desk: Desk) -> None:
    file = await desk.add()
    share_id = await desk.inbox.put(desk.actor, "Look at this", [file.id], ["x.exe: no"])
    with pytest.raises(Exception, match="not_found"):
        await desk.inbox.take(make_user(desk.db, "Eve"), share_id)
    shared = await desk.inbox.take(desk.actor, share_id)
    assert (shared.text, [one.id for one in shared.attachments], shared.problems) == ("Look at this", [file.id], ("x.exe: no",))
    for again in (share_id, new_id(), "../../x"):
        with pytest.raises(Exception, match="not_found"):
            await desk.inbox.take(desk.actor, again)


async def test_pieces_of_any_size(desk: Desk) -> None:
    content = b"word " * 100_000
    for size in (1_000, 524_288, 600_000):
        file = await desk.files.add(desk.actor, in_pieces(content, size), "a.txt")
        assert await desk.bytes_of(file.id) == content
