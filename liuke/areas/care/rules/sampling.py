"""Whom a person calls although he may have evaluated by himself (practice §1.18). Pure."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from liuke.foundation.words import Words

WHY: Final = {
    "dissatisfied": Words("评价不满意", "evaluated: not satisfied"),
    "number_changed": Words("网点改过号码", "number changed by the site"),
    "complained": Words("有过不满", "complained"),
    "core": Words("核心客户", "core customer"),
    "repeat": Words("返修单", "repeat repair"),
    "chased": Words("催过单", "chased"),
    "safety": Words("安全事件", "safety case"),
    "paid": Words("收费服务", "paid work"),
    "sample": Words("抽查", "sample"),
}
"""Every reason with its words, the gravest first."""


@dataclass(frozen=True)
class CallFacts:
    """What is known of an order when its completion is accepted."""

    order: str
    site: str = ""
    paid: bool = False
    repeat: bool = False
    chased: bool = False
    safety: bool = False
    core: bool = False
    number_changed: bool = False
    complained: bool = False


@dataclass(frozen=True)
class Scheme:
    """Dated: who must be called, how many in a hundred of the others by site ("" all), how long an answer is awaited."""

    must: frozenset[str]
    percent: Mapping[str, int]
    wait: timedelta
    burst_count: int
    burst_within: timedelta
    device_customers: int

    def percent_at(self, site: str) -> int:
        return self.percent.get(site, self.percent[""])


def scheme_of(values: Mapping[str, Any]) -> Scheme:
    """The scheme from its dated values (`seed/evaluation.toml`)."""
    shares = {key.partition(":")[2]: int(value["percent"]) for key, value in values.items() if key.startswith("sample")}
    return Scheme(
        must=frozenset(values["must"]["called"]),
        percent=shares,
        wait=timedelta(hours=values["wait"]["hours"]),
        burst_count=values["burst"]["count"],
        burst_within=timedelta(minutes=values["burst"]["minutes"]),
        device_customers=values["device"]["customers"],
    )


def why_call(facts: CallFacts, scheme: Scheme, *, key: bytes) -> tuple[str, ...]:
    """Why a person calls this customer whatever he evaluates; nothing where his own word is enough."""
    told = [name for name in WHY if name in scheme.must and getattr(facts, name, False)]
    if not told and draw_of(facts.order, key) < scheme.percent_at(facts.site):
        told = ["sample"]
    return tuple(told)


def draw_of(order: str, key: bytes) -> int:
    """0 to 99 for an order: the same at every look, and foreseen by nobody without the key."""
    return int.from_bytes(hmac.new(key, order.encode(), sha256).digest()[:8]) % 100
