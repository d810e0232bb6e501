"""“What happens when …?”: the rules, reactions and jobs that follow an event kind. Action at a distance, made visible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.kernel.journal.kinds import Kind, get_kind
from liuke.kernel.journal.listeners import reactions_to
from liuke.kernel.playbook import queries
from liuke.kernel.playbook.rules import Rule


@dataclass(frozen=True)
class Explanation:
    kind: Kind
    opens: list[Rule]
    keeps: list[Rule]
    voids: list[Rule]
    reactions: list[str]


def explain(kind_name: str, *, at: datetime) -> Explanation:
    """What follows from this kind under the rules in force at `at`; KeyError for an unknown kind."""
    rules = queries.all_rules(at=at)
    return Explanation(
        kind=get_kind(kind_name),
        opens=[r for r in rules if r.kind == kind_name],
        keeps=[r for r in rules if kind_name in r.kept_by],
        voids=[r for r in rules if kind_name in r.void_by],
        reactions=[f"{f.__module__}.{f.__qualname__}" for f in reactions_to(kind_name)],
    )
