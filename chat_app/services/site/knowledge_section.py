"""The section about documents that questions are answered from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt, StringConstraints

from chat_app.services.site.sections import Section


class Knowledge(Section):
    """How documents are found, and how many each person may have."""

    name = "knowledge"
    permission = "admin.providers"

    embedding: Annotated[str, StringConstraints(pattern=r"^(none|[\w.:/@+-]{0,200})$")] = ""
    """The model that makes vectors of passages: empty for the one beside the server, "none" for words alone, else a model's id."""
    documents_per_person: Annotated[StrictInt, Field(ge=0, le=1_000_000)] = 10_000
