"""Who must see what, and how an answer is judged: the reference that the matrix compares the house with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from liuke.areas.care.rules import desk
from liuke.areas.secrecy.access.cases import LOOKERS, WATCHERS
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from tests.safety.routes import parameters
from tests.safety.world import World

NOBODYS = {
    "order": "WO-999999", "request": "SR-999999", "customer": "C-999999", "machine": "M-999999", "call": "CL-999999",
    "callback": "CB-999999", "complaint": "CP-999999", "improvement": "IM-999999", "dissatisfaction": "DS-999999", "site": "S-9999", "technician": "T-9999",
    "incident": "IN-999999", "measure": "MS-999999", "plan": "PL-999999", "release": "RL-999999", "right": "RT-999999", "leak": "LC-999999", "leak_measure": "LC-999999-1", "file": "A" * 26, "link": "A" * 24, "label": "A" * 24, "registration": "A" * 24, "rule": "no-such-rule",
}  # fmt: skip
"""Numbers nobody has; ids are one too large."""


def things(world: World, side: str) -> dict[str, str]:
    """What the parameters are filled with: east's, north's, or nobody's."""
    if side == "nobody":
        return {kind: NOBODYS.get(kind, "999999999") for kind in world.things}
    return {kind: getattr(pair, side) for kind, pair in world.things.items()}


def sees(world: World, who: str, person: Actor, kind: str, side: str) -> bool:
    """May this person see this thing at all? The centre everything, a site its own, a technician his own orders."""
    if side == "nobody":
        return False
    seen = world.things[kind].seen
    if seen == "callback":
        return "after_service" in desk.kinds_for(person.roles)
    if seen == "release":  # whoever decides, and the administrator; its asker has no page here
        return not set(WATCHERS).isdisjoint(person.roles)
    if seen == "leak":  # whoever watches over secrecy; its reporter and its doer have no page here
        return not set(LOOKERS).isdisjoint(person.roles)
    if seen == "import":
        return who in ("hotline_lead", "administrator")  # whoever handed it in
    if seen == "file":
        return side == "east" and sees(world, who, person, "order", side)
    if seen == "any" or not CENTRE_ROLES.isdisjoint(person.roles):
        return True
    site, _, role = who.partition(" ")
    if seen == "centre" or site != side:
        return False
    return seen == "site" or role in ("site_clerk", "site_manager") or who == "east technician"


def all_seen(world: World, who: str, person: Actor, route: str, side: str) -> bool:
    kinds = set(parameters(route).values()) - {"free"}
    if kinds == {"file"} and side == "north":  # both sides' file is the east order's; by its key alone it is that
        side = "east"
    return all(sees(world, who, person, kind, side) for kind in kinds)


def written() -> dict[str, int]:
    """How many rows this transaction has written so far, table by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables "
            "where n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """The tables that were written to in between, the audit trail apart."""
    return {t for t in after if after[t] != before.get(t, 0)} - _OUR_TRACES


def refusals() -> int:
    """Audit rows of refusals so far."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_auditrow where act = 'access.refused'")
        return int(cursor.fetchone()[0])


def contents() -> dict[str, str]:
    """A checksum of every table as it stands now, the audit trail and the sessions apart."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        tables = [name for (name,) in cursor.fetchall() if name not in _OUR_TRACES]
        sums = " union all ".join(
            f"select '{t}', coalesce(sum(hashtextextended(t::text, 0)), 0)::text from \"{t}\" t" for t in tables
        )
        cursor.execute(sums)
        return dict(cursor.fetchall())


_OUR_TRACES = {"audit_auditrow", "django_session", "identity_signinfailure", "identity_apitoken", "identity_actor"}


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(t for t in after if after[t] != before.get(t))


@contextmanager
def kept_if_refused() -> Iterator[list[int]]:
    """What happens inside is rolled back if it succeeded; what a refused act left behind stays to be found."""
    told: list[int] = []
    with transaction.atomic():
        yield told
        if told and told[-1] < 400:
            transaction.set_rollback(True)
