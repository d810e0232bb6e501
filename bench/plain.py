"""The screen pop's reads by plain psycopg, prepared: what the same work costs without a framework.

`python -m bench.plain SECONDS THREADS SEED` counts how many pops that many threads of one process make.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any, Final

import psycopg

from bench import data, home, people
from bench.filling.company import token

_OPEN: Final = (
    "('new','to_dispatch','offered','to_book','booked','on_the_way','in_service','on_hold','second_visit_due',"
    "'in_review','sent_back','to_call_back')"
)
# Who asks; who is behind the number; what he is angry about; what is owed to him; who is coming; what he has.
TOKEN: Final = """
    select a.id, a.kind, a.roles, a.scopes from identity_apitoken t join identity_actor a on a.id = t.actor_id
      join identity_actor o on o.id = t.owner_id
     where t.digest = %s and t.revoked_at is null and t.expires_at > now() and o.left_at is null
"""
CALLERS: Final = """
    select p.id, p.mask, p.seen_at, k.id, k.name, k.relation, c.timeline_id, c.code, c.kind, c.name, c.grade, c.is_core,
           c.secrecy, c.version, c.registered_at
      from customers_phone p join customers_contact k on k.id = p.contact_id
      join customers_customer c on c.timeline_id = k.customer_id
     where p.number_hash = %s and p.detached_at is null order by p.seen_at desc, p.id desc limit 20
"""
GRIEVANCES: Final = """
    select d.number, d.about, d.words, d.wants, d.state, d.voiced_at, h.name from care_dissatisfaction d
      left join identity_actor h on h.id = d.handler_id where d.customer_id = any(%s) and d.state <> 'settled'
"""
PROMISES: Final = """
    select p.id, p.what, p.rule, t.version, p.about, p.words, p.owner_role, p.owner_team, a.name, p.opened_at, p.due_at,
           p.judged_due_at, p.held_since, p.missed_by
      from promises_promise p join promises_terms t on t.id = p.terms_id left join identity_actor a on a.id = p.owner_id
     where p.timeline_id = any(%s) and p.state = 'open' order by p.due_at limit 200
"""
ORDERS: Final = f"""
    select o.id, o.number, o.state, o.kind, o.customer_id, o.product_line, o.window_start, o.window_end, o.guarantee,
           o.chases, o.made_at, s.number, s.name, a.name, r.number, d.division, d.masked
      from service_workorder o left join network_site s on s.timeline_id = o.site_id
      left join identity_actor a on a.id = o.technician_id left join service_servicerequest r on r.id = o.request_id
      left join customers_address d on d.id = o.address_id
     where o.customer_id = any(%s) and o.state in {_OPEN} order by o.id desc
"""  # noqa: S608
MACHINES: Final = """
    select m.number, m.serial, m.bought_date, m.installed_date, m.proof_of_purchase, m.has_installation_card, m.status,
           p.code, p.name, l.key, l.name_zh,
           array(select json_build_object('key', d.key, 'value', d.value, 'since', d.from_date, 'until', d.until_date,
                                          'source', d.source)
                   from dated_datedrow d where d."table" = 'guarantee_months'
                    and (d.key like l.guarantee_class || '.%%' or d.key = 'no_proof'))
      from products_machine m join products_productmodel p on p.id = m.model_id
      join products_productline l on l.id = p.line_id where m.customer_id = any(%s) order by m.id desc
"""


def hashes(numbers: list[int]) -> list[bytes]:
    """The keyed hashes of these customers' numbers, by the customers' own rules."""
    from liuke.areas.customers.rules import phones
    from liuke.foundation import keys

    key = keys.key("phone")
    return [phones.hash_of(key, phones.parse(people.mobile(n))) for n in numbers]


def connect() -> psycopg.Connection[Any]:
    return psycopg.connect(home.url(home.TEMPLATE), autocommit=True, prepare_threshold=0)


def pop(connection: psycopg.Connection[Any], digest: str, hashed: bytes) -> int:
    """One screen pop's reads; how many cards."""
    connection.execute(TOKEN, [digest], prepare=True).fetchall()
    found = connection.execute(CALLERS, [hashed], prepare=True).fetchall()
    ids = list({row[6] for row in found})
    for statement in (GRIEVANCES, PROMISES, ORDERS, MACHINES):
        connection.execute(statement, [ids], prepare=True).fetchall()
    return len(ids)


def digest() -> str:
    import hashlib

    return hashlib.sha256(token().encode()).hexdigest()


def _count(seconds: float, threads: int, seed: int) -> tuple[int, float]:
    asked = hashes(people.sample(4000, data.facts()["customers"], seed=seed))
    until = time.perf_counter() + seconds
    counts = [0] * threads

    def work(who: int) -> None:
        with connect() as connection:
            while time.perf_counter() < until:
                pop(connection, digest_, asked[(counts[who] * threads + who) % len(asked)])
                counts[who] += 1

    digest_ = digest()
    workers = [threading.Thread(target=work, args=(who,)) for who in range(threads)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts), time.perf_counter() - began


if __name__ == "__main__":
    import os

    os.environ["LIUKE_HOME"] = str(home.HOME)
    count, spent = _count(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(count / spent, datetime.now(UTC).isoformat())
