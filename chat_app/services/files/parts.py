"""What a model reads of a message's files: pictures as they are, everything else as text behind the file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat_app.integrations.files.port import BlobStore
from chat_app.integrations.llm.port import ImagePart, Part, TextPart
from chat_app.models import Attachment
from chat_app.services.files.image_tokens import image_tokens, vendor_of

MODEL_SIDE = 1_568
FENCE = re.compile(r"`{3,}")
FILE = "File {name}:\n{fence}\n{text}\n{fence}\n\n"
NOT_SHOWN = "[The picture {name} is attached, but it is not shown to you.]\n\n"
MISSING = "[The file {name} was attached, but it is gone.]\n\n"


async def parts_of(files: Sequence[Attachment], blobs: BlobStore, model_id: str, *, sees_images: bool) -> tuple[Part, ...]:
    """The parts to put before a message's own text, in the files' order."""
    return tuple([await _part(file, blobs, model_id, sees_images=sees_images) for file in files])


async def _part(file: Attachment, blobs: BlobStore, model_id: str, *, sees_images: bool) -> Part:
    if file.kind != "image":
        return TextPart(text_block(file.name, file.text))
    if not sees_images:
        return TextPart(NOT_SHOWN.format(name=quoted(file.name)))
    try:
        data = await blobs.read(file.model_sha256 or file.sha256)
    except FileNotFoundError:
        return TextPart(MISSING.format(name=quoted(file.name)))
    media_type = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return ImagePart(media_type, data, tokens=image_tokens(vendor_of(model_id), file.width, file.height))


def text_block(name: str, text: str) -> str:
    """A file's text in a fence that is longer than any in the text, so that nothing in the file can end it."""
    longest = max((len(match[0]) for match in FENCE.finditer(text)), default=2)
    return FILE.format(name=quoted(name), fence="`" * (longest + 1), text=text)


def quoted(name: str) -> str:
    """A file's name as one word on one line."""
    return '"' + "".join("'" if sign in '"`' else sign for sign in " ".join(name.split())) + '"'
