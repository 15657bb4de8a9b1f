"""Which language a text is in, told by its function words or its script; and these words, which say nothing of its subject."""

from __future__ import annotations

import re
from collections import defaultdict

from chat_app.services.search.words import fold, words

_MOST_CHARS = 1_000
"""So much of a text tells its language."""
_LEAST = 0.5
"""Of these words, one that two languages share counting half for each."""
_SURE = 0.04
"""The least share of a text's words that are function words of its language: German and English prose has 0.3 to 0.5."""
_LEAD = 1.25
"""So many times those of the next best language."""

_LISTS = {
    "en": """a about above after again against all also am an and any are as at be because been before being below between both
        but by can cannot could did do does doing down during each few for from further had has have having he her here hers
        herself him himself his how however i if in into is it its itself just may me might more most must my myself no nor not
        now of off on once only or other our ours ourselves out over own same shall she should so some such than that the their
        theirs them themselves then there these they this those through to too under until up upon very was we were what when
        where whether which while who whom whose why will with would you your yours yourself yourselves""",
    "de": """aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin
        bis bist da dabei dadurch dafür dagegen daher damit dann daran darauf daraus darin darüber darum das dass daß davon dazu
        dein deine deinem deinen deiner dem den denen denn der deren des dessen dich die dies diese diesem diesen dieser dieses
        dir doch dort du durch ein eine einem einen einer eines er es etwa euch euer eure für gegen hab habe haben hat hatte
        hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder
        jedes jene jenem jenen jener jenes kann können könnte man manche mein meine meinem meinen meiner mich mir mit muss
        müssen nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit selbst sich sie sind so
        solche solchem solchen solcher solches soll sollte sondern sonst über um und uns unser unsere unserem unseren unserer
        unter vom von vor wann war waren warum was weil welche welchem welchen welcher welches wenn wer werde werden wem wen
        wessen wie wieder wieviel will wir wird wo wobei wodurch wofür woher wohin womit worden woraus worin
        wovon worauf worüber wurde wurden während würde zu zum zur zwar zwischen""",
    "fr": """à au aux avec ce ces cet cette comme dans de des donc du elle elles en est et eux il ils je la le les leur leurs lui
        mais me même mes moi mon ne nos notre nous on ou où par pas pour qu que quel quelle qui sa sans se ses son sont sur ta
        te tes toi ton tu un une vos votre vous était été être plus""",
    "es": """al algo como con cuando de del desde donde el ella ellos en entre era es esta este esto están está fue ha hasta hay la
        las le les lo los más me mi muy no nos o para pero por porque que quien se sin sobre son su sus también te tiene un una
        uno y ya""",
    "it": """a ai al alla alle anche che chi ci come con da dal dalla dei del della delle di e è era fra gli ha hanno i il in io la
        le lo loro ma mi nei nel nella non o per perché più quale quando quello questa questo se si sono su sua sue sul sulla
        suo tra un una uno""",
    "pt": """à ao aos as até com como da das de do dos e ela ele eles em entre era essa esse esta este eu foi há isso mais mas me
        mesmo muito na nas não no nos o os ou para pela pelo por qual quando que quem se sem ser seu seus são só sua suas também
        tem um uma você""",
    "nl": """aan al als bij daar dan dat de der deze die dit door een en er had heb heeft het hij hoe hun ik in is ja je kan maar me
        met mijn moet na naar niet nog nu of om onder ons ook op over te tegen tot uit van veel voor waar wat we wel werd wie
        wij worden wordt zal ze zich zij zijn zo zou""",
}  # fmt: skip
FUNCTION_WORDS = {language: frozenset(map(fold, listed.split())) for language, listed in _LISTS.items()}
_LANGUAGES_OF = {
    word: tuple(language for language, listed in FUNCTION_WORDS.items() if word in listed)
    for word in frozenset().union(*FUNCTION_WORDS.values())
}
_LETTERS = {"de": re.compile("[äöüß]"), "fr": re.compile("[èêçœ]"), "es": re.compile("[ñ¿¡]"), "pt": re.compile("[ãõ]")}
# The first script that makes up a good part of the letters tells: Japanese writes Chinese signs among its own.
_SCRIPTS = {"ja": re.compile("[\u3040-\u30ff]"), "ko": re.compile("[\uac00-\ud7af]"), "zh": re.compile("[\u4e00-\u9fff]"), "el": re.compile("[\u0370-\u03ff]")}  # fmt: skip
_SCRIPT_SHARE = 0.1


def language_of(text: str) -> str:
    """The ISO 639-1 code of a text's language: empty when its words are too few or of no language known here.

    >>> language_of("Wer hat das Rad erfunden?"), language_of("Who invented the wheel?"), language_of("RX-7 2024")
    ('de', 'en', '')
    """
    beginning = text[:_MOST_CHARS]
    if (script := _script_of(beginning)) or not (found := words(beginning)):
        return script
    counts: defaultdict[str, float] = defaultdict(float)
    for word in found:
        for language in (among := _LANGUAGES_OF.get(word, ()) if len(word) > 1 else ()):
            counts[language] += 1 / len(among)
    if not beginning.isascii():
        for language, letters in _LETTERS.items():
            counts[language] += len(letters.findall(beginning)) / 2
    (next_most, _), (most, best) = sorted([(0.0, ""), (0.0, ""), *((count, language) for language, count in counts.items())])[-2:]
    return best if most >= max(_LEAST, _SURE * len(found)) and most >= _LEAD * next_most else ""


def _script_of(text: str) -> str:
    if text.isascii():
        return ""
    letters = sum(map(str.isalpha, text))
    return next((language for language, script in _SCRIPTS.items() if len(script.findall(text)) > _SCRIPT_SHARE * letters), "")
