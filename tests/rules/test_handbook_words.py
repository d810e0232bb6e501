"""Handbook times, conditions and ladders as people say them."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

import liuke
from liuke.foundation.words import Words
from liuke.kernel.playbook import reading
from liuke.kernel.playbook.rules import Condition, Rule
from liuke.web.desk.handbook.sources import source_words
from liuke.web.desk.handbook.vocabulary import CHAPTERS
from liuke.web.desk.handbook.words import condition_words, ladder_words, owes_words, owner_words, time_words

TIMES = {
    "30 service minutes": ("30 分钟（服务时间）", "30 service min"),
    "2 working days": ("2 个工作日", "2 working days"),
    "1 working hours": ("1 小时（工作时间）", "1 working h"),
    "3 days": ("3 天", "3 days"),
    "day 3 at 20:00": ("第 3 天 20:00", "day 3 at 20:00"),
    "month 3 at 20:00": ("第 3 个月 20:00", "month 3 at 20:00"),
    "same day 18:00": ("当天 18:00", "same day 18:00"),
    "{window_end}": ("预约时段结束", "the window's end"),
    "{window_end} + 15 minutes": ("预约时段结束后 15 分钟", "15 min after the window's end"),
    "now": ("立即", "at once"),
}


@pytest.mark.parametrize(("said", "meant"), TIMES.items(), ids=TIMES)
def test_a_time_of_the_handbook_is_said_in_words(said: str, meant: tuple[str, str]) -> None:
    words = time_words(said)

    assert (words.zh, words.en) == meant


def test_a_rung_says_when_who_and_whether_it_is_handed_over() -> None:
    before = ladder_words({"at": "-10 service minutes", "tell": "site_manager"})
    after = ladder_words({"at": "+30 minutes", "tell": "regional_manager", "hand_over": True})

    assert before.zh == "到期前 10 分钟（服务时间）：告知网点负责人"
    assert after.en == "30 min late: handed to regional service manager"
    assert ladder_words({"at": "0", "tell": "owner"}).zh == "到期时：告知责任人"


def test_conditions_say_at_least_and_one_of() -> None:
    assert condition_words(Condition("grade", at_least="B")).zh == "等级不低于 B"
    assert condition_words(Condition("mode", values=("commissioned",))).zh == "网点类型为 特约"
    assert condition_words(Condition("safety", values=(True,))).en == "safety event: yes"
    assert condition_words(Condition("is_core", values=(False,))).zh == "核心客户：否"


def test_an_owner_nobody_has_named_keeps_its_own_name() -> None:
    assert owner_words("dispatcher").zh == "调度员"
    assert owner_words("strange").en == "strange"


def test_a_source_is_said_in_the_readers_words() -> None:
    said = source_words("practice §3 #9, #10; §1.4; H10")

    assert said.zh == "默认规则 9、10 · 实务 1.4 · 手册 H10"
    assert said.en == "default rules 9, 10 · practice 1.4 · handbook H10"
    assert source_words("公司决定").en == "公司决定"
    assert source_words("H9: at once; PIPL 57: remedy at once; company default: 4 working hours").zh == (
        "手册 H9 · 个人信息保护法第 57 条 · 公司默认值 4 个工作小时"
    )


@cache
def delivered_rules() -> list[Rule]:
    files = (Path(liuke.__file__).parent / "handbook").glob("*.toml")
    return [reading.rule(body) for file in files for body in tomllib.loads(file.read_text("utf-8"))["rule"]]


def _said(rule: Rule) -> list[Words]:
    """All that the handbook page says of a rule out of its data."""
    times = [rule.due, *([rule.not_before] if rule.not_before else [])]
    return [
        *(condition_words(one) for one in rule.conditions), *(time_words(one) for one in times),
        *(ladder_words(step) for step in rule.ladder), owes_words(rule.owner, rule.what), source_words(rule.source),
    ]  # fmt: skip


def test_no_rule_shows_a_key_of_ours_on_the_page() -> None:
    raw = [
        (rule.id, words.zh)
        for rule in delivered_rules()
        for words in _said(rule)
        if re.search(r"[A-Za-z]{2,}|_", words.zh) or "_" in words.en
    ]

    assert not raw
    assert {rule.kind.split(".", 1)[0] for rule in delivered_rules()} <= set(CHAPTERS)
