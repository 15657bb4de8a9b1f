"""The tokenizers whose files ship inside the litellm package: read from there, never fetched.

litellm itself is not imported. A file that is missing or is not the one we know is not used: tiktoken would ask the web for it.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from chat_app.integrations.tokenizers.port import CL100K, CLAUDE_2, O200K, Encoder

logger = logging.getLogger(__name__)

_FOLDER = ("litellm_core_utils", "tokenizers")
# As tiktoken names them: the SHA-1 of where they come from. Then the SHA-256 of what is in them.
_FILES = {
    O200K: ("fb374d419588a4632f3f557e76b4b70aebbca790", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
    CL100K: ("9b5ad71b2ce5302211f9c61530b329a4922fc6a4", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
}
_CLAUDE_FILE = "anthropic_tokenizer.json"


class TiktokenEncoder:
    """Byte pairs as OpenAI's models have them."""

    def __init__(self, name: str, folder: Path) -> None:
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)  # noqa: TID251 - the library knows no other way
        known = getattr(import_module("tiktoken_ext.openai_public"), name)()
        # Without its special signs: in a text they are signs as any.
        self._encoding = import_module("tiktoken").Encoding(**known | {"special_tokens": {}, "explicit_n_vocab": None})
        # Only decoding needs the table a second time, as Python objects: 27 MB.
        self._encoding._mergeable_ranks = {}  # noqa: SLF001

    def count(self, text: str) -> int:
        return len(self._encoding.encode_ordinary(text))


class ClaudeEncoder:
    """What Claude up to 2.1 reads with."""

    def __init__(self, file: Path) -> None:
        self._tokenizer = import_module("tokenizers").Tokenizer.from_file(str(file))
        self._tokenizer.encode_special_tokens = True

    def count(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)


def load_encoder(name: str, folder: Path | None = None) -> Encoder | None:
    """Read one (up to 0.4 s); None where its file is not here or not as it should be."""
    try:
        return _load(name, folder or shipped_folder())
    except (ImportError, OSError, ValueError, AttributeError) as error:
        logger.warning("The tokenizer %s cannot be read, its tokens are estimated: %s", name, error)
        return None


def shipped_folder() -> Path:
    """Where the files are; raises `ImportError`."""
    spec = find_spec("litellm")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("litellm is not installed")
    return Path(spec.submodule_search_locations[0], *_FOLDER)


def _load(name: str, folder: Path) -> Encoder | None:
    if name == CLAUDE_2:
        return ClaudeEncoder(folder / _CLAUDE_FILE) if (folder / _CLAUDE_FILE).is_file() else None
    file, digest = _FILES[name]
    if hashlib.sha256((folder / file).read_bytes()).hexdigest() != digest:
        raise ValueError(f"{file} is not the file we know")
    return TiktokenEncoder(name, folder)


Loader = Callable[[str], Encoder | None]
