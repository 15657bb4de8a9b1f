"""What goes wrong when credit is bought, in words for people."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError, UpstreamError


class TopUpsClosedError(NotAllowedError):
    """Credit is not sold here: no payment provider, or the seller's data are incomplete."""

    default_key = "topups.error.closed"


class PeopleOnlyError(NotAllowedError):
    """A program's key never moves money."""

    default_key = "topups.error.people_only"


class OrderNotFoundError(NotFoundError):
    default_key = "topups.error.order_not_found"


class MethodNotFoundError(NotFoundError):
    default_key = "topups.error.method_not_found"


class AmountNotAllowedError(InvalidInputError):
    """Params `least` and `most` say what may be bought at a time."""

    default_key = "topups.error.amount"


class ProfileIncompleteError(InvalidInputError):
    """An invoice could not be made out; `members` name the fields."""

    default_key = "topups.error.profile"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__()
        self._missing = missing

    @property
    def members(self) -> dict[str, object]:
        return {"missing": list(self._missing)}


class BeginNotAgreedError(InvalidInputError):
    """A consumer did not ask for the service to begin at once (§ 356 Abs. 4 BGB)."""

    default_key = "topups.error.begin"


class OrderEndedError(ConflictError):
    """The order of this idempotency key is paid, or over: whoever wants more orders anew."""

    default_key = "topups.error.ended"


class AutomaticRefusedError(InvalidInputError):
    """The rules of automatic top-ups contradict each other, or what is allowed."""

    default_key = "topups.error.automatic"


class PaymentsUnavailableError(UpstreamError):
    """The payment provider could not be reached: nothing was paid, and the same may be asked again."""

    status = 503
    default_key = "topups.error.unavailable"

    @property
    def retryable(self) -> bool:
        return True


class PaymentsFailedError(UpstreamError):
    """The payment provider refused the request itself: the operator has to look."""

    default_key = "topups.error.failed"
