"""Where in a text the wordings stand that never go out (H24; C2). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from liuke.areas.knowledge.rules.folding import END, Folded, fold
from liuke.areas.knowledge.rules.patterns import Pattern
from liuke.areas.knowledge.rules.wordings import Finding, Wording

MOST_FINDINGS: Final = 200
FILLING: Final = re.compile(
    "其实|反正|真的是|真的|真是|确实|的确|实在|根本|压根|简直|明明|一直|一向|本来|原本|向来|历来|始终|总是|老是|到底是"
    "|说实话|说真的|老实说|坦白说|坦白讲|讲真|我跟你说|我告诉你|先生|女士|小姐|大哥|大姐|大爷|大妈|阿姨|叔叔|老师"
    "|[啊呀呃嗯哎唉诶欸喔噢哦嘛呢吧呗啦咯哇哟儿哈也都就真的了]"
)
"""What is put between for sound or weight: looked past, since nearly everything can be said with it and without."""
_AROUND: Final = 30
_SENTENCE: Final = 120


def check_words(text: str, wordings: Iterable[Wording]) -> tuple[Finding, ...]:
    """What in this text had better not go out, in its order; of two that overlap the longer one. H24, C2."""
    whole = fold(text)
    known = tuple(wordings)
    found = _places(whole, known) + _places(whole.without(FILLING), known)
    return tuple(_finding(text, *one) for one in _apart(found)[:MOST_FINDINGS])


def _places(told: Folded, wordings: Sequence[Wording]) -> list[tuple[int, int, Wording]]:
    """Where in the text as it was written something is found."""
    return [(*told.span(start, end), one) for wording in wordings for start, end, one in places(told.text, wording)]


def places(text: str, wording: Wording) -> list[tuple[int, int, Wording]]:
    """Where this wording stands in a text made alike: at most `MOST_FINDINGS`, taken as they come, so that an endless
    text costs no more than its length."""
    spans = list(islice(_counting(text, wording), MOST_FINDINGS))
    if not spans or any(one.regex.search(text) for one in wording.unless_anywhere if one.may_be_in(text)):
        return []
    apart = _apart([(*span, wording) for span in spans])
    return apart if len(apart) >= wording.at_least else []


def _counting(text: str, wording: Wording) -> Iterator[tuple[int, int]]:
    for one in wording.patterns:
        for match in one.regex.finditer(text) if one.may_be_in(text) else ():
            start, end = match.span()
            if not _covered(text, start, end, wording.unless) and not _near(text, start, end, wording.unless_near):
                yield start, end


def _covered(text: str, start: int, end: int, sought: Sequence[Pattern]) -> bool:
    """Does one of these stand over (a part of) the found place?"""
    left = max(0, start - _AROUND)
    part = text[left : end + _AROUND]
    spans = (m.span() for one in sought if one.may_be_in(part) for m in one.regex.finditer(part))
    return any(a < end - left and start - left < b for a, b in spans)


def _near(text: str, start: int, end: int, sought: Sequence[Pattern]) -> bool:
    """Does one of these stand in the same sentence?"""
    if not sought:
        return False
    left = max(text.rfind(END, max(0, start - _SENTENCE), start) + 1, start - _SENTENCE, 0)
    right = text.find(END, end, end + _SENTENCE)
    part = text[left : right if right >= 0 else end + _SENTENCE]
    return any(one.regex.search(part) for one in sought if one.may_be_in(part))


def _apart(found: list[tuple[int, int, Wording]]) -> list[tuple[int, int, Wording]]:
    """Of those that overlap, the longest; in the order of the text."""
    kept: list[tuple[int, int, Wording]] = []
    for one in sorted(found, key=lambda f: (f[0], -f[1])):
        if kept and one[0] < kept[-1][1]:
            if one[1] - one[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _finding(text: str, start: int, end: int, wording: Wording) -> Finding:
    return Finding(start, end, wording.key, wording.kind, text[start:end], wording.reason, wording.better)
