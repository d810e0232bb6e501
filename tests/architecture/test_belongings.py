"""No room forgets to say where its rows go when two customers become one."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model, UniqueConstraint

from liuke.areas.customers.actions.belongings import Policy, all_belongings
from liuke.areas.customers.models import Customer
from liuke.kernel.journal.models import Timeline

NAMES = {"customer", "customer_id", "timeline", "timeline_id", "loser_id", "winner_id"}


def leads_to_a_customer() -> Iterator[tuple[type[Model], Field]]:  # type: ignore[type-arg]
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model in (Customer, Timeline) or (not field.is_relation and field.name in NAMES):
                yield model, field


def test_every_column_that_leads_to_a_customer_has_a_policy_for_merges() -> None:
    named = {(b.table, b.column) for b in all_belongings()}
    forgotten = [
        f"{model._meta.label}.{field.name}"
        for model, field in leads_to_a_customer()
        if (model._meta.db_table, field.column) not in named
    ]
    assert forgotten == [], "name them in the room's playbook.py: belongings.move / keep / drop / combine"


def test_rows_that_may_stand_once_a_customer_do_not_simply_move() -> None:
    for b in all_belongings():
        field = next(f for f in b.model._meta.concrete_fields if f.column == b.column)
        together = [c.fields for c in b.model._meta.constraints if isinstance(c, UniqueConstraint)]
        is_unique = field.unique or any(field.name in fields for fields in [*together, *b.model._meta.unique_together])
        assert not (is_unique and b.policy == Policy.MOVE), f"{b.table}.{b.column}: say how two become one"


def test_what_does_not_move_says_why() -> None:
    assert [b.table for b in all_belongings() if b.policy != Policy.MOVE and not b.because] == []
