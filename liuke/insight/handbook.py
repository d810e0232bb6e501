"""The handbook in force: rules by chapter, what each has made and kept, and what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.kernel.journal.kinds import Kind, list_kinds
from liuke.kernel.playbook import explaining, queries
from liuke.kernel.playbook.explaining import Explanation
from liuke.kernel.playbook.queries import Edition
from liuke.kernel.playbook.rules import Rule
from liuke.kernel.promises.queries import KeptRate, kept_rates

SPAN: Final = timedelta(days=30)


@dataclass(frozen=True)
class RuleInForce:
    """A rule with what became of its promises in the last thirty days (none where it made none)."""

    rule: Rule
    rate: KeptRate | None

    @property
    def chapter(self) -> str:
        """The area of what it listens to; what follows a promise belongs to promises."""
        return self.rule.kind.split(".", 1)[0]


def rules_in_force(*, at: datetime) -> list[RuleInForce]:
    """All of them, with one grouped count for all."""
    rates = {r.key: r for r in kept_rates(since=at - SPAN, until=at, at=at, group="rule")}
    rules = sorted(queries.all_rules(at=at), key=lambda rule: (rule.kind.split(".", 1)[0], rule.kind, rule.id))
    return [RuleInForce(rule, rates.get(rule.id)) for rule in rules]


def editions(rule_id: str) -> list[Edition]:
    """Every wording the rule has had, newest first."""
    return queries.list_editions(rule_id)


def what_happens(kind: str, *, at: datetime) -> Explanation | None:
    """The rules and reactions that follow an event kind; None for an unknown one."""
    try:
        return explaining.explain(kind, at=at)
    except KeyError:
        return None


def kinds() -> list[Kind]:
    return list_kinds()
