"""Machines, orders, promises, callbacks and complaints, laid on the customers set by set, as the rooms would have.

As the owner of the cluster, with triggers asleep: the rows keep the rooms' rules by construction, and `check` of
bench/data.py asks for the ones that another room relies on. Nothing here waits for a seal.
"""

from __future__ import annotations

from bench.filling.events import event_id, insert, moment

MACHINE, PAST, OPEN = 111, 222, 333  # the milliseconds of each sort of event
OPEN_DAYS, PAST_DAYS = 14, 390
TOLD = 300_000  # orders that are over and have their events; five million of them fill a disk twice over
CUSTOMERS_WITH_ORDERS = 700_000  # those beyond have none: the intake calls them

# What an open order waits for, of a hundred: in proportion as a centre with a backlog has them.
STATES = """
    case when i % 100 < 4 then 'to_dispatch' when i % 100 < 10 then 'offered' when i % 100 < 25 then 'to_book'
         when i % 100 < 33 then 'booked' when i % 100 < 45 then 'on_hold' when i % 100 < 50 then 'second_visit_due'
         when i % 100 < 70 then 'in_review' else 'to_call_back' end
"""
FAULTS = "(array['不吸烟','打不着火','漏水','噪音大','不制冷','排水不畅','显示 E1','不通电'])"

PLACES = [
    "create index on bench.customer (n)",
    # 330102 and its like are covered by one site or two
    """
    create unlogged table bench.site as
    select c.division, array_agg(s.timeline_id order by s.number) as ids
      from network_coverage c join network_site s on s.timeline_id = c.site_id group by 1
    """,
    """
    create unlogged table bench.technician as
    select t.site_id, array_agg(t.actor_id order by t.actor_id) as ids from network_technician t group by 1
    """,
    """
    create unlogged table bench.home as
    select c.n, c.id as customer_id, a.id as address_id, a.division
      from bench.customer c join customers_address a on a.customer_id = c.id
    """,
    "create unique index on bench.home (n)",
    "analyze bench.home",
]

MACHINES = [
    # each has one, three in ten a second
    """
    create unlogged table bench.machine as
    select row_number() over (order by h.n, k.k) as i, h.n, k.k, h.customer_id, h.address_id, m.id as model_id,
           m.code as model, m.name as model_name, l.key as line, now()::date - (h.n * 37 % 2500 + 4)::int as bought,
           (h.n * 37 % 2500 + 1)::int as installed_ago
      from bench.home h
      cross join lateral generate_series(0, case when h.n % 10 in (1, 4, 7) then 1 else 0 end) as k(k)
      join lateral (select id, code, name, line_id from products_productmodel
                     order by id offset (h.n + k.k * 3) % 7 limit 1) m on true
      join products_productline l on l.id = m.line_id
    """,
    """
    insert into products_machine (id, number, customer_id, model_id, serial, bought_date, installed_date,
        proof_of_purchase, has_installation_card, address_id, source, status, version, registered_at)
    select i, 'M-' || lpad(i::text, greatest(6, length(i::text)), '0'), customer_id, model_id,
           'HT' || lpad(i::text, 9, '0'), bought, now()::date - installed_ago, i % 5 <> 0, i % 3 = 0, address_id, 'import',
           'in_use', 1, now() - interval '390 days'
      from bench.machine
    """,
    "create unique index on bench.machine (n) where k = 0",
    "analyze bench.machine",
]

