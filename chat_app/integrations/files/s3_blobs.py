"""Blobs in a bucket of any S3, for more than one machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from chat_app.integrations.files.disk_blobs import PIECE, SHA256
from chat_app.integrations.files.port import BlobInfo

PREFIX = "blobs/"
GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Blobs:
    """A bucket; see `BlobStore`. The SDK loads and connects with the first use."""

    def __init__(self, *, endpoint: str, bucket: str, access_key: str, secret_key: str, region: str) -> None:
        self._bucket = bucket
        self._connection: dict[str, Any] = {
            "endpoint_url": endpoint or None,
            "aws_access_key_id": access_key,
            "aws_secret_access_key": secret_key,
            "region_name": region or "us-east-1",
        }
        self._lock = threading.Lock()
        self._made: Any = None

    async def put(self, source: Path, sha256: str) -> None:
        await self._call("upload_file", str(source), self._bucket, _key(sha256))
        await asyncio.to_thread(source.unlink)

    async def read(self, sha256: str) -> bytes:
        return b"".join([piece async for piece in self.stream(sha256)])

    async def stream(self, sha256: str) -> AsyncIterator[bytes]:
        answer = await self._call("get_object", Bucket=self._bucket, Key=_key(sha256))
        body = answer["Body"]
        try:
            while piece := await asyncio.to_thread(body.read, PIECE):
                yield piece
        finally:
            body.close()

    async def delete(self, sha256: str) -> None:
        await self._call("delete_object", Bucket=self._bucket, Key=_key(sha256))

    async def list(self) -> AsyncIterator[BlobInfo]:
        more: dict[str, str] = {}
        while True:
            page = await self._call("list_objects_v2", Bucket=self._bucket, Prefix=PREFIX, **more)
            for entry in page.get("Contents", []):
                name = str(entry["Key"]).removeprefix(PREFIX).replace("/", "")
                if SHA256.fullmatch(name):
                    yield BlobInfo(name, entry["LastModified"])
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    async def _call(self, verb: str, *args: Any, **kwargs: Any) -> Any:
        return await asyncio.to_thread(self._call_now, verb, args, kwargs)

    def _call_now(self, verb: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        from boto3.exceptions import Boto3Error  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            return getattr(self._client(), verb)(*args, **kwargs)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in GONE:
                raise FileNotFoundError(str(kwargs.get("Key", ""))) from error
            raise OSError(f"S3: {error}") from error
        except (BotoCoreError, Boto3Error) as error:
            raise OSError(f"S3: {error}") from error

    def _client(self) -> Any:
        with self._lock:
            if self._made is None:
                from boto3.session import Session  # noqa: PLC0415  (half a second that only S3 needs)

                self._made = Session().client("s3", **self._connection)
            return self._made


def _key(sha256: str) -> str:
    if not SHA256.fullmatch(sha256):
        raise FileNotFoundError(sha256)
    return f"{PREFIX}{sha256[:2]}/{sha256[2:]}"
