"""The process that embeds: `python -m chat_app.integrations.embeddings.worker <model> <folder of its files or ""> <where to keep fetched ones>`.

A fourth argument names the folder of a cross-encoder, which scores passages beside that.

It has no secrets and, unless it is started to fetch a model, no network. Another process than the app's, because a model
takes all the processor that it can get, some hundred megabytes, and a second to load.
"""

from __future__ import annotations

import os
import sys
from array import array
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from chat_app.integrations.companions.frames import Message
from chat_app.integrations.companions.serving import serve
from chat_app.integrations.embeddings.port import Kind
from chat_app.integrations.embeddings.texts import windows, with_prefix
from chat_app.integrations.reranking import cross_encoder

NICE = 5
MEMORY = 1 << 30
"""Bytes of memory beside twice the size of the models."""


class UnknownModelError(Exception):
    """fastembed knows no model of this name."""


class MissingModelError(Exception):
    """Its files are not on this machine."""


class Worker:
    """Loads the model when it is first asked something."""

    def __init__(self, model: str, path: str, cache: str, reranker: str = "") -> None:
        self._name = model
        self._path = path
        self._cache = cache
        self._folders = [Path(folder) for folder in (path or cache, reranker) if folder]
        self._reranker_path = reranker
        self._reranker: Any = None
        self._model: Any = None
        self._dimensions = 0
        self._tokenizer: Any = None
        self._window = 0

    def answer(self, question: Message) -> Message:
        if question.head["do"] == "fetch":
            self._loaded(local=False)
            return Message({})
        if question.head["do"] == "rerank":
            return Message({}, self._scores(question.head["question"], question.head["texts"]))
        if self._model is None:
            self._load()
        if question.head["do"] == "load":
            return Message({"dimensions": self._dimensions, "window": self._window, "model": self._name})
        if question.head["do"] == "part":
            return Message({"pieces": [self._pieces(text, question.head["kind"]) for text in question.head["texts"]]})
        return Message({}, self._embedded(question.head["texts"], question.head["kind"]))

    def _load(self) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  (a second to load: only here, never in the app)

        model = self._loaded(local=True)
        own = model.model.tokenizer
        # One that does not cut, to find out where to.
        self._tokenizer = Tokenizer.from_str(own.to_str())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._window = int(own.truncation["max_length"])
        self._dimensions = int(model.embedding_size)
        self._model = model

    def _loaded(self, *, local: bool) -> Any:
        from fastembed import TextEmbedding  # noqa: PLC0415

        known = {entry["model"] for entry in TextEmbedding.list_supported_models()}
        name = next((name for name in known if self._name in (name, name.split("/")[-1])), None)
        if name is None:
            raise UnknownModelError(self._name)
        self._name = name
        _limit_memory(self._folders)
        try:
            return TextEmbedding(
                name,
                cache_dir=self._cache,
                specific_model_path=self._path or None,
                local_files_only=local,
                threads=max(1, (os.cpu_count() or 2) - 1),
            )
        except (OSError, ValueError, RuntimeError) as problem:
            raise MissingModelError(str(problem)[:300]) from problem

    def _scores(self, question: str, texts: list[str]) -> bytes:
        if self._reranker is None:
            _limit_memory(self._folders)
            self._reranker = cross_encoder.load(Path(self._reranker_path))
        return cross_encoder.scores(self._reranker, question, texts)

    def _pieces(self, text: str, kind: Kind) -> list[tuple[int, int, int]]:
        room = self._window - self._tokenizer.num_special_tokens_to_add(is_pair=False)
        room -= len(self._tokenizer.encode(with_prefix(self._name, "", kind), add_special_tokens=False))
        return windows(self._tokenizer.encode(text, add_special_tokens=False).offsets, room)

    def _embedded(self, texts: list[str], kind: Kind) -> bytes:
        """One after the other: side by side, short ones would be padded to the length of the longest."""
        vectors = self._model.embed([with_prefix(self._name, text, kind) for text in texts], batch_size=1)
        return array("f", chain.from_iterable(vector.tolist() for vector in vectors)).tobytes()


def _limit_memory(folders: Iterable[Path]) -> None:
    """A model that grows beyond reason ends this process, not the machine."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  (Windows has none)

    size = sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())
    # A model may be fetched later: only the lower of the two limits can be raised again.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY + 2 * size, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def main(arguments: list[str]) -> None:
    serve(Worker(*arguments[:4]).answer, nice=NICE)


if __name__ == "__main__":
    main(sys.argv[1:])
