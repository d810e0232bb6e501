"""Words that never go out, and feelings told from facts: how many are found, how many alarms are false, how fast.

The words are measured on sets of which each was seen at another time:

- `liuke/areas/knowledge/rules/examples.tsv` is what the wordings were written by and the hint learns from. Sets that had
  been held out have joined it: two, of which 74 % and 83 % were found at first sight, and what stands plain, in synonyms
  and in traditional characters in `labelled/words_second.tsv`, of which 82.7 % were found at first sight, and 5.0 % of its
  polite sentences (1.7 % of the ordinary ones, 10 % of the near ones) were.
- `labelled/words_held.tsv` was written after those wordings (80 % found by them alone), but is unseen no more: the hint's
  threshold was chosen with it in view, and four false alarms among its polite sentences were mended.
- `labelled/words_third.tsv` was written after the last rule and has changed nothing: 58.6 % of it were found by the rules
  before the second set was learnt from, by those of today what `words.recall_unseen` says. Two in three of its forbidden
  sentences are free paraphrases. Whoever mends a rule by it writes a new one.

Public replies and customers' questions come from the shared data (`LIUKE_DATA`, else ../shared/data), where it is there;
the questions are no outgoing texts and have a figure of their own.
Of the sentences for feelings every third line was held out while the lexicon was written.
"""

from __future__ import annotations

import gzip
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bench import home
from bench.figures import HIGHER, Figure, fail, figure, quantile, times

LABELLED = Path(__file__).with_name("labelled")
LENGTH, HOSTILE = 5_000, 10_000
QUESTIONS = "customers' questions"
TO_TRADITIONAL = "s2t"
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2069\u00ad\ufe0f\u0336"
BETWEEN = " 　.·-_*~、，…\n\t"
TAGS = ("<b>", "</b>", "<span style='color:red'>", "<!-- x -->", "<img src=x onerror=alert(1)>", "</script>", "<br/>")
Check = Callable[[str], Sequence[object]]


def measure() -> list[Figure]:
    check, rows = _check(), _examples()
    return [
        *_recall(check, rows),
        *_false_alarms(check, rows),
        _speed(check, rows),
        *_hostile(check, rows),
        *_feelings(),
    ]


def _recall(check: Check, rows: list[tuple[str, str]]) -> list[Figure]:
    bad, held, unseen = _bad(rows), _bad(_labelled("words_held.tsv")), _bad(_third())
    dressed = [worn for text in bad for worn in _dressed(text)]
    shown = f"labelled set, {len(bad)} forbidden formulations"
    free = f"{len(unseen)} written after the last rule, two in three of them free paraphrases; never mended by"
    return [
        _share("words.recall", check, bad, shown, limit=95),
        _share("words.recall_held_out", check, held, f"{len(held)} written after the wordings", limit=95),
        _share("words.recall_dressed", check, dressed, f"{shown}, each traditional, spaced and invisible", limit=95),
        _share("words.recall_unseen", check, unseen, free),
    ]


def _false_alarms(check: Check, rows: list[tuple[str, str]]) -> list[Figure]:
    public, near = _public(), _ok(_third("near"))
    sets = {
        "own polite replies": _ok(rows),
        "those written after the wordings": _ok(_labelled("words_held.tsv")),
        "those written after the last rule": _ok(_third("ordinary")),
        **{name: public[name] for name in public if name != QUESTIONS},
    }
    shares = {name: _alarms(check, name, texts) for name, texts in sets.items()}
    scale = "; ".join(f"{name} {len(texts):,}" for name, texts in sets.items())
    close = f"{len(near)} polite ones that use the words of forbidden phrases, written after the last rule"
    found = [
        figure("words.false_alarms", max(shares.values()), "%", limit=2, scale=f"worst of: {scale}"),
        figure("words.false_alarms_near", _alarms(check, "near ones", near), "%", scale=close),
    ]
    if QUESTIONS in public:
        asked = _alarms(check, QUESTIONS, public[QUESTIONS])
        found.append(
            figure("words.in_questions", asked, "%", scale=f"{len(public[QUESTIONS]):,} {QUESTIONS}, not sent")
        )
    return found


def _alarms(check: Check, name: str, texts: list[str]) -> float:
    share = 100 * sum(bool(check(text)) for text in texts) / len(texts)
    print(f"    found in {name}: {share:.2f} % of {len(texts):,}", flush=True)
    return share


def _speed(check: Check, rows: list[tuple[str, str]]) -> Figure:
    chance = Random(5)
    texts = ["".join(chance.choice(rows)[1] for _ in range(600))[:LENGTH] for _ in range(20)]
    spent = times(lambda n: check(texts[n % len(texts)]), 200)
    scale = f"{LENGTH:,} characters, every other sentence a forbidden one; p95"
    return figure("words.check_ms", quantile(spent, 0.95), "ms", limit=200, scale=scale)