ORDERS = [
    # the last sixth of the orders goes to 20,000 customers that often call
    """
    create unlogged table bench.past_or_open as
    select g.i, g.i >= {past} as is_open,
           case when g.i % 6 < 5 then g.i * 7919 % {with_orders} else g.i * 31 % 20000 end as n
      from generate_series(0::bigint, {past} + {open} - 1) as g(i)
    """,
    """
    create unlogged table bench.orders as
    select o.i, h.customer_id, h.address_id, h.division, m.i as machine_id, m.model, m.line,
           s.ids[1 + o.i % array_length(s.ids, 1)] as site_id,
           case when o.is_open then {states} when o.i % 12 = 0 then 'cancelled' else 'closed' end as state, o.is_open,
           case when o.is_open then now() - interval '{open_days} days' * (1 - (o.i - {past})::float8 / {open}) - interval '2 hours'
                else now() - interval '{past_days} days'
                     + interval '1 day' * ({past_days} - {open_days} - 6) * (o.i::float8 / {past}) end as made_at
      from bench.past_or_open o
      join bench.home h on h.n = o.n
      join bench.machine m on m.n = o.n and m.k = 0
      join bench.site s on s.division = left(h.division, 6)
    """,
    "alter table bench.orders add number text, add request text, add site text, add technician_id bigint, "
    "add slot int, add mode text",
    """
    update bench.orders o
       set number = 'WO-' || lpad((i + 1)::text, greatest(6, length((i + 1)::text)), '0'),
           request = 'R-' || lpad((i + 1)::text, greatest(6, length((i + 1)::text)), '0'),
           site = s.number, mode = s.mode, technician_id = t.ids[1 + x.nth % array_length(t.ids, 1)],
           slot = x.nth / array_length(t.ids, 1)
      from network_site s, bench.technician t,
           (select i as ix, (row_number() over (partition by site_id, state order by i) - 1)::int as nth
              from bench.orders) x
     where s.timeline_id = o.site_id and t.site_id = o.site_id and x.ix = o.i
    """,
    "create unique index on bench.orders (i)",
    "analyze bench.orders",
    """
    insert into service_servicerequest (id, number, customer_id, address_id, call_id, source, external_no, kind,
        product_line, fault, hazards, state, received_at, taken_at, by_id, solved_reason)
    select i + 1, request, customer_id, address_id, null, 'call', '', 'repair', line, {faults}[1 + i % 8], '{{}}',
           'ordered', made_at, made_at, (select id from identity_actor where username = 'wangfang'), ''
      from bench.orders
    """,
    # own windows begin ten days from now: what is nearer is left free for the intake
    """
    insert into service_workorder (id, number, request_id, customer_id, address_id, division, kind, product_line,
        product_lines, source, external_no, state, version, guarantee, safety, site_id, technician_id,
        window_start, window_end, chases, tries, moves, moves_ours, hold_reason, hold_evidence, held_at, held_until,
        held_from, second_visit_reason, outcome, paid, made_at, dispatched_at, accepted_at, work_ended_at,
        reported_at, reviewed_at, ended_at, changed_at)
    select i + 1, number, i + 1, customer_id, address_id, division, 'repair', line, array[line], 'call', '', state, 1,
           case when i % 3 = 0 then 'in' else 'out' end, false, case when state <> 'to_dispatch' then site_id end,
           case when state in ('booked', 'second_visit_due', 'in_review', 'to_call_back', 'closed') then technician_id end,
           case when state = 'booked' then w.start end, case when state = 'booked' then w.start + interval '2 hours' end,
           case when i % 40 = 0 then 1 else 0 end, 0, 0, 0, case when state = 'on_hold' then 'waiting_part' else '' end,
           '{{}}', case when state = 'on_hold' then made_at + interval '3 hours' end,
           case when state = 'on_hold' then made_at + interval '20 days' end,
           case when state = 'on_hold' then 'to_book' else '' end,
           case when state = 'second_visit_due' then 'part' else '' end,
           case when state = 'closed' then 'satisfied' else '' end, i % 3 <> 0, made_at,
           case when state <> 'to_dispatch' then made_at + interval '10 minutes' end,
           case when state not in ('to_dispatch', 'offered') then made_at + interval '30 minutes' end,
           case when done then made_at + interval '1 day' end, case when done then made_at + interval '1 day' end,
           case when done and state <> 'in_review' then made_at + interval '26 hours' end,
           case when not is_open then made_at + interval '3 days' end, made_at + interval '1 hour'
      from (select *, state in ('in_review', 'to_call_back', 'closed') as done from bench.orders) o
      cross join lateral (select (now() at time zone 'Asia/Shanghai')::date::timestamp at time zone 'Asia/Shanghai'
                                 + interval '1 day' * (10 + slot / 3) + interval '1 hour' * (array[8, 10, 14])[1 + slot % 3]
                                 as start) w
    """,
    """
    insert into service_ordermachine (order_id, line, machine_id, product_line, model, fault, guarantee,
        guarantee_reason_zh, guarantee_reason_en, final_guarantee, result, serial, note)
    select i + 1, 1, machine_id, line, model, {faults}[1 + i % 8], case when i % 3 = 0 then 'in' else 'out' end,
           '', '', '', case when state = 'closed' then 'repaired' else '' end, 'HT' || lpad(machine_id::text, 9, '0'), ''
      from bench.orders
    """,
    """
    insert into service_offer (order_id, site_id, offered_at, by_id, reasons_zh, reasons_en, overruled_reason, answer,
        answered_at, reason)
    select i + 1, site_id, made_at + interval '10 minutes', (select id from identity_actor where username = 'liudiao'),
           '就近', 'nearest', '', case when state = 'offered' then '' else 'accepted' end,
           case when state <> 'offered' then made_at + interval '30 minutes' end, ''
      from bench.orders where state <> 'to_dispatch'
    """,
    """
    insert into service_visit (id, number, order_id, technician_id, site_id, starts_at, ends_at, during, state,
        late_minutes, result, reason, note, checklist, photos, signature, ended_at)
    select row_number() over (order by o.id), 'V-' || lpad(o.id::text, greatest(6, length(o.id::text)), '0'), o.id, o.technician_id, o.site_id, v.s, v.e,
           tstzrange(v.s, v.e), case when o.state = 'booked' then 'planned' else 'ended' end, 0,
           case when o.state = 'booked' then '' else 'done' end, '', '', '{{}}', '{{}}', '',
           case when o.state <> 'booked' then v.e end
      from service_workorder o
      cross join lateral (select coalesce(o.window_start, o.made_at + interval '22 hours') as s,
                                 coalesce(o.window_end, o.made_at + interval '24 hours') as e) v
     where o.technician_id is not null and o.state <> 'second_visit_due'
    """,
]

