"""Blobs on a disk and in a real S3 server (moto): the same promises."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chat_app.integrations.files.disk_blobs import DiskBlobs
from chat_app.integrations.files.port import BlobStore
from chat_app.integrations.files.s3_blobs import S3Blobs


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "disk":
        return DiskBlobs(tmp_path / "blobs")
    store = S3Blobs(
        endpoint=request.getfixturevalue("s3_url"),
        bucket=tmp_path.name.replace("_", "-").lower()[:60].strip("-"),
        access_key="a",
        secret_key="b",
        region="",
    )
    store._client().create_bucket(Bucket=store._bucket)
    return store


def file_of(folder: Path, content: bytes) -> tuple[Path, str]:
    path = folder / "incoming"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


async def test_what_was_put_is_read(blobs: BlobStore, tmp_path: Path) -> None:
    content = os.urandom(700_000)
    path, sha256 = file_of(tmp_path, content)
    await blobs.put(path, sha256)
    assert not path.exists()
    assert await blobs.read(sha256) == content
    assert b"".join([piece async for piece in blobs.stream(sha256)]) == content


async def test_the_same_content_is_kept_once(blobs: BlobStore, tmp_path: Path) -> None:
    for _ in range(2):
        path, sha256 = file_of(tmp_path, b"same")
        await blobs.put(path, sha256)
    listed = [blob async for blob in blobs.list()]
    assert [blob.sha256 for blob in listed] == [sha256]
    assert abs(datetime.now(UTC) - listed[0].touched_at) < timedelta(minutes=1)


async def test_deleted_is_gone_and_twice_is_no_error(blobs: BlobStore, tmp_path: Path) -> None:
    path, sha256 = file_of(tmp_path, b"short-lived")
    await blobs.put(path, sha256)
    await blobs.delete(sha256)
    await blobs.delete(sha256)
    assert [blob async for blob in blobs.list()] == []
    with pytest.raises(FileNotFoundError):
        await blobs.read(sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, "", "a" * 64 + "/x"])
async def test_names_are_hashes_and_nothing_else(blobs: BlobStore, name: str, tmp_path: Path) -> None:
    path, _ = file_of(tmp_path, b"x")
    for attempt in (blobs.read(name), blobs.delete(name), blobs.put(path, name)):
        with pytest.raises(FileNotFoundError):
            await attempt


async def test_on_a_disk_only_its_owner_reads_them(tmp_path: Path) -> None:
    path, sha256 = file_of(tmp_path, b"private")
    await DiskBlobs(tmp_path / "blobs").put(path, sha256)
    kept = tmp_path / "blobs" / sha256[:2] / sha256[2:]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


async def test_an_unreachable_bucket_is_an_os_error() -> None:
    away = S3Blobs(endpoint="http://127.0.0.1:9", bucket="b", access_key="a", secret_key="b", region="")
    from botocore.config import Config

    away._connection["config"] = Config(connect_timeout=1, retries={"max_attempts": 0})
    with pytest.raises(OSError, match="S3"):
        await away.read("a" * 64)
