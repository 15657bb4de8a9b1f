"""Files that mean harm, made here: none of them is kept in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
ENTITY = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'


def png(width: int, height: int) -> bytes:
    """A black picture of one bit a pixel: a few kilobytes, whatever its size."""
    rows = zlib.compressobj(9)
    line = b"\0" + b"\0" * ((width + 7) // 8)
    data = b"".join(rows.compress(line) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def gif(frames: int, side: int = 100) -> bytes:
    """An animation of empty frames."""
    head = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\0\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02\x44\x01\0"
    return head + frame * frames + b"\x3b"


def word(body: str, **members: bytes) -> bytes:
    """A DOCX with this markup in its document."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", body)
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_of(text: str, prologue: str = "") -> bytes:
    """A DOCX with one paragraph."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return word(
        f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{namespace}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )


def many_members(count: int) -> bytes:
    """A ZIP of empty members that says it is a DOCX."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "")
        for number in range(count):
            archive.writestr(str(number), b"")
    return file.getvalue()


def zeros(megabytes: int) -> bytes:
    """A DOCX whose picture is a thousand times its size."""
    return word("<x/>", **{"word/media/image1.png": bytes(megabytes * 1_000_000)})


def pdf(*streams: bytes, pages: int = 1, resources: bytes = b"", packed: bool = True) -> bytes:
    """A PDF whose pages all show the first stream."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b""]
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)
    content = zlib.compress(streams[0], 9) if packed else streams[0]
    objects[2] = b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), b"/Filter/FlateDecode" if packed else b"", content)
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R/Resources<<%s>>>>" % resources] * pages
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path
