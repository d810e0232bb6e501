"""Where the first sites should open follows from where the machines were sold and nobody goes (H12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from liuke.areas.network.queries.sites import list_sites
from liuke.areas.network.rules.places import distance_km
from liuke.foundation import divisions
from liuke.foundation.identity.models import Actor

# Grouped before it is compared with the coverage: a million machines are a few thousand places and lines.
_UNSERVED: Final = """
with sold as (
    select a.division, p.line_id, count(*) as machines, count(distinct m.customer_id) as homes
      from products_machine m
      join customers_address a on a.id = m.address_id
      join products_productmodel p on p.id = m.model_id
     where m.status in ('in_use', 'stored') and length(a.division) >= 6
     group by a.division, p.line_id
)
select left(s.division, 6), sum(s.machines)::int, sum(s.homes)::int
  from sold s join products_productline l on l.id = s.line_id
 where not exists (
       select 1 from network_coverage c join network_site n on n.timeline_id = c.site_id
        where c.division = any(array[left(s.division, 2), left(s.division, 4), left(s.division, 6), s.division])
          and n.status = 'active' and (n.contract_until is null or n.contract_until >= %s)
          and (c.product_lines = '{}' or l.key = any(c.product_lines)))
 group by left(s.division, 6)
 order by 2 desc, 1
 limit %s
"""


@dataclass(frozen=True)
class Unserved:
    """A district with machines of ours that no site serves, and how far the nearest one is (None: unknown)."""

    division: str
    place: str
    machines: int
    homes: int
    nearest: str
    nearest_km: float | None


def where_to_open(*, by: Actor, on: date, limit: int = 20) -> tuple[Unserved, ...]:
    """The districts with the most sold machines that nobody serves on that day, for their line."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSERVED, [on, limit])
        rows = cursor.fetchall()
    sites = [(site.name, site.point) for site in list_sites(by=by)]
    return tuple(_row(code, machines, homes, sites) for code, machines, homes in rows)


def _row(code: str, machines: int, homes: int, sites: list[tuple[str, tuple[float, float] | None]]) -> Unserved:
    here = divisions.centre(code)
    far = [(km, name) for name, point in sites if (km := distance_km(here, point)) is not None]
    km, name = min(far, default=(None, ""))
    place = divisions.told(code) if divisions.exists(code) else code
    return Unserved(code, place, machines, homes, name, km)
