"""Passages and questions as weights of terms. The product of the two, each term times its rarity in the index, is BM25.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009): k1 and b as there; headings are a
field of their own weight (BM25F). How long a passage usually is cannot be known of passages that are still to come, so it
is a constant; what it is makes no difference between passages of the same length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from chat_app.integrations.vectors.port import SparseVector
from chat_app.services.lexical.terms import content_words, part_terms, word_terms

ENCODING = "1"
"""Changes whenever the same text gets other weights: an index of another encoding is to be filled anew."""
K1 = 2.0
B = 0.75
USUAL_LENGTH = 140
"""Content words of a passage, about 300 tokens."""
HEADING_WEIGHT = 3.0
EDGE_SHARE = 0.15
PART_SHARE = 0.3
"""What a part of a question's word weighs, of what the word itself does."""
MOST_CHARS, MOST_WORDS = 4_000, 100
"""So much of a question is looked for; a page that somebody pastes is not."""


def sparse(text: str, language: str, heading: str = "") -> SparseVector:
    """The weights of a passage in `language` (see `language_of`) below this heading: what BM25 knows of it without the index."""
    counts: defaultdict[int, float] = defaultdict(float)
    length = 0
    for part, weight in ((text, 1.0), (heading, HEADING_WEIGHT)):
        found = content_words(part, language)
        length += len(found)
        for word in found:
            for term in word_terms(word):
                counts[term] += weight
    bound = K1 * (1 - B + B * length / USUAL_LENGTH)
    return _vector({term: count * (K1 + 1) / (count + bound) for term, count in counts.items()})


def sparse_query(text: str, language: str) -> SparseVector:
    """The weights of a question: 1 or more for each of its words, less for beginnings, ends and parts of words."""
    whole: defaultdict[int, float] = defaultdict(float)
    more: defaultdict[int, float] = defaultdict(float)
    asked = text[:MOST_CHARS]
    for word in (content_words(asked, language) or content_words(asked, ""))[:MOST_WORDS]:
        itself, *edges = word_terms(word)
        whole[itself] += 1.0
        for term in edges:
            more[term] += EDGE_SHARE
        for term in part_terms(word):
            more[term] += PART_SHARE
    return _vector({**{term: min(weight, 0.9) for term, weight in more.items() if term not in whole}, **whole})


def word_count(query: SparseVector) -> int:
    """How many different words a question has: what weighs less than 1 is a part of one."""
    return sum(1 for weight in query.values if weight >= 1)


def _vector(weights: Mapping[int, float]) -> SparseVector:
    ordered = sorted(weights)
    return SparseVector(ordered, [weights[term] for term in ordered])
