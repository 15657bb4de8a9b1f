"""Whole conversations with the built-in assistant, turn by turn."""

from __future__ import annotations

import pytest

from chat_app.i18n import catalogue
from chat_app.integrations.llm.offline.engine import Assistant

# Each turn: what is said, and what must be in the answer.
DIALOGUES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a newcomer": (
        "en",
        [
            ("Hello", "not a language model"),
            ("What can you do?", "**Calculate**"),
            ("How do I connect OpenAI?", "OPENAI_API_KEY=sk-"),
            ("and ollama?", "PARLEY_OLLAMA_URL=http://localhost:11434"),
            ("LM Studio?", "OPENAI_BASE_URL="),
            ("Where is my data?", "parley.db"),
            ("how do I make a backup", "cp -a data"),
            ("is there a dark mode?", "bottom of the sidebar"),
            ("How do branches work?", "a new branch grows"),
            ("how can I edit a message?", "pencil"),
            ("keyboard shortcuts", "Shift+Enter"),
            ("What about privacy?", "no telemetry"),
            ("how do I delete a chat?", "30 days"),
            ("Can I use it on my phone?", "PARLEY_HOST"),
            ("is there an api?", "/api/v1/docs"),
            ("why do I get error 401?", "The key is refused"),
            ("thanks!", "elcome|Gladly|Any time"),
        ],
    ),
    "eine Einführung": (
        "de",
        [
            ("Hallo!", "kein Sprachmodell"),
            ("Was kannst du?", "**Rechnen**"),
            ("Wie verbinde ich OpenAI?", "OPENAI_API_KEY=sk-"),
            ("und Ollama?", "PARLEY_OLLAMA_URL=http://localhost:11434"),
            ("Wo liegen meine Daten?", "parley.db"),
            ("Wie sichere ich meine Daten?", "cp -a data"),
            ("Gibt es einen Dunkelmodus?", "Seitenleiste"),
            ("Wie funktionieren Zweige?", "neuer Zweig"),
            ("Kann ich eine Nachricht bearbeiten?", "Stift"),
            ("Welche Tastenkürzel gibt es?", "Umschalt+Enter"),
            ("Wie ist es mit dem Datenschutz?", "Telemetrie"),
            ("Wie lösche ich eine Unterhaltung?", "30 Tage"),
            ("Was kostet das?", "kostet nichts"),
            ("Danke!", "Gern|gern|Jederzeit"),
        ],
    ),
    "who answers": (
        "en",
        [
            ("Who are you?", "built-in assistant|small program"),
            ("Are you ChatGPT?", "not a language model|I match words"),
            ("are you a human?", "nobody here"),
            ("Why is the sky blue?", "language model"),
            ("Write me a poem about the sea", "onnect"),
            ("please translate this into French: good morning", "onnect|connected"),
        ],
    ),
    "ein Mensch?": (
        "de",
        [
            ("Bist du ein Mensch?", "niemand"),
            ("Bist du eine KI?", "Sprachmodell|Programm"),
            ("Schreib mir ein Gedicht", "Sprachmodell|odell verbinden"),
        ],
    ),
    "a name is remembered": (
        "en",
        [
            ("what is my name?", "not told me yet"),
            ("My name is Ada Lovelace.", "Ada Lovelace"),
            ("2 + 2", "**4**"),
            ("hi", "Ada Lovelace"),
            ("what's my name?", "Ada Lovelace"),
            ("call me Countess", "Countess"),
            ("do you remember my name", "Countess"),
        ],
    ),
    "ein Name bleibt": ("de", [("Ich heiße jürgen", "Jürgen"), ("Wie heiße ich?", "Jürgen")]),
    "sums": (
        "en",
        [
            ("what is 15% of 80?", "= **12**"),
            ("100 + 19%", "= **119**"),
            ("three times four", "= **12**"),
            ("What's the square root of 2?", "≈ **1.414213562373**"),
            ("1/3", "(1/3)"),
            ("2^100", "1,267,650,600,228,229,401,496,703,205,376"),
            ("9^9^9^9", "thousands of digits"),
            ("10 / 0", "divide by zero"),
            ("12 km in miles", "7.456454 mi"),
            ("how many minutes are in 3 hours?", "180 min"),
            ("100 °F to celsius", "37.777778 °C"),
            ("1,234.50 * 2", "= **2469**"),
        ],
    ),
    "Rechnungen": (
        "de",
        [
            ("15 % von 80", "= **12**"),
            ("Wie viel ist drei mal vier?", "= **12**"),
            ("Wurzel aus 2", "≈ **1,414213562373**"),
            ("1.234,5 * 2", "= **2469**"),
            ("10000 / 3", "10.000 ÷ 3 ≈ **3333,33"),
            ("2 hoch 10", "= **1024**"),
            ("10 geteilt durch 4", "= **2,5**"),
            ("12 km in Meilen", "7,456454 mi"),
            ("5 durch 0", "Division durch null"),
        ],
    ),
    "small work on text": (
        "en",
        [
            ("count words: one two three", "**3** words"),
            ("uppercase: straße", "STRASSE"),
            ("reverse: abc", "cba"),
            ("sort lines:\nb\na\nC", "a\nb\nC"),
            ("reverse: ```x", "````text"),
        ],
    ),
    "listening": (
        "en",
        [
            ("I feel sad", "feel|feeling"),
            ("My mother never listens to me", "mother|them|How long"),
            ("I want to move to Berlin", "?"),
            ("I can't sleep", "?"),
            ("Because I am always alone", "reason"),
        ],
    ),
    "zuhören": (
        "de",
        [
            ("Ich fühle mich einsam", "?"),
            ("Ich habe Angst vor meiner Prüfung", "Angst|Schlimmste"),
            ("Ich möchte nach Berlin ziehen", "?"),
            ("Ich glaube, dass ich zu viel arbeite", "dass du zu viel arbeitest|Skala|anders sieht"),
        ],
    ),
    "someone in need": ("en", [("I want to kill myself", "988")]),
    "jemand in Not": ("de", [("Ich will nicht mehr leben", "0800 111 0 111")]),
    "loose ends": (
        "en",
        [
            ("12*(3-1", "formula"),
            ("42", "`42 * 2`"),
            ("what is love", "language model"),
            ("how old are you?", "ELIZA"),
            ("lol", "laugh|amuses"),
            ("speak german", "two languages"),
            ("can you see pictures?", "vision"),
            ("my dog died", "sorry|miss"),
            ("capital of France", "built-in assistant|rules|make anything"),
            ("Show me a Python script that renames files", "model"),
            ("how do I rename a chat?", "**Rename**"),
            ("How do I install Parley on Windows?", "WSL"),
            ("in 90 minutes", "13:15"),
            ("😀", "😀"),
        ],
    ),
    "courtesies in stories are no courtesies": (
        "en",
        [
            ("I want to delete my ex from my life", "?"),
            ("How can I stop smoking?", "?"),
            ("my phone call with dad was hard", "?|more about that"),
        ],
    ),
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_dialogue(assistant: Assistant, name: str) -> None:
    language, turns = DIALOGUES[name]
    said: list[str] = []
    for text, expected in turns:
        said.append(text)
        answer = assistant.answer(said, language)
        assert any(part in answer for part in expected.split("|")), f"{text!r} got {answer!r}"


