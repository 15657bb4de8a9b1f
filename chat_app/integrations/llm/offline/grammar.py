"""Turning a person's words back to them: "I am … my" becomes "you are … your", German verbs with it."""

from __future__ import annotations

from collections.abc import Sequence

from chat_app.integrations.llm.offline.language import Language

_ENGLISH = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "i'm": "you are",
    "i've": "you have",
    "i'd": "you would",
    "i'll": "you will",
    "am": "are",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "you're": "I am",
    "you've": "I have",
    "we": "you",
    "us": "you",
    "our": "your",
}
_AFTER_I = {"am": "are", "was": "were"}
_AFTER_YOU = {"are": "am", "were": "was"}
_VERBS_OF_YOU = frozenset({"are", "were", "do", "did", "don't", "have", "had", "can", "can't", "will", "won't", "would", "should"})
_GERMAN = {"ich": "du", "mich": "dich", "mir": "dir", "uns": "euch", "wir": "ihr"}
_POSSESSIVES = ("mein", "meine", "meinem", "meinen", "meiner", "meines")
_IRREGULAR = {
    "bin": "bist", "habe": "hast", "hab": "hast", "werde": "wirst", "kann": "kannst", "muss": "musst", "will": "willst", "soll": "sollst",
    "darf": "darfst", "mag": "magst", "möchte": "möchtest", "weiß": "weißt", "war": "warst", "hatte": "hattest", "würde": "würdest",
    "könnte": "könntest", "sollte": "solltest", "müsste": "müsstest", "wäre": "wärst", "hätte": "hättest", "sehe": "siehst", "gebe": "gibst",
    "nehme": "nimmst", "esse": "isst", "schlafe": "schläfst", "fahre": "fährst", "lese": "liest", "spreche": "sprichst", "vergesse": "vergisst",
    "treffe": "triffst", "helfe": "hilfst", "verlasse": "verlässt", "laufe": "läufst", "trage": "trägst", "fange": "fängst", "lasse": "lässt",
    "halte": "hältst", "falle": "fällst", "sterbe": "stirbst", "werfe": "wirfst", "breche": "brichst", "wollte": "wolltest",
    "konnte": "konntest", "musste": "musstest", "durfte": "durftest", "wusste": "wusstest", "dachte": "dachtest", "ging": "gingst", "kam": "kamst",
}  # fmt: skip
_NO_VERBS = frozenset({"eine", "keine", "heute", "gerne", "ohne", "diese", "alle", "viele", *_POSSESSIVES})
_SUBORDINATE = frozenset({"dass", "weil", "wenn", "ob", "als", "obwohl", "damit", "bevor", "nachdem", "wie", "warum", "wo", "was"})


def turn_round(words: Sequence[str], language: Language) -> str:
    """The words from the listener's side."""
    turned = _turn_german(words) if language == "de" else _turn_english(words)
    return " ".join(turned)


def _turn_english(words: Sequence[str]) -> list[str]:
    turned: list[str] = []
    for index, word in enumerate(words):
        lower, before = word.lower(), words[index - 1].lower() if index else ""
        if before == "i" and lower in _AFTER_I:
            turned.append(_AFTER_I[lower])
        elif before == "you" and lower in _AFTER_YOU:
            turned.append(_AFTER_YOU[lower])
        elif lower == "you":
            # A subject stands before its verb, in these fragments mostly at their beginning.
            after = words[index + 1].lower() if index + 1 < len(words) else ""
            turned.append("I" if index == 0 or after in _VERBS_OF_YOU else "me")
        else:
            turned.append(_ENGLISH.get(lower, word))
    return turned


def _turn_german(words: Sequence[str]) -> list[str]:
    lower = [word.lower() for word in words]
    verbs = _verbs_of_ich(lower)
    turned: list[str] = []
    for index, word in enumerate(words):
        if index in verbs:
            turned.append(second_person(lower[index]))
        elif lower[index] in _POSSESSIVES:
            turned.append("d" + lower[index][1:])
        else:
            turned.append(_GERMAN.get(lower[index], word))
    return turned


def _verbs_of_ich(words: Sequence[str]) -> set[int]:
    """Where the verbs stand that agree with "ich": beside it, or at the end of a subordinate clause."""
    found: set[int] = set()
    for index, word in enumerate(words):
        if word != "ich":
            continue
        if any(before in _SUBORDINATE for before in words[:index]):
            found.add(len(words) - 1)
        else:
            found |= {near for near in (index - 1, index + 1) if 0 <= near < len(words)}
    return {index for index in found if _is_first_person(words[index])}


def _is_first_person(word: str) -> bool:
    return word in _IRREGULAR or (word.endswith("e") and len(word) > 3 and word not in _NO_VERBS)


def second_person(verb: str) -> str:
    """The du-form of a German verb in its ich-form: "arbeite" becomes "arbeitest"."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    stem = verb.removesuffix("e")
    if stem.endswith(("s", "ß", "z", "x")):
        return stem + "t"
    # After d and t, and after consonant plus n or m (atmen, rechnen, but not lernen, wohnen), an e keeps it speakable.
    clustered = len(stem) > 2 and stem[-1] in "nm" and stem[-2] not in "aeiouäöülrnmh"
    needs_e = clustered or stem.endswith(("t", "d", "chn"))
    return stem + ("est" if needs_e else "st")
