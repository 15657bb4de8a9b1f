"""A companion for tests: gives back what it is given, fails, dies or sleeps."""

from __future__ import annotations

import os
import time

from chat_app.integrations.companions.frames import Message
from chat_app.integrations.companions.serving import serve


def answer(question: Message) -> Message:
    print("a library says something")
    match question.head["do"]:
        case "fail":
            raise ValueError("no such thing")
        case "die":
            os._exit(3)
        case "sleep":
            time.sleep(60)
    return question


if __name__ == "__main__":
    serve(answer)