def _hostile(check: Check, rows: list[tuple[str, str]]) -> list[Figure]:
    """Each text carries one formulation that is found plain among polite words; dressed up and buried it must be too."""
    chance = Random(11)
    plain = [text for text in _bad(rows) if "<" not in text and check(f"谢谢您的来电。{text}。")]
    missed = broken = 0
    began = time.perf_counter()
    for n in range(HOSTILE):
        text = _buried(chance.choice(plain), chance, huge=n % 100 == 0)
        try:
            missed += not check(text)
        except Exception as fault:  # any at all is what is counted
            broken += 1
            fail(f"words: {fault!r}")
    spent = time.perf_counter() - began
    scale = f"{HOSTILE:,} texts with tags, turning and invisible characters, one in 100 of 100,000 characters; {spent:.0f} s"
    return [
        figure("words.hostile_missed", missed, "texts", scale=scale),
        figure("words.hostile_broken", broken, "texts", scale=scale),
    ]


def _feelings() -> list[Figure]:
    from liuke.areas.complaints.rules.feelings import LABELS, propose

    rows = _labelled("feelings.tsv")
    got: Counter[tuple[str, str]] = Counter()
    for label, text in rows[2::3]:
        got[label, max(propose(text), key=lambda p: len(p.text)).label] += 1
    recall = {x: got[x, x] / sum(n for (said, _), n in got.items() if said == x) for x in LABELS}
    precision = {x: got[x, x] / sum(n for (_, told), n in got.items() if told == x) for x in LABELS}
    for x in LABELS:
        print(f"    {x}: precision {precision[x]:.3f}, recall {recall[x]:.3f}", flush=True)
    scale = f"lowest of the four labels, held-out third of {len(rows)} sentences of our own writing"
    return [
        figure("words.feelings_precision", 100 * min(precision.values()), "%", scale=scale, better=HIGHER),
        figure("words.feelings_recall", 100 * min(recall.values()), "%", scale=scale, better=HIGHER),
    ]


def _share(name: str, check: Check, texts: list[str], scale: str, *, limit: float | None = None) -> Figure:
    found = sum(bool(check(text)) for text in texts)
    return figure(name, 100 * found / len(texts), "%", limit=limit, scale=scale, better=HIGHER)


def _check() -> Check:
    import tomllib

    from liuke.areas.knowledge.rules.sounding import check
    from liuke.areas.knowledge.rules.wordings import wording_of

    seed = home.ROOT / "liuke" / "areas" / "knowledge" / "seed" / "words.toml"
    known = [wording_of(one) for one in tomllib.loads(seed.read_text(encoding="utf-8"))["wording"]]
    return lambda text: check(text, known)


def _examples() -> list[tuple[str, str]]:
    from liuke.areas.knowledge.rules.sounding import read_examples

    return [(one.label, one.text) for one in read_examples()]


def _labelled(name: str) -> list[tuple[str, str]]:
    """Label and text, the first and the last column."""
    lines = (LABELLED / name).read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(told[0], ESCAPED.sub(lambda found: chr(int(found[1], 16)), told[-1])) for told in columns]


def _third(kind: str = "") -> list[tuple[str, str]]:
    """The set that was written last; of its polite sentences those of one kind."""
    lines = (LABELLED / "words_third.tsv").read_text(encoding="utf-8").splitlines()
    wanted = {line.split("\t")[-1] for line in lines if line.startswith(f"ok\t{kind}")}
    return [(label, text) for label, text in _labelled("words_third.tsv") if label == "bad" or text in wanted]


def _bad(rows: list[tuple[str, str]]) -> list[str]:
    return [text for label, text in rows if label == "bad"]


def _ok(rows: list[tuple[str, str]]) -> list[str]:
    return [text for label, text in rows if label == "ok"]


@cache
def _traditional() -> Any:
    from opencc import OpenCC

    return OpenCC(TO_TRADITIONAL)


def _dressed(text: str) -> Iterator[str]:
    yield _traditional().convert(text)
    yield " ".join(text)
    yield "\u200b".join(text)


def _buried(text: str, chance: Random, *, huge: bool) -> str:
    worn = ""
    for character in text:
        worn += character
        kind = chance.random()
        if kind < 0.3:
            worn += chance.choice(INVISIBLE)
        elif kind < 0.4:
            worn += chance.choice(BETWEEN)
        elif kind < 0.5:
            worn += chance.choice(TAGS)
    around = "谢谢您的来电。" * (7_000 if huge else chance.randrange(0, 20))
    return f"{around}\u202e{worn}\u202c。{around}"


def _public() -> dict[str, list[str]]:
    given = os.environ.get("LIUKE_DATA", "")
    folder = (Path(given) if given else home.ROOT.parent / "shared" / "data") / "tickets"
    if not folder.is_dir():
        fail(f"words: there is no {folder}; false alarms are counted on our own set alone")
        return {}
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(folder / "gov_messages" / "messages_with_replies.xlsx").get_sheet_by_index(0)
    replies = [str(row[5]) for row in sheet.to_python()[1:]]
    sentences = [s for text in replies for s in re.split(r"(?<=[。！？!?；;\n])", text) if len(s.strip()) > 3]
    with gzip.open(folder / "question_pairs_a.tsv.gz", "rt", encoding="utf-8") as file:
        questions = [said for line in file for said in line.rstrip("\n").split("\t")[1:3]]
    return {"sentences of public replies": sentences, QUESTIONS: questions}