# Who owes what about an open order, by its state: (state, rule, role, of whom: pool, site or technician)
OWED = (
    ("to_dispatch", "dispatch-order", "dispatcher", "pool"),
    ("offered", "accept-order", "site_clerk", "site"),
    ("to_book", "book-window", "site_clerk", "site"),
    ("booked", "arrive-in-window", "technician", "technician"),
    ("on_hold", "tell-on-hold", "agent", "pool"),
    ("second_visit_due", "book-second-visit", "site_clerk", "site"),
    ("in_review", "review-completion", "settlement_clerk", "pool"),
    ("to_call_back", "callback-after-service", "callback_agent", "pool"),
)
# One in thirty is late (and missed already), the rest falls due within two months.
DUE = "now() + interval '60 days' * ((o.i * 7919 % 300000) / 300000.0) - interval '2 days'"
_PROMISE = """
    insert into promises_promise (timeline_id, terms_id, what, rule, about, words, owner_id, owner_team, owner_role,
        calendar_key, seen_by, opened_by, opened_at, depth, due_at, first_due_at, judged_due_at, state, ended_at,
        ended_by, level, next_alarm_at, missed_by, failures)
    select o.customer_id, terms.id, terms.what, terms.rule, o.number, '', {person}, {team}, '{role}', {calendar},
           'staff', {opened}, o.made_at, 0, d.due, d.due, d.due, '{state}', {ended}, {closed}, 0, {alarm}, {missed}, 0
      from bench.orders o
      cross join lateral (select {due} as due) d
      join lateral (select id, what, rule from promises_terms where rule = '{rule}' order by version desc limit 1)
           terms on true
     where {where}
"""


def _owed(state: str, rule: str, role: str, whose: str) -> str:
    at_site = whose != "pool"
    person = {"technician": "o.technician_id", "site": "null"}.get(
        whose, "case when o.i % 4 = 0 then (select min(id) from identity_actor where '" + role + "' = any(roles)) end"
    )
    return _PROMISE.format(
        person=person, team="'site:' || o.site" if at_site else "''", role=role,
        calendar="'site:' || o.site" if at_site else "'service'", opened=event_id(moment("o.made_at", OPEN), 1, "o.i"),
        state="open", ended="null", closed="null", due=DUE, rule=rule,
        alarm="case when d.due > now() then d.due end",
        missed=f"case when d.due <= now() then {event_id(moment('o.made_at', OPEN), 1, 'o.i')} end",
        where=f"o.is_open and o.state = '{state}'",
    )  # fmt: skip


def _kept(rule: str, role: str, due: str, ended: str) -> str:
    return _PROMISE.format(
        person="(select id from identity_actor where username = 'wangfang')", team="''", role=role, calendar="'service'",
        opened=event_id(moment("o.made_at", PAST), 1, "o.i"), state="kept", ended=f"o.made_at + interval '{ended}'",
        closed=event_id(moment("o.made_at + interval '3 days'", PAST), 5, "o.i"), due=f"o.made_at + interval '{due}'",
        rule=rule, alarm="null", missed="null", where="not o.is_open",
    )  # fmt: skip


PROMISES = [
    *(_owed(*row) for row in OWED),
    _kept("dispatch-order", "dispatcher", "15 minutes", "10 minutes"),
    _kept("callback-after-service", "callback_agent", "50 hours", "72 hours"),
]

