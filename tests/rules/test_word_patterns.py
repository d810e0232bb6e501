"""Words that never go out: found however they are written, at their exact place, and ordinary politeness left alone."""

from __future__ import annotations

import time
import tomllib
from functools import cache
from pathlib import Path

import pytest

from liuke.areas.knowledge.rules import patterns, seeking, sounding, wordings
from liuke.areas.knowledge.rules.folding import fold
from liuke.areas.knowledge.rules.pieces import PatternError
from liuke.areas.knowledge.rules.seeking import check_words
from liuke.areas.knowledge.rules.wordings import Finding, Wording

HOUSE = Path(__file__).parents[2]
SEED = HOUSE / "liuke" / "areas" / "knowledge" / "seed" / "words.toml"
HELD_OUT = HOUSE / "bench" / "labelled" / "words_held.tsv"


@cache
def ours() -> tuple[Wording, ...]:
    return tuple(wordings.wording_of(one) for one in tomllib.loads(SEED.read_text(encoding="utf-8"))["wording"])


def check(text: str) -> tuple[Finding, ...]:
    return check_words(text, ours())


@pytest.mark.parametrize(
    "text",
    [
        "公司就是这样规定的", "公 司 就 是 这 样 规 定 的", "公司，就是……这样规定的", "公。司。就。是。这。样。规。定。的",
        "公\u200b司\u202e就是\u2060这样\ufeff规定的", "公司就是這樣規定的", "公司就是这样规定̶的̶",
        "公<b>司</b>就是这样规定的", "⽂ 公司就是这样规定的", "単位就是这样规定的".replace("単", "单"), "厂里就是这么规定的",
    ],
)  # fmt: skip
def test_a_forbidden_phrase_is_found_however_it_is_dressed(text: str) -> None:
    assert [f.rule for f in check(text)] == ["company_rules"]


def test_a_finding_names_its_exact_place_in_the_text_as_written() -> None:
    text = "您好。这个公 司\u200b規定，不能退。谢谢"
    (found,) = check(text)
    assert text[found.start : found.end] == found.text == "公 司\u200b規定，不能"
    assert found.reason.zh
    assert found.better.en


def test_the_end_of_a_sentence_parts_what_stands_on_both_sides() -> None:
    assert fold("请联系公司。规定见第三页").text == "请联系公司。规定见第三页"
    assert check("请联系公司。规定不能外带宠物") == ()


@pytest.mark.parametrize(
    "end", ["不是我们产品的问题。", "不是我们产品的问 题。", "不是我们产品的问题 。", "不是我们产品的问_题_。"]
)
def test_a_mark_before_the_end_of_a_sentence_does_not_join_it_to_the_next(end: str) -> None:
    assert fold(f"{end}谢谢您的来电。").text == "不是我们产品的问题。谢谢你的来电。"


def test_a_promise_without_a_date_is_told_from_one_with() -> None:
    assert [f.kind for f in check("我们尽快给您回复")] == ["promise"]
    assert check("我们今天 15:00 前给您回复") == ()
    assert check("我们尽快给您回复，最迟明天上午") == ()


def test_apologies_without_end_count_and_one_with_a_next_step_does_not() -> None:
    assert [f.rule for f in check("对不起，真的抱歉，非常对不起")] == ["endless_apology"] * 3
    assert check("对不起，真的抱歉，非常对不起，师傅下午上门") == ()


@pytest.mark.parametrize(
    "wrong", ["~2看", "(看", "看)", "看|", "(|看)", "[看", "[看]", "(看]", "看~99书", "，", "看" * 900]
)
def test_a_pattern_that_could_not_be_meant_is_refused_with_words(wrong: str) -> None:
    with pytest.raises(PatternError) as said:
        patterns.read(wrong)
    assert said.value.zh
    assert str(said.value)


