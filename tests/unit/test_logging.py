from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from chat_app.logging import configure_logging


@pytest.fixture(autouse=True)
def own_handlers() -> Iterator[None]:
    """Give the root logger back as it was: pytest's own handlers hang on it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()  # else they would be closed
    yield
    root.handlers[:], root.level = handlers, level


class Censor(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = str(record.msg).replace("secret", "***")
        return True


def test_json_has_what_the_caller_gave(capsys: pytest.CaptureFixture[str]):
    configure_logging(as_json=True)

    logging.getLogger("parley").warning("Grüße an %s", "Ada", extra={"turn": "t1"})

    entry = json.loads(capsys.readouterr().err)
    assert (entry["level"], entry["logger"], entry["message"], entry["turn"]) == ("WARNING", "parley", "Grüße an Ada", "t1")
    assert entry["at"].endswith("+00:00")


def test_json_keeps_an_exception_on_its_line(capsys: pytest.CaptureFixture[str]):
    configure_logging(as_json=True)

    try:
        _ = 1 / 0
    except ZeroDivisionError:
        logging.getLogger("parley").exception("failed")

    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "ZeroDivisionError" in json.loads(shown)["exception"]


def test_filters_see_every_record(capsys: pytest.CaptureFixture[str]):
    configure_logging(filters=[Censor()])

    logging.getLogger("any.library").error("a secret")

    assert capsys.readouterr().err.endswith("a ***\n")


def test_level_counts_and_chatty_libraries_are_quiet(capsys: pytest.CaptureFixture[str]):
    configure_logging("DEBUG")

    logging.getLogger("parley").debug("shown")
    logging.getLogger("httpx").info("not shown")

    shown = capsys.readouterr().err
    assert "parley: shown" in shown
    assert "not shown" not in shown
