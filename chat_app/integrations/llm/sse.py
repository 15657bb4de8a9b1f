"""Server-sent events as model providers really send them.

Stricter readers lose answers: some servers leave out the blank line between events, the last line
end, or send `data:` without the space. Only the data of an event matters here; its name never
says more than its JSON.
"""

from __future__ import annotations

from codecs import BOM_UTF8

from chat_app.integrations.llm.lines import MAX_LINE_BYTES, LineSplitter, LineTooLongError

DONE = b"[DONE]"


class SseParser:
    """Turns pieces of a byte stream into the data of its events, in order and whole."""

    def __init__(self, limit: int = MAX_LINE_BYTES) -> None:
        self._limit = limit
        self._lines = LineSplitter(limit)
        self._open: list[bytes] = []
        self._open_size = 0

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the data that this piece completes; raises `LineTooLongError`."""
        found: list[bytes] = []
        for line in self._lines.feed(piece):
            self._take(line, found)
        return found

    def flush(self) -> list[bytes]:
        """Return what the end of the stream completes."""
        found: list[bytes] = []
        self._take(self._lines.flush().removesuffix(b"\r"), found)
        self._take(b"", found)
        return found

    def _take(self, line: bytes, found: list[bytes]) -> None:
        if line[:5] == b"data:":
            data = line[5:].strip()
            # One line of JSON is complete in itself; waiting for the blank line would only add delay.
            if (data[:1] == b"{" and data[-1:] == b"}" and not self._open) or data == DONE:
                self._close(found)
                found.append(data)
            else:
                self._keep(data)
        elif not line:
            self._close(found)
        elif line.startswith(BOM_UTF8):
            self._take(line.removeprefix(BOM_UTF8), found)

    def _keep(self, data: bytes) -> None:
        self._open.append(data)
        self._open_size += len(data) + 1
        if self._open_size > self._limit:
            raise LineTooLongError

    def _close(self, found: list[bytes]) -> None:
        """An event may spread its data over several lines; the standard joins them with line feeds."""
        if data := b"\n".join(self._open).strip():
            found.append(data)
        self._open.clear()
        self._open_size = 0
