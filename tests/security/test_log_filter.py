"""X18: canaries that must not reach the log."""

from __future__ import annotations

import io
import logging

import pytest

from chat_app.log_filter import PrivacyFilter

CANARY = "hunter2CANARY"


@pytest.fixture
def log() -> io.StringIO:
    """What a handler with our filter writes, for any logger."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    handler.addFilter(PrivacyFilter())
    loggers = [logging.getLogger(name) for name in ("reflex.app", "socketio.server", "engineio.server", "chat_app.test")]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
    yield stream
    for logger, level, propagate in before:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "reflex.app",
            "Received event from session x with no associated token. This may indicate a bug. Event data: {'payload': {'text': 'hunter2CANARY'}}",
        ),
        ("reflex.app", "Received event data as a string. Event data: hunter2CANARY"),
        ("reflex.app", "Failed to deserialize event data: {'x': 'hunter2CANARY'}."),
        ("reflex.app", "Event data must be a dictionary, but received hunter2CANARY of type <class 'str'>."),
        (
            "reflex.app",
            "Error transforming event payload for handler X.submit: Error transforming event argument 'n' with value 'hunter2CANARY' and type hint",
        ),
        ("reflex.app", "Error processing queue entry: EventQueueEntry(event=Event(name='a', payload={'text': 'line\nhunter2CANARY'}))"),
        ("reflex.app", "Attempting to send delta to disconnected client 'hunter2CANARY'"),
        ("socketio.server", 'emitting event "event" to abc [/_event] hunter2CANARY'),
        ("socketio.server", 'received event "event" from abc [/_event] hunter2CANARY'),
        ("engineio.server", 'abc: Received packet MESSAGE data 2/_event,["event",{"text":"hunter2CANARY"}]'),
        ("chat_app.test", "Authorization: Bearer hunter2CANARY"),
        ("chat_app.test", "headers {'authorization': 'Bearer hunter2CANARY', 'x': 1}"),
        ("chat_app.test", "Cookie: a=b; parley_session=hunter2CANARY"),
        ("chat_app.test", "got parley_session=hunter2CANARY"),
        ("chat_app.test", "GET /_event/?EIO=4&token=hunter2CANARY"),
        ("chat_app.test", "GET /auth/setup?token=hunter2CANARY HTTP/1.1"),
        ("chat_app.test", "key sk-proj-hunter2CANARY"),
        ("chat_app.test", "key AIzaSyA-hunter2CANARY-0123456789"),
        ("chat_app.test", "postgresql://user:hunter2CANARY@db/x"),
        ("chat_app.test", "{'password': 'hunter2CANARY'}"),
        ("chat_app.test", "api_key=hunter2CANARY"),
        ("chat_app.test", "key parley_ab12cd34_hunter2CANARY-hunter2CANARY-hunter2CANARY-0"),
        ("chat_app.test", "token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJodW50ZXIyIn0hunter2CANARY.hunter2CANARY"),
        ("chat_app.test", "otpauth://totp/Parley:a?secret=hunter2CANARY&issuer=Parley"),
        ("chat_app.test", "totp_secret: hunter2CANARY"),
        ("chat_app.test", "recovery codes: hunter2CANARY, ab12-cd34-hunter2CANARY"),
        ("chat_app.test", "recovery_code=hunter2CANARY"),
        ("chat_app.test", "smtp://parley:hunter2CANARY@mail.test:587"),
        ("chat_app.test", "smtps://parley:hunter2CANARY@mail.test"),
        ("chat_app.test", "C: AUTH PLAIN hunter2CANARY="),
        ("chat_app.test", "rediss://:hunter2CANARY@cache.test/0"),
        ("chat_app.test", "GET /auth/callback/google?code=hunter2CANARY&state=hunter2CANARY"),
        ("chat_app.test", "code_verifier=hunter2CANARY"),
        ("chat_app.test", "mail to hunter2CANARY@example.test refused"),
        ("chat_app.test", "got parley_device=hunter2CANARY"),
    ],
)
def test_secrets_and_payloads_stay_out(log, name, message):
    logging.getLogger(name).warning(message)
    assert log.getvalue()
    assert CANARY not in log.getvalue()


def test_arguments_and_exceptions_are_cleaned_too(log):
    try:
        raise ValueError("Authorization: Bearer hunter2CANARY")
    except ValueError:
        logging.getLogger("chat_app.test").exception("password=%s", CANARY)
    assert "Traceback" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_foreign_text_cannot_forge_lines(log):
    logging.getLogger("chat_app.test").info("name %s", "x\n2026-11-21 ERROR forged\x1b[31m\r")
    assert log.getvalue().count("\n") == 1
    assert "\x1b" not in log.getvalue()


def test_ordinary_messages_stay_as_they_are(log):
    logging.getLogger("chat_app.test").info("Turn %s ended after %d tokens", "0198", 42)
    assert log.getvalue() == "chat_app.test Turn 0198 ended after 42 tokens\n"


def test_socketio_writes_nowhere_but_through_our_handler():
    """Both libraries add a bare handler to their logger when it has no level of its own."""
    import socketio

    from chat_app.logging import configure_logging

    before = logging.root.handlers[:], logging.root.level
    names = ("engineio.server", "socketio.server")
    for name in names:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).setLevel(logging.NOTSET)
    try:
        configure_logging(filters=[PrivacyFilter()])
        socketio.AsyncServer(async_mode="asgi")
        assert [logging.getLogger(name).handlers for name in names] == [[], []]
    finally:
        logging.root.handlers[:], logging.root.level = before


def test_an_address_leaves_its_first_sign_and_its_domain(log):
    logging.getLogger("chat_app.test").warning("550 no such mailbox: grace.hopper@navy.example.test")
    assert log.getvalue().strip().endswith("g…@navy.example.test")


def test_names_and_figures_of_the_work_stay_readable(log):
    text = "turn 01900000-0000-7000-8000-000000000001 failed: error.upstream_timeout after 30 s; 5 tokens: 12, code 404"
    logging.getLogger("chat_app.test").warning(text)
    assert log.getvalue().strip().endswith(text)
