"""The page on which people pay here, and one on which to play the bank."""

from __future__ import annotations

from html import escape

from tests.fakes.stripe_server.store import Store, Thing

_STYLE = """body{font:16px system-ui;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1a1f36}button{font:inherit;width:100%;
padding:.7rem;margin:.3rem 0;border:1px solid #ccd;border-radius:.5rem;background:#fff;cursor:pointer}button[value=card]{background:#0a5;
color:#fff}h1{font-size:2rem;margin:.3rem 0}.problem{color:#b00}td,th{padding:.2rem .6rem;text-align:left}table button{width:auto}"""
_WAYS = {"card": "Pay by card", "us_card": "Pay by a card from the USA", "sepa": "Pay by SEPA direct debit (takes days)"}
_FAILING = {"declined": "Use a card that is declined", "insufficient": "Use a card without funds"}
_KEEPING = {
    "card": "Save a card",
    "sepa": "Save a SEPA mandate",
    "declined": "Save a card that will be declined",
    "authentication": "Save a card that asks its owner",
}


def pay_page(store: Store, session: Thing, problem: str = "") -> str:
    """What the person sees."""
    form = store.private[session["id"]]
    ways = _KEEPING if session["mode"] == "setup" else _WAYS | _FAILING
    buttons = "".join(f'<button name="how" value="{how}">{escape(title)}</button>' for how, title in ways.items())
    said = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    terms = escape((form.get("custom_text", {}).get("submit") or {}).get("message", ""))
    back = f'<p><a href="{escape(session["cancel_url"] or "#")}">Back</a></p>'
    return _page("Local Stripe", f'{_sold(form, session)}{said}<form method="post">{buttons}</form><p>{terms}</p>{back}')


def _sold(form: Thing, session: Thing) -> str:
    if session["mode"] == "setup":
        return "<h1>Save a payment method</h1>"
    lines = (line["price_data"]["product_data"] for line in form["line_items"])
    words = "".join(f"<p>{escape(line['name'])}<br><small>{escape(line.get('description') or '')}</small></p>" for line in lines)
    return f"<h1>{amount(session['amount_total'], session['currency'])}</h1>{words}"


def bank_page(store: Store) -> str:
    """All payments, with what a bank may do to them."""
    rows = "".join(_row(thing) for thing in store.every("payment_intent"))
    return _page(
        "Play the bank",
        f'<form method="post" action="/bank"><table>{rows}</table><button name="act" value="payout:">Pay out</button></form>',
    )


def _row(intent: Thing) -> str:
    acts = ("settle", "fail", "refund", "dispute", "win", "lose", "warn")
    buttons = "".join(f'<button name="act" value="{act}:{intent["id"]}">{act}</button>' for act in acts)
    return f"<tr><td>{intent['id'][-6:]}</td><td>{amount(intent['amount'], intent['currency'])}</td><td>{intent['status']}</td><td>{buttons}</td></tr>"


def amount(cents: int, currency: str) -> str:
    return f"{cents // 100}.{cents % 100:02} {currency.upper()}"


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
