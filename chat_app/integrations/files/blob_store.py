"""Which store of blobs the settings ask for."""

from __future__ import annotations

from chat_app.integrations.files.disk_blobs import DiskBlobs
from chat_app.integrations.files.port import BlobStore
from chat_app.integrations.files.s3_blobs import S3Blobs
from chat_app.settings import Settings


def configured_blobs(settings: Settings) -> BlobStore:
    """S3 where a bucket is named, else the data folder. Opens nothing."""
    if not settings.s3_bucket:
        return DiskBlobs(settings.data_dir / "blobs")
    return S3Blobs(
        endpoint=settings.s3_endpoint,
        bucket=settings.s3_bucket,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else "",
        region=settings.s3_region,
    )
