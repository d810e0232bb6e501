"""Reading a rule as it stands in a handbook file. Whatever is wrong with it is said in words, nothing is guessed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from liuke.foundation.identity.roles import ROLES
from liuke.kernel.journal.kinds import find_kind
from liuke.kernel.playbook import register
from liuke.kernel.playbook.rules import Condition, Rule
from liuke.kernel.promises import due, owners, words

KEYS = {"id", "source", "zh", "en", "when", "if", "stale_after", "per", "about", "promise"}
PROMISE_KEYS = {"what", "owner", "not_before", "due", "kept_by", "void_by", "hold_while", "again", "ladder"}
FOLLOWING = ("promise.kept", "promise.missed", "promise.cleared")
COMMON_FIELDS = {"source", "channel"}
STALE_BY_DEFAULT = "7 days"


def problems(body: Mapping[str, Any]) -> list[str]:
    """Everything wrong with one rule, in the order of its lines."""
    found = [f"unknown key “{k}”" for k in body if k not in KEYS]
    found += [f"“{k}” is missing" for k in ("id", "source", "when", "promise") if not body.get(k)]
    if found:
        return found
    promise = body["promise"]
    found += [f"unknown key “promise.{k}”" for k in promise if k not in PROMISE_KEYS]
    found += [f"“promise.{k}” is missing" for k in ("what", "owner", "due") if not promise.get(k)]
    if found:
        return found
    return [*_when(body), *_conditions(body), *_promise(body, promise), *_ladder(promise)]


def fields_of(body: Mapping[str, Any]) -> set[str]:
    """The fields that a rule may read from its event."""
    kind = find_kind(body["when"].split(":", 1)[0])
    return set(kind.fields) if kind else {"about", "promise", "what", "rule", "due_at"}


def _when(body: Mapping[str, Any]) -> list[str]:
    name, _, of_rule = body["when"].partition(":")
    if name in FOLLOWING:
        return [] if of_rule else [f"“{name}” must name its rule: “{name}:accept-order”"]
    return [] if find_kind(name) and not of_rule else [f"no event kind “{body['when']}”"]


def _conditions(body: Mapping[str, Any]) -> list[str]:
    found = []
    for key, value in body.get("if", {}).items():
        if key == "predicate":
            found += [] if register.find_predicate(value) else [f"no predicate “{value}”"]
            continue
        name = key.removesuffix("_at_least")
        fact = register.find_fact(name)
        if not fact and key not in fields_of(body) and name not in fields_of(body):
            found.append(f"“{name}” is neither a field of {body['when']} nor a standing fact")
        if fact and key.endswith("_at_least") and value not in fact.order:
            found.append(f"“{value}” has no place in the order of {name}: {', '.join(map(str, fact.order))}")
    return found


def _promise(body: Mapping[str, Any], promise: Mapping[str, Any]) -> list[str]:
    found = []
    if not words.find(promise["what"]):
        found.append(f"no promise kind “{promise['what']}”")
    if not owners.is_known(promise["owner"]):
        found.append(f"no role, team or resolver “{promise['owner']}”")
    for key in ("kept_by", "void_by"):
        found += [f"{key}: no event kind “{k}”" for k in promise.get(key, []) if not find_kind(k)]
    hold = promise.get("hold_while")
    if hold and not register.find_fact(hold):
        found.append(f"hold_while: no standing fact “{hold}”")
    if promise.get("again", "keep") not in ("keep", "replace", "add"):
        found.append("again is keep, replace or add")
    if body.get("per", "about") not in ("about", "customer"):
        found.append("per is about or customer")
    for key, text in (("due", promise["due"]), ("not_before", promise.get("not_before"))):
        found += _time(key, text, body) if text else []
    about = body.get("about", "").strip("{}")
    if about and about not in fields_of(body):
        found.append(f"about: {body['when']} has no field “{about}”")
    return found


def _time(key: str, text: str, body: Mapping[str, Any]) -> list[str]:
    try:
        when = due.parse(text)
    except ValueError as wrong:
        return [f"{key}: {wrong}"]
    if when.field and when.field not in fields_of(body):
        return [f"{key}: {body['when']} has no field “{when.field}”"]
    return []


def _ladder(promise: Mapping[str, Any]) -> list[str]:
    found = []
    for number, step in enumerate(promise.get("ladder", []), start=1):
        try:
            due.parse(str(step.get("at", "")))
        except ValueError as wrong:
            found.append(f"ladder {number}: {wrong}")
        tell = step.get("tell", "")
        if tell != "owner" and not owners.is_known(tell):
            found.append(f"ladder {number}: no role or resolver “{tell}”")
    return found


def rule(body: Mapping[str, Any], *, version: int = 0, terms_id: int = 0) -> Rule:
    """The rule as the matcher wants it; `problems` must have found none."""
    promise = body["promise"]
    kind, _, of_rule = body["when"].partition(":")
    known = words.find(promise["what"])
    return Rule(
        id=body["id"],
        version=version,
        terms_id=terms_id,
        zh=body.get("zh", body["id"]),
        en=body.get("en", body["id"]),
        source=body["source"],
        kind=kind,
        of_rule=of_rule,
        conditions=tuple(_condition(k, v) for k, v in body.get("if", {}).items()),
        stale_after=_stale(body),
        about=body.get("about", "").strip("{}"),
        what=promise["what"],
        owner=promise["owner"],
        not_before=promise.get("not_before", ""),
        due=promise["due"],
        hold_while=promise.get("hold_while", ""),
        seen_by=known.seen_by if known else "staff",
        kept_by=tuple(promise.get("kept_by", ())),
        void_by=tuple(promise.get("void_by", ())),
        ladder=tuple(promise.get("ladder", ())),
        body=body,
    )


def _condition(key: str, value: Any) -> Condition:
    if key == "predicate":
        return Condition("", predicate=value)
    if key.endswith("_at_least"):
        return Condition(key.removesuffix("_at_least"), at_least=value)
    return Condition(key, values=tuple(value) if isinstance(value, list) else (value,))


def _stale(body: Mapping[str, Any]) -> timedelta:
    span = due.parse(body.get("stale_after", STALE_BY_DEFAULT)).span
    return (span.amount + timedelta(days=span.days + 30 * span.months)) if span else timedelta(days=7)


def shown(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, for `liuke explain` and the handbook page."""
    plain = dataclasses.asdict(dataclasses.replace(rule, body={}))
    return plain | {"owner_words": ROLES.get(rule.owner, (rule.owner, rule.owner))}
