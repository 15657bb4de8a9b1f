"""Recognising what only a language model can do, so that the assistant says so instead of pretending."""

from __future__ import annotations

import re

_LONGEST = 400
_FEW_WORDS = 8
_TASKS = re.compile(
    r"^\W*(?:(?:please|bitte|can you|could you|would you|will you|i want you to|kannst du|könntest du|würdest du|hey|hi|hallo|ok)[\s,]+){0,3}(?:mir |me |us |uns |bitte )?"
    r"(?:write|explain|translate|summari[sz]e|describe|generate|create|draft|compose|implement|program|code|refactor|debug|fix|give|show|list|recommend|suggest|compare"
    r"|find|search|look up|brainstorm|paraphrase|rewrite|improve|proofread|analy[sz]e|design|invent|imagine|plan|make|tell me (?:about|a story|the|something)"
    r"|schreibe?|erkläre?|übersetze?|fasse|beschreibe?|erzeuge|erstelle?|entwirf|programmiere?|verbessere?|gib|zeige?|nenne?|empfiehl|empfehle|vergleiche?|finde|suche?"
    r"|formuliere?|korrigiere?|analysiere?|plane|erfinde|erzähle? (?:mir )?(?:etwas|was|eine|von|über)|liste|mach(?:e)?)\b"
)
_ALSO_TASKS = re.compile(r"\b(?:schreiben|übersetzen|zusammenfassen|erklären|programmieren|erstellen|formulieren)\W*$")
_FACTS = re.compile(
    r"^\W*(?:who|what|where|when|which|why|how|is|are|was|were|does|do|did|wer|was|wo|wann|welche[rsnm]?|warum|wieso|weshalb|wie|ist|sind|gibt|war|hat|woher|wohin|wem|wen)\b"
)
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i've|me|my|mine|myself|we|our|you|your|ich|mich|mir|mein\w{0,2}|wir|uns|unser\w{0,2}|du|dich|dir|dein\w{0,2})\b"
)


def needs_model(text: str) -> bool:
    """Whether the text asks for knowledge or for a piece of writing. Questions about oneself are for reflection."""
    opening = text.strip()[:_LONGEST].lower()
    if _TASKS.match(opening) or _ALSO_TASKS.search(opening):
        return True
    return bool(_FACTS.match(opening)) and ("?" in text[:2000] or len(opening.split()) <= _FEW_WORDS) and not is_personal(text)


def is_personal(text: str) -> bool:
    """Whether somebody speaks of himself or to the program."""
    return _PERSONAL.search(text[:_LONGEST].lower()) is not None
