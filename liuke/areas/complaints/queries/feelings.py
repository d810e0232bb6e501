"""What each sentence of a complaint may be: a proposal by the house's lexicon, for a person to decide (H23).

Where the settings name a language model, what it proposes stands over the lexicon; without an answer the lexicon does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.cache import cache

from liuke.areas.complaints.rules.feelings import LABELS, propose
from liuke.foundation.gateways.drivers import chat
from liuke.foundation.words import Words

BY_MODEL: Final = Words("语言模型建议", "proposed by the language model")
_MEANINGS: Final = {
    "feeling": "an emotion of the customer",
    "fact": "what happened, checkable",
    "wish": "what the customer asks for",
    "opinion": "a judgement or assertion",
}
_KEPT: Final = timedelta(days=1)
_NO_ANSWER_KEPT: Final = timedelta(minutes=5)  # so that a model that is down slows one page, not each


@dataclass(frozen=True)
class Proposed:
    """A sentence with what it is proposed to be, and why."""

    text: str
    kind: str
    reason: Words


def proposed_parts(words: str) -> tuple[Proposed, ...]:
    """The sentences of what the customer said."""
    found = propose(words)
    said = _by_model([p.text for p in found]) or [""] * len(found)
    return tuple(
        Proposed(p.text, label, BY_MODEL) if label and label != p.label else Proposed(p.text, p.label, p.reason)
        for p, label in zip(found, said, strict=True)
    )


def _by_model(sentences: Sequence[str]) -> list[str]:
    """The model's labels, asked once for a text; nothing where there is no model or no answer."""
    model = chat.model()
    if model is None:
        return []
    key = "sorted:" + hashlib.sha256("\n".join(sentences).encode()).hexdigest()
    known: list[str] | None = cache.get(key)
    if known is None:
        known = model.label(sentences, {label: _MEANINGS[label] for label in LABELS}) or []
        cache.set(key, known, (_KEPT if known else _NO_ANSWER_KEPT).total_seconds())
    return known
