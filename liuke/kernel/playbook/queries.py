"""Which rules are in force at a moment, as the database says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from liuke.kernel.playbook import reading
from liuke.kernel.playbook.models import RuleVersion
from liuke.kernel.playbook.rules import Rule

_IN_FORCE = """
    select id from (
        select distinct on (rule) id, terms_id, "when"
          from playbook_ruleversion
         where in_force_from <= %s
         order by rule, in_force_from desc, version desc
    ) as latest
     where terms_id is not null and ("when" = any(%s) or %s)
"""


@dataclass(frozen=True)
class Edition:
    """A rule version as the handbook page lists it."""

    rule: Rule
    in_force_from: datetime
    loaded_at: datetime


def rules_for(kinds: Collection[str], *, at: datetime) -> list[Rule]:
    """The rules in force at `at` that listen to any of these kinds; one query, the wordings are remembered."""
    return _in_force(at, list(kinds), every=False)


def all_rules(*, at: datetime) -> list[Rule]:
    return _in_force(at, [], every=True)


def list_editions(rule_id: str) -> list[Edition]:
    """Every wording a rule has had, newest first."""
    rows = RuleVersion.objects.filter(rule=rule_id, body__isnull=False).order_by("-version")
    return [Edition(_rule(v.pk), v.in_force_from, v.loaded_at) for v in rows]


def _in_force(at: datetime, kinds: list[str], *, every: bool) -> list[Rule]:
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [at, kinds, every])
        return [_rule(row[0]) for row in cursor.fetchall()]


@lru_cache(maxsize=4096)
def _cached(pk: int, database: str) -> Rule:
    """A stored wording never changes, so it may be remembered; tests have many databases."""
    v = RuleVersion.objects.get(pk=pk)
    body: dict[str, Any] = v.body or {}
    return reading.rule(body, version=v.version, terms_id=v.terms_id or 0)


def _rule(pk: int) -> Rule:
    return _cached(pk, str(connection.settings_dict["NAME"]))


def forget() -> None:
    """Drop remembered wordings (a rolled-back load in tests reuses ids)."""
    _cached.cache_clear()
