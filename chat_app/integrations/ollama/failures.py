"""Why a pull or a delete did not work, out of the sentence that Ollama writes (in Go's words) to one of ours."""

from __future__ import annotations

import re

from chat_app.errors import UpstreamError, UpstreamInvalidRequestError, UpstreamUnavailableError

_SENTENCES: tuple[tuple[re.Pattern[str], type[UpstreamError], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind, key)
    for pattern, kind, key in (
        (r"no space left|not enough (?:disk )?space|disk quota|insufficient.{0,20}space", UpstreamUnavailableError, "ollama_errors.no_space"),
        (r"file does not exist|manifest unknown|model.{0,200}not found|repository.{0,80}not found|does not exist", UpstreamInvalidRequestError, "ollama_errors.unknown_model"),
        (r"requires a newer version|\b412\b", UpstreamInvalidRequestError, "ollama_errors.too_old"),
        (r"invalid model (?:name|path)|invalid name|is invalid", UpstreamInvalidRequestError, "ollama_errors.bad_name"),
        (r"unauthori[sz]ed|access denied|\b40[13]\b|not authorized", UpstreamInvalidRequestError, "ollama_errors.not_public"),
        (r"digest mismatch|unexpected eof", UpstreamUnavailableError, "ollama_errors.broken_layer"),
        (r"no such host|network is unreachable|connection (?:refused|reset)|i/o timeout|dial tcp|tls|max retries|temporary failure|server misbehaving|context deadline|stalled", UpstreamUnavailableError, "ollama_errors.no_network"),
        (r"permission denied|read-only file system|operation not permitted", UpstreamUnavailableError, "ollama_errors.no_rights"),
    )
)  # fmt: skip


def problem_of(words: str, server: str, model: str) -> UpstreamError:
    """The error for what a server said about a model."""
    for pattern, kind, key in _SENTENCES:
        if pattern.search(words):
            return kind(key, provider=server, model=model, detail=words[:1000])
    return UpstreamUnavailableError("ollama_errors.failed", provider=server, model=model, detail=words[:1000])
