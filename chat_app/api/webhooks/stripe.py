"""POST /webhooks/stripe: keeps what Stripe tells, and answers at once. What is to be done about it is done beside the request.

Nobody signs in here: a message counts by its signature over the bytes as they came, which is not older than five minutes.
"""

from __future__ import annotations

import logging

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from chat_app.container import services
from chat_app.integrations.payments.port import SignatureError

logger = logging.getLogger(__name__)

router = APIRouter(prefix="/webhooks", include_in_schema=False)

MAX_BYTES = 512_000
"""Stripe's messages have some thousand bytes; what is larger is not read to its end."""


@router.post("/stripe")
async def stripe_event(request: Request) -> Response:
    """200 for what is kept, now or before; 400 for what Stripe did not sign. A house that sells nothing has no such address."""
    parts = services()
    if not parts.payment_inbox.is_open:
        raise HTTPException(404)
    body = await _read(request)
    try:
        await parts.payment_inbox.take(body, request.headers.get("stripe-signature", ""))
    except SignatureError:
        logger.warning("A message to the webhook of payments was not signed by the provider")
        raise HTTPException(400) from None
    parts.payment_worker.kick()
    return Response(status_code=200)


async def _read(request: Request) -> bytes:
    """The bytes as they came: parsed and written anew they would have another signature."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            raise HTTPException(413)
    return bytes(body)
