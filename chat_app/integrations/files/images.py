"""Pictures: decoded, turned upright, freed of everything that is no pixel, and written anew."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chat_app.integrations.files.port import FileRefusedError

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "BMP")
MAX_PIXELS = 50_000_000
"""Of all frames together; a picture of 50 megapixels takes 200 MB in memory."""
KEPT_SIDE = 4_096
MODEL_SIDE = 1_568
"""Larger pictures are scaled down by the vendors themselves."""
THUMBNAIL_SIDE = 320
LARGE_PNG = 6_000_000
LOSSLESS = frozenset({"PNG", "GIF", "BMP"})


@dataclass(frozen=True, slots=True)
class CleanedImage:
    """Files with copies of a picture; `model_image` is None where `image` is small enough for models."""

    image: Path
    media_type: str
    width: int
    height: int
    model_image: Path | None
    thumbnail: Path


def clean_image(path: Path, folder: Path) -> CleanedImage:
    """Write cleaned copies of a picture into `folder`; raises `FileRefusedError`."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    Image.init()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=FORMATS) as picture:
            _check_size(picture)
            upright = _upright(picture)
            lossless = picture.format in LOSSLESS
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileRefusedError("attachment.broken") from error
    return _written(upright, folder, lossless=lossless)


def _check_size(picture: Image) -> None:
    frames = getattr(picture, "n_frames", 1)
    if picture.width * picture.height * frames > MAX_PIXELS:
        raise _too_large()


def _too_large() -> FileRefusedError:
    return FileRefusedError("attachment.image_too_large", max=MAX_PIXELS // 1_000_000)


def _upright(picture: Image) -> Image:
    """The first frame in RGB or RGBA, turned as its camera says, in the colours of the web."""
    from PIL import ImageOps  # noqa: PLC0415

    picture.load()
    turned = ImageOps.exif_transpose(picture)
    transparent = turned.mode in {"RGBA", "LA", "PA", "RGBa"} or "transparency" in turned.info
    plain = _in_srgb(turned).convert("RGBA" if transparent else "RGB")
    if transparent and plain.getchannel("A").getextrema()[0] == 255:
        plain = plain.convert("RGB")
    if max(plain.size) > KEPT_SIDE:
        plain.thumbnail((KEPT_SIDE, KEPT_SIDE))
    return plain


def _in_srgb(picture: Image) -> Image:
    """Colours of a camera's own space, as they look once its profile is gone."""
    from PIL import ImageCms  # noqa: PLC0415

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=picture.mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _written(picture: Image, folder: Path, *, lossless: bool) -> CleanedImage:
    # Metadata hang on the object that was opened: only the pixels go on.
    bare = picture.copy()
    bare.info = {}
    image, media_type = _save(bare, folder / "image", lossless=lossless)
    model_image = None
    if max(bare.size) > MODEL_SIDE:
        small = bare.copy()
        small.thumbnail((MODEL_SIDE, MODEL_SIDE))
        model_image, _ = _save(small, folder / "model", lossless=lossless)
    preview = bare.copy()
    preview.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    thumbnail = folder / "thumbnail"
    preview.save(thumbnail, "WEBP", quality=80)
    return CleanedImage(image, media_type, bare.width, bare.height, model_image, thumbnail)


def _save(picture: Image, path: Path, *, lossless: bool) -> tuple[Path, str]:
    """Drawings stay sharp as PNG, photographs become JPEG; so does a drawing that is as large as a photograph."""
    if lossless or picture.mode == "RGBA":
        picture.save(path, "PNG")
        if picture.mode == "RGBA" or path.stat().st_size <= LARGE_PNG:
            return path, "image/png"
    picture.save(path, "JPEG", quality=88)
    return path, "image/jpeg"