def test_every_suggestion_of_the_start_page_without_a_model_gets_a_real_answer(assistant: Assistant) -> None:
    suggested = {key: texts for key, texts in catalogue().items() if key.startswith("start.prompt_")}
    expected = {"about": "branches|verzweigen", "connect": "OPENAI_API_KEY", "sum": "= **42", "date": "41 "}
    for name, parts in expected.items():
        for language, text in suggested[f"start.prompt_{name}"].items():
            answer = assistant.answer([text], language)
            assert any(part in answer for part in parts.split("|")), f"{text!r} got {answer!r}"


class TestLanguage:
    def test_follows_the_last_message(self, assistant: Assistant) -> None:
        assert "kein Sprachmodell" in assistant.answer(["Guten Morgen"], "en")
        assert "not a language model" in assistant.answer(["Good morning"], "de")

    def test_goes_on_in_the_language_spoken_before(self, assistant: Assistant) -> None:
        assert "2,5" in assistant.answer(["Wie geht es dir heute?", "5/2"], "en")

    def test_falls_back_to_the_persons_language(self, assistant: Assistant) -> None:
        assert "2,5" in assistant.answer(["5/2"], "de")
        assert "2.5" in assistant.answer(["5/2"], "fr")


class TestVariation:
    def test_the_same_words_get_other_answers_later(self, assistant: Assistant) -> None:
        said = ["I feel sad"] * 4
        assert len({assistant.answer(said[:length]) for length in range(1, 5)}) >= 3

    def test_the_same_conversation_gets_the_same_answer(self, assistant: Assistant) -> None:
        said = ["Hello", "I feel sad", "I want to sleep"]
        assert assistant.answer(said) == assistant.answer(said)

    def test_comes_back_to_what_was_said(self, assistant: Assistant) -> None:
        said = [
            "I quarrelled with my brother",
            "We walked by the lake",
            "We looked at the moon",
            "We watched the ducks",
            "We came back home",
        ]
        answers = [assistant.answer(said[:length]) for length in range(2, 6)]
        assert any("“I quarrelled with my brother”" in answer for answer in answers)

    def test_how_to_connect_is_said_at_length_only_once(self, assistant: Assistant) -> None:
        said = ["Why is the sky blue?", "Who was Napoleon?"]
        assert "```ini" in assistant.answer(said[:1])
        assert "```ini" not in assistant.answer(said)