def test_every_wording_of_the_house_has_reason_and_better_words_in_both_languages() -> None:
    for one in ours():
        assert all([one.reason.zh, one.reason.en, one.better.zh, one.better.en]), one.key
        assert check(one.better.zh) == (), one.key
    assert len({one.key for one in ours()}) == len(ours())


@pytest.mark.parametrize("source", [sounding.EXAMPLES, HELD_OUT])
def test_the_labelled_sets_are_found_and_the_polite_left_alone(source: Path) -> None:
    """The floors of the bench, on the examples and on what was written after the wordings."""
    rows = sounding.read_examples(source)
    bad = [bool(sounding.check(one.text, ours())) for one in rows if one.label == "bad"]
    polite = [bool(sounding.check(one.text, ours())) for one in rows if one.label == "ok"]
    assert sum(bad) / len(bad) >= 0.95
    assert sum(polite) / len(polite) <= 0.03


@pytest.mark.parametrize(
    "text", ["那就没辙了呗", "这事呢，我们也真是没办法了啊", "咱们公司一直都是这么规定的呀", "一有消息就立马通知您哦"]
)
def test_what_is_put_in_for_sound_or_weight_and_words_that_mean_the_same_hide_nothing(text: str) -> None:
    assert check(text)


def test_what_only_sounds_like_forbidden_words_is_told_with_the_nearest_wording_and_is_another_kind() -> None:
    text = "您好。您自己乱拆，现在来找我们。我来帮您。"
    (found,) = sounding.check(text, ours())
    assert check(text) == ()
    assert found.kind == wordings.LIKENESS
    assert text[found.start : found.end] == "您自己乱拆，现在来找我们"
    assert found.rule in {one.key for one in ours()}
    assert sounding.check(text, ()) == ()


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("公司龟定就是这样的", "company_rules"), ("公司gui定就是这样的", "company_rules"), ("连小孩紫都知道", "even_a_child"),
        ("您说话前后毛盾", "find_fault"), ("一分钱一份货", "what_you_pay_for"),
    ],
)  # fmt: skip
def test_words_of_the_same_sound_or_in_letters_are_heard_and_hinted_at(text: str, wording: str) -> None:
    assert check(text) == ()
    assert [(one.rule, one.kind) for one in sounding.check(text, ours())] == [(wording, wordings.LIKENESS)]


@pytest.mark.parametrize(
    "text", ["上面显示签收人不是我", "E3 故障时请断电", "人缴费部分已经退还", "该问题我办已转交相关单位"]
)
def test_what_is_heard_alike_by_chance_is_left_alone(text: str) -> None:
    assert sounding.check(text, ours()) == ()


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("销售答应您的，跟我们没关系", "unkept_word"), ("随口一说，您别当真", "unkept_word"), ("您也要替我们客服想想", "lecture"),
        ("您说话颠三倒四的", "find_fault"), ("怎么不早点把型号写清楚", "find_fault"),
    ],
)  # fmt: skip
def test_stances_of_the_handbook_are_found(text: str, wording: str) -> None:
    assert wording in {one.rule for one in check(text)}


@pytest.mark.parametrize(
    "text",
    [
        "同事答应您的照样算数，由我来兑现", "您的照片前后不一样也没关系，我两张都记下", "退不了全款，但我们可以为您换一台",
        "公司规定师傅不收小费", "换了谁都会着急", "请把读数念给我听好吗",
    ],
)  # fmt: skip
def test_the_same_words_rightly_used_go_out(text: str) -> None:
    assert sounding.check(text, ours()) == ()


@pytest.mark.parametrize("piece", ["公司规定", "就是", "（", "<b", "您自己", "不\u200b", "。", "尽快联系您"])
def test_an_endless_text_costs_no_more_than_its_length(piece: str) -> None:
    long = piece * (20_000 // len(piece)) + "。都三岁小孩都知道"
    start = time.perf_counter()
    found = check(long)
    assert time.perf_counter() - start < 2
    assert any(f.rule == "even_a_child" for f in found) or len(found) >= seeking.MOST_FINDINGS
