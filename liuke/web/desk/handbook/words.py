"""Rules in plain words: conditions, owners, times and ladders as people say them, from the handbook's data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.insight import sentences
from liuke.kernel.journal.kinds import find_kind
from liuke.kernel.playbook.rules import Condition, Rule
from liuke.kernel.promises import words as promise_words
from liuke.web.desk.handbook.vocabulary import FIELDS, MOMENTS, OWNERS, VALUES

FOLLOWING: Final = {
    "promise.missed": Words("未按时兑现", "is missed"),
    "promise.kept": Words("已兑现", "is kept"),
    "promise.cleared": Words("超时澄清", "is cleared"),
}
_UNITS: Final = {
    "minute": ("分钟", "min"),
    "hour": ("小时", "h"),
    "day": ("天", "days"),
    "week": ("周", "weeks"),
    "month": ("个月", "months"),
}
_CLOCKS: Final = {"service": ("服务时间", "service "), "working": ("工作", "working ")}
_SPAN: Final = re.compile(r"^([+-]?)\s*(\d+)\s*(?:(service|working)\s+)?(minute|hour|day|week|month)s?$")
_ON_DAY: Final = re.compile(r"^(day|month)\s+(\d+)\s+at\s+(\d\d:\d\d)$")
_FIELD: Final = re.compile(r"^\{(\w+)\}\s*(.*)$")


def rule_words(rule: Rule) -> Words:
    return Words(rule.zh, rule.en)


def kind_words(name: str) -> Words:
    """An event kind as its example reads."""
    kind = find_kind(name)
    if kind is None:
        return FOLLOWING.get(name, Words(name, name))
    return sentences.example(kind)


def when_words(rule: Rule, names: Mapping[str, Words]) -> Words:
    """What the rule listens to; `names` are the rules' own words, by id."""
    if rule.of_rule:
        said = FOLLOWING.get(rule.kind, Words(rule.kind, rule.kind))
        of = names.get(rule.of_rule, Words(rule.of_rule, rule.of_rule))
        return Words(f"“{of.zh}”的承诺{said.zh}", f"a promise of “{of.en}” {said.en}")
    return kind_words(rule.kind)


def condition_words(condition: Condition) -> Words:
    """等级不低于 B; 品类为 油烟机、灶具; 核心客户：否."""
    if condition.predicate:
        return Words(f"符合 {condition.predicate}", f"{condition.predicate} holds")
    field = FIELDS.get(condition.field, Words(condition.field, condition.field))
    if len(condition.values) == 1 and isinstance(condition.values[0], bool):
        return Words(
            f"{field.zh}：{'是' if condition.values[0] else '否'}",
            f"{field.en}: {'yes' if condition.values[0] else 'no'}",
        )
    if condition.at_least is not None:
        return Words(f"{field.zh}不低于 {condition.at_least}", f"{field.en} at least {condition.at_least}")
    return Words(
        f"{field.zh}为 {'、'.join(_value(v, 'zh') for v in condition.values)}",
        f"{field.en} is {' or '.join(_value(v, 'en') for v in condition.values)}",
    )


def owner_words(name: str) -> Words:
    """A role, a resolver or a team."""
    if name in ROLES:
        return Words(*ROLES[name])
    return OWNERS.get(name, Words(name, name))


def owes_words(owner: str, what: str) -> Words:
    """承接网点：网点接单."""
    who, promised = owner_words(owner), promise_words.of(what)
    return Words(f"{who.zh}：{promised.zh}", f"{who.en}: {promised.en}")


def time_words(text: str) -> Words:
    """30 service minutes → 30 分钟（服务时间）; day 3 at 20:00 → 第 3 天 20:00; {window_end} + 15 minutes."""
    said = text.strip()
    if match := _FIELD.match(said):
        return _moved(*match.groups())
    if match := _ON_DAY.match(said):
        unit, count, clock = match.groups()
        zh = f"第 {count} {'天' if unit == 'day' else '个月'} {clock}"
        return Words(zh, f"{unit} {count} at {clock}")
    if said.startswith("same day"):
        return Words(f"当天 {said.removeprefix('same day').strip()}", said)
    return _span(said)


def _moved(field: str, by: str) -> Words:
    """预约时段结束后 15 分钟, 15 min after the window's end."""
    name = MOMENTS.get(field, Words(field, field))
    if not by:
        return name
    span, before = _span(by.lstrip("+- ")), by.startswith("-")
    return Words(
        f"{name.zh}{'前' if before else '后'} {span.zh}", f"{span.en} {'before' if before else 'after'} {name.en}"
    )


def ladder_words(step: Mapping[str, Any]) -> Words:
    """到期时 → 调度班长; 到期前 10 分钟 → 网点负责人; hand_over: 并移交."""
    at = str(step.get("at", "0")).strip()
    who = owner_words(str(step.get("tell", "")))
    over = step.get("hand_over")
    if at in ("0", "now"):
        when = Words("到期时", "when due")
    elif at.startswith("-"):
        span = _span(at[1:].strip())
        when = Words(f"到期前 {span.zh}", f"{span.en} before")
    elif _SPAN.match(at):
        span = _span(at.lstrip("+").strip())
        when = Words(f"超时 {span.zh}", f"{span.en} late")
    else:
        when = time_words(at)
    return Words(
        f"{when.zh}：{'移交' if over else '告知'}{who.zh}", f"{when.en}: {'handed to' if over else 'tell'} {who.en}"
    )


def _span(text: str) -> Words:
    match = _SPAN.match(text)
    if not match:
        return Words("立即", "at once") if text in ("0", "now") else Words(text, text)
    sign, count, clock, unit = match.groups()
    zh, en = _UNITS[unit]
    tail = {"-": ("前", " before"), "+": ("后", " after")}.get(sign, ("", ""))
    if clock == "working" and unit == "day":
        return Words(f"{count} 个工作日{tail[0]}", f"{count} working days{tail[1]}")
    if clock:
        on_zh, on_en = _CLOCKS[clock]
        return Words(
            f"{count} {zh}（{on_zh}{'时间' if clock == 'working' else ''}）{tail[0]}", f"{count} {on_en}{en}{tail[1]}"
        )
    return Words(f"{count} {zh}{tail[0]}", f"{count} {en}{tail[1]}")


def _value(value: Any, tongue: str) -> str:
    known = VALUES.get(str(value))
    return known.told(tongue) if known else str(value)
