"""Sentences that sound like what never goes out, though no wording finds them: a hint, which stops nothing (H24). Pure.

Told by the runs of one to three characters that forbidden examples have and polite ones have not, and the other way
round (naive Bayes); learnt from `examples.tsv` at the first text. The nearest forbidden example says why.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from liuke.areas.knowledge.rules.by_ear import find_by_ear
from liuke.areas.knowledge.rules.folding import END, Folded, fold, folded
from liuke.areas.knowledge.rules.seeking import check_words
from liuke.areas.knowledge.rules.wordings import LIKENESS, Finding, Wording

EXAMPLES: Final = Path(__file__).with_name("examples.tsv")
ENOUGH: Final = 1.25
"""From here on a sentence sounds like it: each third of the examples judged by the others, seven polite sentences in 1,000 do."""
LEANING: Final = 0.0
"""From here on it leans to forbidden ones: enough for what is also heard like one of the wordings."""
SHORTEST, LONGEST, MOST = 4, 80, 400
_RUNS: Final = (1, 2, 3)
_UNSEEN: Final = 0.5


@dataclass(frozen=True)
class Example:
    """A labelled sentence (`bad`, `ok`); `wording` names the one it goes against where its patterns do not find it."""

    label: str
    text: str
    wording: str = ""


@dataclass(frozen=True)
class Sound:
    """What was learnt: how much each run of characters speaks for forbidden words, and the forbidden examples."""

    weights: Mapping[str, float]
    examples: Sequence[tuple[Example, frozenset[str]]]


def check(text: str, wordings: Sequence[Wording]) -> tuple[Finding, ...]:
    """What had better not go out, in its order: what the wordings find, and else what sounds like it. H24, C2."""
    found = check_words(text, wordings)
    near = [
        Finding(start, end, why.key, LIKENESS, text[start:end], why.reason, why.better)
        for start, end, sentence in _sentences(fold(text))
        if not any(one.start < end and start < one.end for one in found) and (why := _hinted(sentence, wordings))
    ]
    return tuple(sorted((*found, *near), key=lambda one: one.start))


def sounds(sentence: str, by: Sound | None = None) -> float:
    """How much a folded sentence sounds like forbidden ones; 0 is neither."""
    weights = (by or known()).weights
    runs = _runs(sentence)
    return sum(weights.get(run, 0.0) for run in runs) / math.sqrt(len(runs))


@cache
def known() -> Sound:
    """What the committed examples teach."""
    return learn(read_examples())


def read_examples(path: Path = EXAMPLES) -> tuple[Example, ...]:
    """Each labelled line: label, sentence and, where need be, wording."""
    return tuple(Example(*line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines())


def learn(examples: Sequence[Example]) -> Sound:
    """Weigh each run by how much more often forbidden examples have it than polite ones."""
    seen: dict[str, Counter[str]] = {"bad": Counter(), "ok": Counter()}
    many = Counter(one.label for one in examples)
    bad = []
    for one in examples:
        runs = _runs(folded(one.text))
        seen[one.label].update(runs)
        if one.label == "bad":
            bad.append((one, runs))
    share = {
        label: {run: (counted[run] + _UNSEEN) / (many[label] + 2 * _UNSEEN) for run in seen["bad"] | seen["ok"]}
        for label, counted in seen.items()
    }
    return Sound({run: math.log(share["bad"][run] / share["ok"][run]) for run in share["bad"]}, tuple(bad))


def _hinted(sentence: str, wordings: Sequence[Wording]) -> Wording | None:
    """The wording it is nearest to; none where it leans to polite ones, or the company has put that one out of use."""
    score = sounds(sentence)
    if score <= LEANING:
        return None
    heard = find_by_ear(sentence, wordings)
    if heard or score <= ENOUGH:
        return heard
    nearest = _nearest(sentence)
    keys = [nearest.wording] if nearest.wording else [why.rule for why in check_words(nearest.text, wordings)]
    return next((one for key in keys for one in wordings if one.key == key), None)


def _nearest(sentence: str) -> Example:
    runs, weights = _runs(sentence), known().weights
    return max(known().examples, key=lambda one: sum(max(0.0, weights[run]) for run in runs & one[1]))[0]


def _sentences(whole: Folded) -> Iterator[tuple[int, int, str]]:
    """Each once, the first `MOST` of them: what is said over and over hides nothing behind it."""
    start, known = 0, set[str]()
    for sentence in whole.text.split(END):
        if len(known) >= MOST:
            return
        if SHORTEST <= len(sentence) <= LONGEST and sentence not in known:
            known.add(sentence)
            yield (*whole.span(start, start + len(sentence)), sentence)
        start += len(sentence) + 1


def _runs(sentence: str) -> frozenset[str]:
    told = f"^{sentence}$"
    return frozenset(told[n : n + size] for size in _RUNS for n in range(len(told) - size + 1))
