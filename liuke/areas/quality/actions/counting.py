"""What counted in a period, for all sites in set-based statements: one row for each order looked at in each measure.

Only what is the site's costs it anything: an order whose standing decision puts the fault elsewhere loses nothing, in
no measure; an undecided one loses nothing yet. Unconfirmed orders are outside (practice §3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from liuke.areas.quality.rules.grading import Counted, Scheme
from liuke.areas.service.rules.names import REPAIRING

_FACTS: Final = """
create temporary table quality_counted on commit drop as
with standing as (
    select distinct on (order_id) order_id, site_id, party, outcome
      from quality_case where party <> '' order by order_id, id desc
), ended as (
    select o.id, o.site_id, o.kind, o.state, o.outcome, o.ended_at, s.party, s.outcome as decided
      from service_workorder o left join standing s on s.order_id = o.id and s.site_id = o.site_id
     where o.ended_at >= %(since)s and o.ended_at < %(until)s and o.site_id is not null
       and o.state in ('closed', 'closed_unconfirmed')
)
select site_id, 'outcome' as measure, id as order_id, ended_at as at,
       case when party = 'site' then decided else '' end as because,
       case when party = 'site' then coalesce((%(classes)s::jsonb ->> decided)::numeric, 0) else 0 end as lost
  from ended where (state = 'closed' and outcome <> '') or party = 'site'
union all
select site_id, 'first_fix', id, ended_at, case when party = 'site' then decided else '' end,
       case when party = 'site' and decided in ('not_fixed_first', 'not_fixed_repeatedly') then 1 else 0 end
  from ended where kind = any(%(repairing)s) and ((state = 'closed' and outcome <> '') or party = 'site')
union all
select v.site_id, 'window', v.order_id, v.arrived_at, 'late',
       case when v.in_window or coalesce(s.party, 'site') <> 'site' then 0 else 1 end
  from service_visit v left join standing s on s.order_id = v.order_id and s.site_id = v.site_id
 where v.in_window is not null and v.arrived_at >= %(since)s and v.arrived_at < %(until)s
union all
select f.site_id, 'answer', f.order_id, f.answered_at, case when f.answer = 'accepted' then '' else f.reason end,
       case when f.answer = 'accepted' then 0 else coalesce((%(answers)s::jsonb ->> f.reason)::numeric, 0) end
  from service_offer f
 where f.answered_at >= %(since)s and f.answered_at < %(until)s
   and (f.answer in ('accepted', 'declined') or (f.answer = 'recalled' and f.reason = 'no_answer'))
union all
select o.site_id, 'completion', o.id, o.reported_at, 'sent_back',
       case when b.order_id is null or coalesce(s.party, 'site') <> 'site' then 0 else 1 end
  from service_workorder o
  left join (select distinct order_id, site_id from quality_sentback) b on b.order_id = o.id and b.site_id = o.site_id
  left join standing s on s.order_id = o.id and s.site_id = o.site_id
 where o.reported_at >= %(since)s and o.reported_at < %(until)s and o.site_id is not null
"""
_BY_MEASURE: Final = """
select site_id, measure, count(*), coalesce(sum(lost), 0) from quality_counted group by site_id, measure order by 1, 2
"""
_HEARD: Final = """
select site_id, count(*) filter (where state = 'closed' and outcome <> ''), count(*) filter (where state <> 'closed')
  from service_workorder
 where ended_at >= %s and ended_at < %s and site_id is not null and state in ('closed', 'closed_unconfirmed')
 group by site_id
"""
_LOSSES: Final = """
insert into quality_scoreloss (part_id, order_id, because, at, lost)
select p.id, c.order_id, c.because, c.at, c.lost
  from quality_counted c
  join quality_score s on s.site_id = c.site_id and s.on_date = %s
  join quality_scorepart p on p.score_id = s.id and p.measure = c.measure
 where c.lost > 0 and not exists (select 1 from quality_scoreloss kept where kept.part_id = p.id)
"""
_FORGET: Final = """
delete from quality_scoreloss l using quality_scorepart p, quality_score s
 where p.id = l.part_id and s.id = p.score_id and s.on_date < %s
   and not exists (select 1 from quality_grading g where g.score_id = s.id)
"""


@dataclass(frozen=True)
class Heard:
    """Of how many ended orders the customer was asked with success, and of how many not."""

    confirmed: int = 0
    unconfirmed: int = 0


def count(since: datetime, until: datetime, scheme: Scheme) -> Mapping[int, list[Counted]]:
    """Look at everything that ended in [since, until); answers what was counted by site id. Needs a transaction."""
    values: dict[str, Any] = {
        "since": since, "until": until, "repairing": sorted(REPAIRING), "classes": _json(scheme.classes),
        "answers": _json(scheme.answers),
    }  # fmt: skip
    found: dict[int, list[Counted]] = {}
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists quality_counted")
        cursor.execute(_FACTS, values)
        cursor.execute(_BY_MEASURE)
        for site, measure, number, lost in cursor.fetchall():
            found.setdefault(site, []).append(Counted(measure, number, Decimal(lost)))
    return found


def heard(since: datetime, until: datetime) -> Mapping[int, Heard]:
    """How many customers were heard, by site id."""
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [since, until])
        return {site: Heard(confirmed, unconfirmed) for site, confirmed, unconfirmed in cursor.fetchall()}


def keep_losses(on: date) -> None:
    """Keep the orders behind the points of this day's scores; those of older ones that changed nothing go."""
    with connection.cursor() as cursor:
        cursor.execute(_LOSSES, [on])
        cursor.execute(_FORGET, [on])


def _json(values: Mapping[str, Decimal]) -> str:
    inner = ", ".join(f'"{key}": {value}' for key, value in values.items())
    return f"{{{inner}}}"
