"""What the catalogue answers besides that a model is not known."""

from __future__ import annotations

from chat_app.errors import NotAllowedError


class ModelNotAllowedError(NotAllowedError):
    """The person's groups do not allow a model of this name, whether or not there is one."""

    default_key = "error.model_not_allowed"
