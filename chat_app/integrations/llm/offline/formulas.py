"""Sums asked in a sentence: "What is 15 % of 80?", "Wie viel ist drei mal vier?", "12 km in miles"."""

from __future__ import annotations

import re
from fractions import Fraction

from chat_app.integrations.llm.offline.arithmetic import CannotCalculateError, ForbiddenError, Value, calculate, tokenize
from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.numbers import format_number
from chat_app.integrations.llm.offline.phrases import Phrases
from chat_app.integrations.llm.offline.units import convert

_LONGEST = 500
# Figures and signs only, with an operator between: whoever writes that means a sum.
_BROKEN = re.compile(r"[\d\s.,()]*\d[\s()]*[-+*/^][-\d\s.,()+*/^%!]*$")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OPENINGS = re.compile(
    r"^(?:(?:and|und|so|also|then|dann|hey|hi|hello|hallo|ok|okay|please|bitte|now|jetzt|can you|could you|kannst du|tell me|sag mir)[\s,:]+){0,3}"
    r"(?:what(?: is|'s|s)|how much (?:is|are)|how many (?:is|are)|calculate|compute|evaluate|solve|work out"
    r"|was (?:ist|sind|ergibt|macht|gibt)|wie ?viel (?:ist|sind|ergibt|macht|gibt)|berechne|rechne(?: aus)?|ausrechnen)?\s*:?\s*(?:the |die |der )?"
)
_ENDINGS = re.compile(r"[\s?=.…]*(?:please|bitte|equals?|ergibt|macht)?[\s?=.…]*$")
_SIGNS = str.maketrans(
    {"×": "*", "·": "*", "⋅": "*", "÷": "/", ":": "/", "−": "-", "–": "-", "²": "^2 ", "³": "^3 ", "π": " pi ", "[": "(", "]": ")"}
)
# A space is enough where the words are tokens already; \b keeps "mal" out of "normal".
_WORDS = [
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"\b(?:the )?square root of\b|\b(?:the )?root of\b|\b(?:quadrat)?wurzel (?:aus|von)\b|\bwurzel\b", " sqrt "),
        (r"\bto the power of\b|\braised to\b|\bhoch\b", " ^ "),
        (r"\bsquared\b|\bzum quadrat\b|\bim quadrat\b", " ^2 "),
        (r"\bcubed\b", " ^3 "),
        (r"\bdivided by\b|\bover\b|\bgeteilt durch\b|\bdividiert durch\b|\bdurch\b", " / "),
        (r"\bmultiplied by\b|\btimes\b|\bmultipliziert mit\b|\bmal\b|(?<=[\d)\s])x(?=[\s\d(])", " * "),
        (r"\bplus\b", " + "),
        (r"\bminus\b|\bweniger\b|\bless\b", " - "),
        (r"\bper ?cent\b|\bprozent\b", " % "),
        (r"\bvon\b", " of "),
        (r"\bmodulo\b", " mod "),
        (r"(?<=\d)\s?(?:€|\$|eur|euro|dollars?|usd)(?=\W|$)|[€$](?=\s?\d)", " "),
    )
]
_NUMERALS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
}
_NUMERAL = {
    language: {word: str(value) for value, word in enumerate(words.split())} | ({"ein": "1"} if language == "de" else {"half": "0.5"})
    for language, words in _NUMERALS.items()
}


class Calculator:
    """Answers sums and conversions of units."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def answer(self, text: str, language: Language) -> str | None:
        """The result as a sentence; None when the text asks for no sum."""
        if len(text) > _LONGEST or _ISO_DATE.search(text):
            return None
        question = _OPENINGS.sub("", " ".join(text.lower().split()), count=1)
        question = _ENDINGS.sub("", question[:_LONGEST])
        if converted := convert(question, language):
            return converted
        formula = _formula(question, language)
        if not any(letter.isdigit() for letter in formula):
            return None
        return self._calculated(formula, language)

    def _calculated(self, formula: str, language: Language) -> str | None:
        try:
            tokens = tokenize(formula, language)
            if all(isinstance(part, Fraction) or part in "()" for part in tokens):
                return None
            value = calculate(tokens)
        except CannotCalculateError:
            return self._phrases.text("arithmetic.incomplete", language) if _BROKEN.match(formula) else None
        except ForbiddenError as error:
            return self._phrases.text(f"arithmetic.{error.reason}", language)
        return f"{_echo(tokens, language)} {_result(value, language)}"


def _formula(question: str, language: Language) -> str:
    formula = question.translate(_SIGNS)
    for pattern, sign in _WORDS:
        formula = pattern.sub(sign, formula)
    numerals = _NUMERAL[language]
    return " ".join(numerals.get(word, word) for word in formula.split())


def _echo(tokens: list[str | Fraction], language: Language) -> str:
    """The formula as it was understood, so that a misunderstanding shows."""
    names = {"*": "×", "/": "÷", "-": "−", "sqrt": "√", "pi": "π", "of": "of" if language == "en" else "von"}
    parts = [format_number(token, language)[0] if isinstance(token, Fraction) else names.get(token, token) for token in tokens]
    text = " ".join(parts).replace("( ", "(").replace(" )", ")").replace(" !", "!").replace("√ ", "√").replace(" ^ ", "^")
    return re.sub(r"(^|[(×÷^−+] ?)− (?=[\d(√])", r"\1−", text).replace(" %", "\u202f%" if language == "de" else "%")


def _result(value: Value, language: Language) -> str:
    digits, complete = format_number(value.number, language)
    if value.exact and complete:
        return f"= **{digits}**"
    fraction = value.number
    note = (
        f" ({fraction.numerator}/{fraction.denominator})" if value.exact and fraction.denominator <= 1000 and abs(fraction) < 1000 else ""
    )
    return f"≈ **{digits}**{note}"
