"""The reads behind a screen pop, one plain statement each: a phone rings thousands of times an hour.

The ORM needs several times as long to compose these statements as PostgreSQL to answer them. Whoever calls has got
the customers through their own access and is of the centre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from liuke.areas.care.queries.rows import GrievanceRow
from liuke.areas.care.rules.desk import DISSATISFACTION_WORDS
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.products.queries.guarantee import judge
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.products.rules.catalogue import LineFacts
from liuke.areas.products.rules.guarantee import Papers
from liuke.areas.products.rules.repairs import read
from liuke.areas.service.queries.rows import NOTHING, OrderRow
from liuke.areas.service.rules import states
from liuke.areas.service.rules.names import GUARANTEE, ORDER_KINDS, SOURCES
from liuke.foundation import divisions
from liuke.foundation.postgres import plain
from liuke.foundation.words import Words
from liuke.kernel.promises.rows import PromiseRow

_GRIEVANCES: Final = """
    SELECT coalesce(nullif(d.complaint, ''), d.number), d.customer_id, d.about, d.words, d.wants, d.state, d.channel, d.voiced_at, d.handler_id,
           coalesce(h.name, ''), d.remedy
      FROM care_dissatisfaction d LEFT JOIN identity_actor h ON h.id = d.handler_id
     WHERE d.customer_id = ANY(%s) AND d.state <> 'settled' ORDER BY d.id LIMIT 100
"""
_PROMISES: Final = """
    SELECT p.id, p.timeline_id, p.what, p.rule, t.version, p.about, p.words, p.owner_id, coalesce(o.name, ''),
           p.owner_role, p.owner_team, p.opened_by, p.opened_at, p.not_before, p.due_at, p.first_due_at,
           p.judged_due_at, p.held_since, p.state, p.ended_at, p.ended_by, p.level, p.missed_by IS NOT NULL
      FROM promises_promise p JOIN promises_terms t ON t.id = p.terms_id LEFT JOIN identity_actor o ON o.id = p.owner_id
     WHERE p.timeline_id = ANY(%s) AND p.state = 'open' ORDER BY p.due_at, p.id LIMIT 200
"""
_ORDERS: Final = f"""
    SELECT w.id, w.number, w.state, w.kind, w.source, w.customer_id, w.address_id, coalesce(ad.division, ''),
           coalesce(ad.masked, ''), w.product_line, (SELECT count(*) FROM service_ordermachine x WHERE x.order_id = w.id),
           coalesce(s.number, ''), coalesce(s.name, ''), w.technician_id, coalesce(a.name, ''), w.wished_start,
           w.wished_end, w.window_start, w.window_end, w.guarantee, w.safety, w.chases, w.moves_ours, w.hold_reason,
           coalesce(f.number, ''), coalesce(r.number, ''), w.external_no, w.outcome, w.version, w.made_at, w.changed_at,
           w.ended_at
      FROM service_workorder w LEFT JOIN network_site s ON s.timeline_id = w.site_id
      LEFT JOIN identity_actor a ON a.id = w.technician_id LEFT JOIN customers_address ad ON ad.id = w.address_id
      LEFT JOIN service_workorder f ON f.id = w.repeat_of_id LEFT JOIN service_servicerequest r ON r.id = w.request_id
     WHERE w.customer_id = ANY(%s) AND w.state IN ({", ".join(f"'{state}'" for state in states.OPEN)})
     ORDER BY w.id DESC LIMIT 100
"""
_MACHINES: Final = """
    SELECT m.number, m.customer_id, l.key, l.name_zh, l.name_en, l.guarantee_class, l.skills, l.certificates,
           l.certificates_by_kind::json, l.minutes::json, x.code, x.name, m.serial, m.made_date, m.bought_date,
           m.installed_date, m.proof_of_purchase, m.has_installation_card, m.address_id, m.status, m.version,
           m.repairs::json,
           (SELECT json_agg(json_build_object('key', d.key, 'months', d.value, 'since', d.from_date,
                                              'until', d.until_date, 'source', d.source))
              FROM dated_datedrow d WHERE d."table" = 'guarantee_months'
               AND (d.key LIKE l.guarantee_class || '.%%' OR d.key = 'no_proof'))
      FROM products_machine m JOIN products_productmodel x ON x.id = m.model_id
      JOIN products_productline l ON l.id = x.line_id
     WHERE m.customer_id = ANY(%s) ORDER BY m.id DESC LIMIT 200
"""


def grievances(customer_ids: Sequence[int]) -> list[GrievanceRow]:
    """Their open dissatisfactions, oldest first."""
    return [_grievance(r) for r in _read(_GRIEVANCES, customer_ids)]


def promises(customer_ids: Sequence[int]) -> list[PromiseRow]:
    """What is owed to them, first due first."""
    return [PromiseRow(*r) for r in _read(_PROMISES, customer_ids)]


def orders(customers: Sequence[Brief]) -> list[OrderRow]:
    """Their open orders, newest first."""
    known = {c.id: c for c in customers}
    return [_order(r, known[r[5]]) for r in _read(_ORDERS, list(known))]


def machines(customer_ids: Sequence[int], *, on: date) -> list[MachineRow]:
    """Their machines with the preliminary verdict of that day, newest first."""
    return [_machine(r, on) for r in _read(_MACHINES, customer_ids)]


@dataclass(frozen=True)
class _Judged:
    known: Papers
    terms: Sequence[Mapping[str, Any]]

    def papers(self) -> Papers:
        return self.known


def _order(r: Any, customer: Brief) -> OrderRow:
    pk, number, state, kind, source, _, address, division, place, line, machines, *rest = r
    site, site_name, technician_id, technician, *rest = rest
    wished_start, wished_end, start, end, guarantee, safety, chases, moves, hold, *rest = rest
    repeat_of, request, external_no, outcome, version, made_at, changed_at, ended_at = rest
    return OrderRow(
        pk, number, state, states.STATES[state], kind, ORDER_KINDS.get(kind, NOTHING), source,
        SOURCES.get(source, NOTHING), customer.id, customer.code, customer.display, customer.grade, customer.is_core,
        address, divisions.told(division) if division else "", place, line, machines or 1, site, site_name,
        technician_id, technician, wished_start, wished_end, start, end, guarantee, GUARANTEE.get(guarantee, NOTHING), safety, chases, moves, hold,
        repeat_of, request, external_no, outcome, version, made_at, changed_at, ended_at,
    )  # fmt: skip


def _machine(r: Any, on: date) -> MachineRow:
    number, customer, key, zh, en, guarantee_class, skills, certificates, by_kind, minutes, *rest = r
    model, name, serial, made, bought, installed, proof, card, address, status, version, repairs, terms = rest
    line = LineFacts(key, Words(zh, en), guarantee_class, tuple(skills), tuple(certificates), by_kind, minutes)
    record = read(repairs)
    verdict = judge(_Judged(Papers(bought, installed, made, proof, card, record), terms or ()), on=on)
    return MachineRow(
        number, customer, line, model, name, serial, made, bought, installed, proof, card, address, status, version,
        verdict, record,
    )  # fmt: skip


def _grievance(r: Any) -> GrievanceRow:
    number, customer, about, words, wants, state, *rest = r
    return GrievanceRow(number, customer, about, words, wants, state, DISSATISFACTION_WORDS[state], *rest)


def _read(statement: str, customer_ids: Sequence[int]) -> list[Any]:
    return plain.rows(statement, [list(customer_ids)])