CARE = [
    """
    insert into care_callback (id, number, kind, about, customer_id, site, technician_id, paid, state, opened_at,
        call_from, ended_at, script, answers, words, outcome, flags, ladder)
    select row_number() over (order by i), 'CB-' || lpad((i + 1)::text, greatest(6, length((i + 1)::text)), '0'), 'after_service', number, customer_id, site,
           technician_id, false, case when is_open then 'due' else 'done' end, made_at + interval '26 hours',
           made_at + interval '26 hours', case when not is_open then made_at + interval '3 days' end, 'service', '{}', '',
           case when is_open then '' else 'satisfied' end, '{}', ''
      from bench.orders where state in ('to_call_back', 'closed')
    """,
    """
    insert into care_dissatisfaction (id, number, customer_id, about, channel, words, wants, state, voiced_at, by_id,
        handler_id, handled_at, settled_at, remedy)
    select row_number() over (order by i), 'DS-' || lpad((i + 1)::text, greatest(6, length((i + 1)::text)), '0'), customer_id, number, 'call',
           '三天了还没有人来', '尽快上门', case when i % 4 = 0 then 'voiced' when i % 4 = 1 then 'handled' else 'settled' end,
           made_at + interval '1 day', (select id from identity_actor where username = 'wangfang'),
           case when i % 4 > 0 then (select id from identity_actor where username = 'chenkai') end,
           case when i % 4 > 0 then made_at + interval '25 hours' end,
           case when i % 4 > 1 then made_at + interval '2 days' end, ''
      from bench.orders where i % 37 = 0
    """,
]


def events(past: int) -> list[str]:
    """The story of every machine and order; of those that are over, only of the last TOLD."""
    order, over = "bench.orders", f"not r.is_open and r.i >= {past - TOLD}"
    made = [
        insert(
            "products.machine.registered", "bench.machine", "now() - interval '389 days' + interval '20 seconds' * r.i",
            step=0, millis=MACHINE,
            facts={"number": "'M-' || lpad(t.i::text, greatest(6, length(t.i::text)), '0')", "product_line": "t.line",
                   "model": "t.model", "model_name": "t.model_name", "serial": "'HT' || lpad(t.i::text, 9, '0')",
                   "source": "'import'"},
        )
    ]  # fmt: skip
    for millis, which in ((PAST, over), (OPEN, "r.is_open")):
        made += [
            insert("service.request.received", order, "r.made_at", step=0, millis=millis, where=which,
                   facts={"number": "t.request", "product_line": "t.line", "call": "''"}),
            insert("service.order.made", order, "r.made_at", step=1, millis=millis, where=which,
                   facts={"number": "t.number", "request": "t.request", "product_line": "t.line", "site": "t.site"}),
            insert("service.order.dispatched", order, "r.made_at + interval '10 minutes'", step=2, millis=millis,
                   where=f"{which} and r.state <> 'to_dispatch'",
                   facts={"number": "t.number", "site": "t.site", "mode": "t.mode"}),
        ]  # fmt: skip
    done = f"{over} and r.state = 'closed'"
    return [
        *made,
        insert("service.order.accepted", order, "r.made_at + interval '30 minutes'", step=3, millis=PAST,
               where="not r.is_open", facts={"number": "t.number", "site": "t.site", "mode": "t.mode"}),
        insert("service.completion.accepted", order, "r.made_at + interval '26 hours'", step=4, millis=PAST, where=done,
               facts={"number": "t.number", "site": "t.site", "technician": "t.technician_id", "product_line": "t.line"}),
        insert("service.order.closed", order, "r.made_at + interval '3 days'", step=5, millis=PAST, where=done,
               facts={"number": "t.number", "site": "t.site"}),
        insert("service.order.cancelled", order, "r.made_at + interval '3 days'", step=5, millis=PAST,
               where=f"{over} and r.state = 'cancelled'",
               facts={"number": "t.number", "request": "t.request"}),
    ]  # fmt: skip


def orders(past: int, opened: int) -> list[str]:
    """ORDERS at a size."""
    given = {
        "past": past, "open": opened, "with_orders": CUSTOMERS_WITH_ORDERS, "states": STATES.replace("i %", "o.i %"),
        "open_days": OPEN_DAYS, "past_days": PAST_DAYS, "faults": FAULTS,
    }  # fmt: skip
    return [statement.format(**given) for statement in ORDERS]
