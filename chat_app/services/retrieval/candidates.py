"""A passage on its way to an answer."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.integrations.vectors.port import IndexFilter
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.knowledge.dto import Passage
from chat_app.services.retrieval.packing import Weighed

FRAME_TOKENS = 12
"""The number of a source, and what parts it from the next one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what its reader sees of its document, and where that lies now."""

    passage: Passage
    title: str
    version: int
    owner_id: str
    folder_id: str = ""

    @property
    def id(self) -> str:
        return self.passage.id

    @property
    def place(self) -> tuple[str, int]:
        """Its document, and its number in that."""
        return self.passage.document_id, self.passage.number

    @property
    def read_text(self) -> str:
        """What says most of it: the headings above it, too."""
        return f"{self.passage.heading}\n{self.passage.text}" if self.passage.heading else self.passage.text

    @property
    def tokens(self) -> int:
        """Of its text; never below 1, so that nothing makes room for others."""
        return max(1, self.passage.tokens)

    def weighed(self) -> Weighed:
        """What it adds to a request."""
        line = estimate_tokens(f"{self.title} {self.passage.heading}")
        return Weighed(self.id, *self.place, tokens=self.tokens + line + FRAME_TOKENS)

    def lies_in(self, where: IndexFilter) -> bool:
        """Whether its document is where was searched. The index may not know yet that it was moved."""
        filed = self.folder_id in where.folders if self.folder_id else self.owner_id == where.owner
        return filed or self.passage.document_id in where.documents
