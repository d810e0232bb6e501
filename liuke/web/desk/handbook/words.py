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

CHAPTERS: Final = {
    "service": Words("服务：受理、派工、上门", "Service: intake, dispatch, visits"),
    "care": Words("回访与投诉", "Callbacks and complaints"),
    "products": Words("产品与三三三", "Products and the three-three-three"),
    "network": Words("网点与资质", "Sites and certificates"),
    "customers": Words("客户档案", "The customer file"),
    "promise": Words("承诺之后的承诺", "What follows a promise"),
}
OWNERS: Final = {
    "site": Words("承接网点", "the site"),
    "technician": Words("上门师傅", "the technician"),
    "keeper": Words("客户负责人", "the customer's keeper"),
    "owner": Words("责任人", "whoever owes it"),
    "handler": Words("处理人", "the handler"),
}
AUDIENCES: Final = {
    "customer": Words("用户及全体员工", "the customer and all staff"),
    "site": Words("网点及中心员工", "the site and the centre"),
    "staff": Words("中心员工", "the centre"),
    "restricted": Words("授权人员", "who is authorised"),
}
FIELDS: Final = {
    "grade": Words("等级", "grade"), "mode": Words("网点类型", "kind of site"), "kind": Words("类型", "kind"),
    "product_line": Words("品类", "product line"), "result": Words("结果", "result"), "outcome": Words("回访结论", "outcome"),
    "area": Words("城乡", "area"), "is_core": Words("核心客户", "core customer"), "reason": Words("原因", "reason"),
    "source": Words("来源", "source"), "safety": Words("安全事件", "safety event"), "channel": Words("渠道", "channel"),
}  # fmt: skip
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


def source_words(cited: str) -> Words:
    """practice §3 #9, #10; §1.4; H10 → 默认规则 9、10 · 实务 1.4 · 手册 H10."""
    parts = [_cited(part.strip()) for part in cited.split(";") if part.strip()]
    return Words(" · ".join(p.zh for p in parts), " · ".join(p.en for p in parts))


def _cited(part: str) -> Words:
    if numbers := re.findall(r"#(\d+)", part):
        plural = "s" if len(numbers) > 1 else ""
        return Words(f"默认规则 {'、'.join(numbers)}", f"default rule{plural} {', '.join(numbers)}")
    if section := re.fullmatch(r"(?:practice )?§([\d.]+)", part):
        return Words(f"实务 {section[1]}", f"practice {section[1]}")
    return Words(f"手册 {part}", f"handbook {part}") if re.fullmatch(r"H\d+", part) else Words(part, part)


def when_words(rule: Rule, names: Mapping[str, Words]) -> Words:
    """What the rule listens to; `names` are the rules' own words, by id."""
    if rule.of_rule:
        said = FOLLOWING.get(rule.kind, Words(rule.kind, rule.kind))
        of = names.get(rule.of_rule, Words(rule.of_rule, rule.of_rule))
        return Words(f"“{of.zh}”的承诺{said.zh}", f"a promise of “{of.en}” {said.en}")
    return kind_words(rule.kind)


def condition_words(condition: Condition) -> Words:
    """等级不低于 B; 品类为 油烟机、灶具."""
    if condition.predicate:
        return Words(f"符合 {condition.predicate}", f"{condition.predicate} holds")
    field = FIELDS.get(condition.field, Words(condition.field, condition.field))
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
        field, rest = match.groups()
        moved = time_words(rest.replace("+ ", "+").replace("- ", "-")) if rest else Words("", "")
        name = MOMENTS.get(field, Words(field, field))
        return Words(f"{name.zh}{moved.zh}", f"{name.en} {moved.en}".strip())
    if match := _ON_DAY.match(said):
        unit, count, clock = match.groups()
        zh = f"第 {count} {'天' if unit == 'day' else '个月'} {clock}"
        return Words(zh, f"{unit} {count} at {clock}")
    if said.startswith("same day"):
        return Words(f"当天 {said.removeprefix('same day').strip()}", said)
    return _span(said)


MOMENTS: Final = {
    "window_end": Words("预约时段结束", "the window's end"),
    "window_start": Words("预约时段开始", "the window's start"),
    "due_at": Words("约定时间", "the agreed time"),
    "agreed_at": Words("约定时间", "the agreed time"),
    "old_window_start": Words("原时段开始", "the old window's start"),
    "expires_at": Words("到期时间", "the expiry"),
}


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
    if isinstance(value, bool):
        return {"zh": "是" if value else "否", "en": "yes" if value else "no"}[tongue]
    known = VALUES.get(str(value))
    return known.told(tongue) if known else str(value)


VALUES: Final = {
    "own": Words("自营", "own"), "commissioned": Words("特约", "commissioned"),
    "agent": Words("区域代理", "regional agent"), "town": Words("城区", "town"),
    "country": Words("乡镇", "country"), "hood": Words("油烟机", "hood"), "stove": Words("灶具", "stove"),
}  # fmt: skip
