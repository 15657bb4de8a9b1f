"""Whether what was found has anything to do with the question: who asks is told when it is not in the documents.

Calibrated with questions asked of the passages that answer them, and of passages on other subjects (`python -m bench
retrieval`, ADR 30). The more passages, the better the best of them is by chance, and the rarer a word can be: so the limits
rise with their number. Where they cannot tell, they let pass: a model that reads the passages can still say no, one that
never gets them cannot say yes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from chat_app.services.retrieval.fusion import Fused

ENOUGH_COSINE = 0.45
"""What meaning alone makes up for: a question in another language than the passages shares no words with them."""


def is_answerable(found: Sequence[Fused], passages: int) -> bool:
    """Whether any of what was found among so many passages may answer the question."""
    cosines = [one.cosine for one in found if one.cosine is not None]
    if not cosines:
        return any((one.coverage or 0.0) >= least_coverage(passages) for one in found)
    return max(one.score for one in found) >= least_score(passages) or max(cosines) >= ENOUGH_COSINE


def least_score(passages: int) -> float:
    """What the best passage has to have, where both lists were asked: 0.15 of a single one, 0.33 of a thousand and more."""
    return min(0.33, 0.15 + 0.06 * math.log10(max(1, passages)))


def least_coverage(passages: int) -> float:
    """The same where there are no vectors: 0.05 to 0.25."""
    return min(0.25, 0.05 + 0.1 * math.log10(max(1, passages)))
