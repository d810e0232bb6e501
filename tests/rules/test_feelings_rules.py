"""Feelings first, then facts: sentences are cut at their exact places and proposed with why, measured on our own set."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from liuke.areas.complaints.rules import feelings
from liuke.areas.complaints.rules.feelings import LABELS, cut, propose

LABELLED = Path(__file__).parents[2] / "bench" / "labelled" / "feelings.tsv"
STORY = "我等了四十分钟没人理我，太寒心了！请你们负责人给我打电话。\n会客室的门锁着。<b>我觉得</b>接待太差…"


def test_sentences_stand_at_their_places_in_the_text() -> None:
    assert [STORY[a:b] for a, b in cut(STORY)] == [
        "我等了四十分钟没人理我，太寒心了！", "请你们负责人给我打电话。", "会客室的门锁着。", "<b>我觉得</b>接待太差…",
    ]  # fmt: skip
    assert [p.label for p in propose(STORY)] == ["feeling", "wish", "fact", "opinion"]


def test_a_very_long_sentence_is_cut_at_its_commas() -> None:
    long = "我上周五在你们店里买的热水器" * 3 + "，装好当天就漏水了，我真的很生气，请你们今天之内派人来处理"
    assert [p.label for p in propose(long)][-2:] == ["feeling", "wish"]


def test_every_proposal_says_why_in_both_languages() -> None:
    for one in propose(STORY):
        assert one.reason.zh
        assert one.reason.en
        assert one.label in LABELS
        assert one.margin >= 0


@pytest.mark.parametrize(
    "text", ["", "   \n。。！", "\u200b\u202e", "<script>alert(1)</script>", "a" * 100_000, "，" * 50_000]
)
def test_whatever_stands_in_it_breaks_nothing(text: str) -> None:
    assert len(propose(text)) <= feelings.MOST_SENTENCES


def test_the_labelled_set_is_large_and_each_label_is_found() -> None:
    """Floors under what the bench measures; the held-out third (every third line) is measured apart there."""
    rows = [line.split("\t") for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 500
    got = Counter((label, max(propose(text), key=lambda p: len(p.text)).label) for label, text in rows)
    for label in LABELS:
        right = got[label, label]
        assert right / sum(n for (said, _), n in got.items() if said == label) >= 0.85, f"recall of {label}"
        assert right / sum(n for (_, told), n in got.items() if told == label) >= 0.85, f"precision of {label}"
